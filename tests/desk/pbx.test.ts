import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { AmiFrames, actionText, fieldOf, parseFrame } from '#desk/pbx/ami-frames.ts'
import { AmiSettingsIncomplete, amiFromEnv } from '#desk/pbx/ami-from-env.ts'
import { CallQueues } from '#desk/pbx/call-queues.ts'
import { PbxLink } from '#desk/pbx/pbx-link.ts'
import { readPbxRows } from '#desk/pbx/pbx-rows.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import { eventually } from './floor/events.ts'
import { testDatabase } from './floor/test-database.ts'

const frame = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`

describe('the stream of AMI messages', () => {
  test('is the same however it is cut, greeting first', () => {
    const text =
      'Asterisk Call Manager/9.0.0\r\n' +
      frame('Response: Success', 'Message: a: b: c') +
      frame('Event: Newstate', 'Variable: one', 'Variable: two')
    for (let cut = 1; cut < text.length; cut++) {
      const frames = new AmiFrames()
      const read = [...frames.feed(text.slice(0, cut)), ...frames.feed(text.slice(cut))]
      expect(frames.greeting).toBe('Asterisk Call Manager/9.0.0')
      expect(read).toEqual([
        { Response: 'Success', Message: 'a: b: c' },
        { Event: 'Newstate', Variable: ['one', 'two'] },
      ])
    }
  })

  test('a flood without an end is not collected for ever', () => {
    const frames = new AmiFrames()
    frames.feed('hello\r\n')
    expect(() => frames.feed('x'.repeat(300_000))).toThrow('not an AMI message')
  })

  test('a value cannot smuggle a field in', () => {
    const text = actionText('Login', '1', { Username: 'desk\r\nAction: Originate', Secret: 's' })
    expect(parseFrame(text.trimEnd())).toEqual({
      Action: 'Login',
      ActionID: '1',
      Username: 'desk Action: Originate',
      Secret: 's',
    })
  })

  test('a field named like a property of every object is only a field', () => {
    expect(fieldOf(parseFrame('Event: X'), 'constructor')).toBe('')
    expect(fieldOf(parseFrame('__proto__: x\r\nEvent: X'), 'Event')).toBe('X')
  })
})

describe('call queues', () => {
  const at = Date.parse('2026-11-18T07:00:00Z')
  const play = (queues: CallQueues, ...texts: string[]) => {
    for (const text of texts) queues.apply(parseFrame(text.replaceAll(' | ', '\r\n')), at)
  }

  test('an answered caller and one who gave up are told apart though both leave', () => {
    const queues = new CallQueues()
    play(
      queues,
      'Event: QueueParams | Queue: support',
      'Event: QueueMember | Queue: support | Location: PJSIP/101 | Status: 1 | Paused: 0',
      'Event: QueueMember | Queue: support | Location: PJSIP/102 | Status: 1 | Paused: 1',
      'Event: QueueEntry | Queue: support | Uniqueid: 1.1 | Wait: 40',
      'Event: QueueCallerJoin | Queue: support | Uniqueid: 1.2 | Position: 2',
      'Event: QueueCallerJoin | Queue: support | Uniqueid: 1.3 | Position: 3',
      'Event: QueueCallerLeave | Queue: support | Uniqueid: 1.2',
      'Event: AgentConnect | Queue: support | Uniqueid: 1.2 | HoldTime: 2',
      'Event: QueueMemberStatus | Queue: support | Interface: PJSIP/101 | Status: 2 | Paused: 0',
      'Event: QueueCallerAbandon | Queue: support | Uniqueid: 1.3 | HoldTime: 2',
      'Event: QueueCallerLeave | Queue: support | Uniqueid: 1.3',
    )
    expect(queues.rows()).toEqual([
      {
        name: 'support',
        waiting: 1,
        longestSince: at - 40_000,
        members: 2,
        free: 0,
        answeredToday: 1,
        abandonedToday: 1,
      },
    ])
  })

  test('a new day counts from nothing, a new snapshot keeps the day', () => {
    const queues = new CallQueues()
    expect(queues.beginDay('2026-11-18')).toBe(false)
    play(
      queues,
      'Event: AgentConnect | Queue: support',
      'Event: QueueEntry | Queue: support | Uniqueid: 1 | Wait: 1',
    )
    queues.beginSnapshot()
    expect(queues.rows()[0]).toMatchObject({ waiting: 0, answeredToday: 1 })
    expect(queues.beginDay('2026-11-19')).toBe(true)
    expect(queues.rows()[0]).toMatchObject({ answeredToday: 0 })
  })

  test('events of other things change nothing', () => {
    const queues = new CallQueues()
    play(queues, 'Event: FullyBooted | Status: Fully Booted', 'Event: Newchannel | Channel: x')
    expect(queues.rows()).toEqual([])
  })
})

/** A PBX as its manager interface shows it: takes one login, answers QueueStatus, tells what a test says. */
class FakePbx {
  readonly #server: Server
  readonly sockets: Socket[] = []
  readonly asked: string[] = []
  entries: string[] = []
  /** So many actions are unknown yet: it listens before all of its modules are loaded. */
  booting = 0

  readonly secret: string

  constructor(secret: string) {
    this.secret = secret
    this.#server = createServer((socket) => {
      this.sockets.push(socket)
      socket.on('error', () => undefined)
      socket.write('Asterisk Call Manager/9.0.0\r\n')
      let text = ''
      socket.on('data', (data) => {
        text += data
        for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
          this.#answer(socket, parseFrame(text.slice(0, end)))
          text = text.slice(end + 4)
        }
      })
    })
  }

  async listen(port = 0): Promise<number> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  tell(...lines: string[]) {
    for (const socket of this.sockets) socket.write(frame(...lines))
  }

  cut() {
    for (const socket of this.sockets.splice(0)) socket.destroy()
  }

  async close() {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #answer(socket: Socket, action: ReturnType<typeof parseFrame>) {
    const name = fieldOf(action, 'Action')
    const id = `ActionID: ${fieldOf(action, 'ActionID')}`
    this.asked.push(name)
    if (name === 'Login') {
      if (fieldOf(action, 'Secret') !== this.secret) {
        socket.write(frame('Response: Error', id, 'Message: Authentication failed'))
        return
      }
      socket.write(frame('Response: Success', id, 'Message: Authentication accepted'))
      socket.write(frame('Event: FullyBooted', 'Status: Fully Booted'))
      return
    }
    if (this.booting-- > 0) {
      socket.write(frame('Response: Error', id, 'Message: Invalid/unknown command'))
      return
    }
    socket.write(frame('Response: Success', id, 'EventList: start', 'Message: Queue status will follow'))
    socket.write(frame('Event: QueueParams', 'Queue: support', 'Calls: 0', id))
    // Somebody joins while the list is being told.
    socket.write(frame('Event: QueueCallerJoin', 'Queue: support', 'Uniqueid: during.1'))
    for (const entry of this.entries)
      socket.write(frame('Event: QueueEntry', 'Queue: support', `Uniqueid: ${entry}`, 'Wait: 5', id))
    socket.write(frame('Event: QueueStatusComplete', id, 'EventList: Complete', 'ListItems: 2'))
  }
}

describe('the link to the PBX', () => {
  let db: Db
  beforeAll(async () => {
    db = await testDatabase()
    await ensureSpace(db, { spaceId: mainSpace, name: 'x', timeZone: 'Europe/Moscow' })
  }, 60_000)
  afterAll(() => db.close())

  let pbx: FakePbx
  let link: PbxLink | null = null
  const logged: string[] = []
  const sink = (fields: object) => void logged.push(JSON.stringify(fields))
  beforeEach(() => {
    pbx = new FakePbx('pbx-secret')
    logged.length = 0
  })
  afterEach(async () => {
    await link?.stop()
    await pbx.close()
  })
  const open = async (secret: string, port: number) =>
    new PbxLink(
      {
        db,
        now: Date.now,
        random: () => 0,
        log: deskLog({ info: sink, warn: sink, error: sink }),
        onChange: () => undefined,
      },
      { host: '127.0.0.1', port, user: 'desk', secret },
      { spaceId: mainSpace, timeZone: 'Europe/Moscow' },
    )
  const state = async () => {
    const [row] = await db.query<{ live: boolean; rows: unknown }>('select live, rows from pbx_state')
    return row && { live: row.live, rows: readPbxRows(row.rows).queues }
  }

  test('shows who waits, by snapshot and events, and shows itself dead when the PBX is', async () => {
    pbx.entries = ['before.1']
    link = await open('pbx-secret', await pbx.listen())
    await eventually(async () => (await state())?.rows[0]?.waiting === 2)
    pbx.tell('Event: QueueCallerAbandon', 'Queue: support', 'Uniqueid: before.1')
    await eventually(async () => (await state())?.rows[0]?.abandonedToday === 1)
    expect(await state()).toMatchObject({ live: true, rows: [{ name: 'support', waiting: 1 }] })
    pbx.entries = []
    pbx.cut()
    await eventually(() => pbx.asked.filter((name) => name === 'QueueStatus').length === 2)
    await eventually(async () => (await state())?.live === true)
    // The new snapshot replaced who waits; today's counts stayed.
    expect(await state()).toMatchObject({ rows: [{ waiting: 1, abandonedToday: 1 }] })
  })

  test('is live soon after a PBX that was asked while it still started', async () => {
    pbx.booting = 3
    link = await open('pbx-secret', await pbx.listen())
    await eventually(async () => (await state())?.live === true)
    expect(pbx.asked.filter((name) => name === 'QueueStatus')).toHaveLength(4)
    expect(logged.filter((line) => line.includes('AmiRefused'))).toHaveLength(1)
  })

  test('a wrong secret is not tried again and again, and is in no log', async () => {
    link = await open('guess', await pbx.listen())
    await eventually(() => logged.some((line) => line.includes('AmiRefused')))
    await eventually(async () => (await state())?.live === false)
    expect(pbx.asked).toEqual(['Login'])
    expect(logged.join()).not.toContain('guess')
  })
})

describe('the settings of the PBX', () => {
  test('take the secret from a file and refuse half of themselves', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pult-ami-'))
    const file = join(folder, 'secret')
    writeFileSync(file, 'hush\n')
    const env = { PULT_AMI_HOST: 'pbx', PULT_AMI_USER: 'desk', PULT_AMI_SECRET_FILE: file }
    expect(amiFromEnv({})).toBeNull()
    expect(amiFromEnv(env)).toEqual({ host: 'pbx', port: 5038, user: 'desk', secret: 'hush' })
    expect(() => amiFromEnv({ PULT_AMI_HOST: 'pbx' })).toThrow(AmiSettingsIncomplete)
    expect(() => amiFromEnv({ ...env, PULT_AMI_PORT: 'five' })).toThrow(AmiSettingsIncomplete)
    rmSync(folder, { recursive: true })
  })
})
