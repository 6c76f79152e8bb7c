import { createHash, timingSafeEqual } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type AmiBlock, queueEvent, queueSnapshot, queueSummary } from './ami-events.ts'
import type { CallQueue } from './call-queue.ts'

export type AmiUser = {
  username: string
  secret: string
  /** May pause queue members; without it the account only watches. */
  mayPause?: boolean
}

export type AmiServer = { port: number; close(): Promise<void> }

type Fields = Readonly<Record<string, string>>
type Client = { socket: Socket; user: AmiUser | null; eventsOn: boolean }

/** Nobody sends an action this long; a client that does is not one. */
const longestAction = 16 * 1024

/**
 * Serves the queues over AMI as Asterisk does, so that a desk has one way to read either: Login, Logoff, Ping,
 * QueueStatus, QueueSummary, QueuePause, and the queue and agent events.
 */
export async function startAmiServer(options: {
  host: string
  port: number
  users: readonly AmiUser[]
  queues: readonly CallQueue[]
  now: () => number
}): Promise<AmiServer> {
  const { queues, now, users } = options
  const clients = new Set<Client>()
  const stops = queues.map((queue) =>
    queue.news.on((news) => {
      const text = writeBlock(queueEvent(queue.name, news))
      for (const { socket, user, eventsOn } of clients) if (user && eventsOn) socket.write(text)
    }),
  )

  function obey(client: Client, fields: Fields): void {
    const action = (fields.Action ?? '').toLowerCase()
    const say = (block: AmiBlock) => {
      const id: AmiBlock = fields.ActionID ? [['ActionID', fields.ActionID]] : []
      client.socket.write(writeBlock([block[0]!, ...id, ...block.slice(1)]))
    }
    const refuse = (message: string) => {
      say([
        ['Response', 'Error'],
        ['Message', message],
      ])
    }
    const agree = (message: string) => {
      say([
        ['Response', 'Success'],
        ['Message', message],
      ])
    }
    const list = (name: string, blocks: readonly AmiBlock[]) => {
      say([
        ['Response', 'Success'],
        ['EventList', 'start'],
        ['Message', `${name} will follow`],
      ])
      for (const block of blocks) say(block)
      say([
        ['Event', `${name}Complete`],
        ['EventList', 'Complete'],
        ['ListItems', blocks.length],
      ])
    }
    const asked = queues.filter(({ name }) => !fields.Queue || fields.Queue === name)

    if (action === 'login') {
      const user = users.find(
        ({ username, secret }) => username === fields.Username && sameSecret(secret, fields.Secret ?? ''),
      )
      if (!user) {
        refuse('Authentication failed')
        client.socket.end()
        return
      }
      client.user = user
      client.eventsOn = fields.Events?.toLowerCase() !== 'off'
      agree('Authentication accepted')
      client.socket.write(
        writeBlock([
          ['Event', 'FullyBooted'],
          ['Privilege', 'system,all'],
          ['Status', 'Fully Booted'],
        ]),
      )
      return
    }
    if (!client.user) {
      refuse('Permission denied')
      return
    }
    switch (action) {
      case 'ping':
        say([
          ['Response', 'Success'],
          ['Ping', 'Pong'],
          ['Timestamp', (now() / 1000).toFixed(6)],
        ])
        return
      case 'logoff':
        say([
          ['Response', 'Goodbye'],
          ['Message', 'Thanks for all the fish.'],
        ])
        client.socket.end()
        return
      case 'events':
        client.eventsOn = fields.EventMask?.toLowerCase() !== 'off'
        say([
          ['Response', 'Success'],
          ['Events', client.eventsOn ? 'On' : 'Off'],
        ])
        return
      case 'queuestatus':
        list(
          'QueueStatus',
          asked.flatMap((queue) => queueSnapshot(queue, now())),
        )
        return
      case 'queuesummary':
        list(
          'QueueSummary',
          asked.map((queue) => queueSummary(queue, now())),
        )
        return
      case 'queuepause':
        if (!client.user.mayPause) refuse('Permission denied')
        else pause(fields, asked, agree, refuse)
        return
      default:
        // What an account without the right hears from Asterisk, whatever else it asks.
        refuse('Permission denied')
    }
  }

  const server = createServer((socket) => {
    const client: Client = { socket, user: null, eventsOn: true }
    clients.add(client)
    let received = ''
    socket.setEncoding('utf8').setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => clients.delete(client))
    socket.write('Asterisk Call Manager/11.0.0\r\n')
    socket.on('data', (text: string) => {
      received += text
      const blocks = received.split(/\r?\n\r?\n/)
      received = blocks.pop()!
      if (received.length > longestAction) socket.destroy()
      for (const block of blocks) if (block.trim() !== '') obey(client, parseAction(block))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const stop of stops) stop()
      for (const { socket } of clients) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function pause(
  fields: Fields,
  queues: readonly CallQueue[],
  agree: (message: string) => void,
  refuse: (message: string) => void,
): void {
  const extension = (fields.Interface ?? '').replace(/^PJSIP\//, '')
  const paused = /^(1|true|yes|on)$/i.test(fields.Paused ?? '')
  const found = queues.filter((queue) => queue.pause(extension, paused, fields.Reason ?? ''))
  if (found.length === 0) refuse('Interface not found')
  else agree(`Interface ${paused ? 'paused' : 'unpaused'} successfully`)
}

function parseAction(block: string): Fields {
  const fields: Record<string, string> = {}
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) fields[line.slice(0, colon).trim()] = line.slice(colon + 1).trim()
  }
  return fields
}

/** A line break inside a value would forge a field: it becomes a space. */
function writeBlock(block: AmiBlock): string {
  return `${block.map(([name, value]) => `${name}: ${String(value).replace(/[\r\n]+/g, ' ')}\r\n`).join('')}\r\n`
}

function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}
