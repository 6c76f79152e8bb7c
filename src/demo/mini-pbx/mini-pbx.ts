import { Emitter } from '#shared/emitter.ts'
import { type AmiUser, startAmiServer } from './ami-server.ts'
import { Bridge } from './bridge.ts'
import { CallQueue } from './call-queue.ts'
import { ClientTransactions } from './client-transactions.ts'
import { type PlacedCall, placeCall } from './customer-call.ts'
import type { OutsideAnswer } from './dialplan.ts'
import { DigestGate } from './digest.ts'
import { featureCodes } from './feature-codes.ts'
import { LegBook } from './leg-book.ts'
import { Pacer } from './pacer.ts'
import { ParkingLot } from './parking-lot.ts'
import { PartyBook } from './party-book.ts'
import { Presence } from './presence.ts'
import { QueueRunner } from './queue-runner.ts'
import { Registrar } from './registrar.ts'
import type { SipHeaders } from './sip-message.ts'
import { SipServer } from './sip-server.ts'
import { Switchboard, type SwitchHost, type SwitchNews } from './switchboard.ts'
import { openWsDoor } from './ws-door.ts'

export type PbxUser = { extension: string; password: string; name: string }
export type PbxQueue = {
  name: string
  /** Dialled inside to get into the queue. */
  extension: string
  members: readonly string[]
}

export type MiniPbxOptions = {
  users: readonly PbxUser[]
  /** Default: one queue `support`, dialled 500, with every user in it. */
  queues?: readonly PbxQueue[]
  amiUsers?: readonly AmiUser[]
  /** Address to listen on and to announce for media. Default 127.0.0.1. */
  host?: string
  /** WebSocket port; 0 or nothing takes a free one. */
  port?: number
  /** AMI port; 0 or nothing takes a free one. */
  amiPort?: number
  /** SIP realm and host part of addresses. Default `pbx.local`. */
  domain?: string
  /** How numbers outside take a call. Default: they ring for 1.5 s and answer. */
  outside?: (number: string) => OutsideAnswer
  /** How long one dispatcher rings, in ms. Default 30 s. */
  ringMs?: number
  /** Digest with qop=auth (default), or the old form without. */
  qop?: boolean
  /** ms since 1970. */
  clock?: () => number
}

export type MiniPbxNews =
  | { type: 'registered' | 'unregistered'; extension: string }
  | { type: 'customerCalled'; callId: string; number: string }
  | { type: 'answered'; callId: string; extension: string }
  | { type: 'ended'; callId: string }
  /** Something came that was not SIP, or that we could not carry out. */
  | { type: 'unreadable'; why: string }
  | SwitchNews

export type RingOptions = {
  /** Extensions that ring at once, or a queue by its name. */
  to: readonly string[] | { queue: string }
  /** As the provider would send it: +7…, 8495…; empty for a hidden number. */
  number: string
  name?: string
  /** More headers for the INVITE, such as X-Dialed-Number; one of ours (X-Call-Id …) is replaced. */
  headers?: Readonly<Record<string, string>>
}

export type MiniPbx = {
  readonly port: number
  readonly amiPort: number
  readonly wsUrl: string
  readonly domain: string
  readonly events: Emitter<MiniPbxNews>
  /** Extensions whose phone is registered and connected. */
  registered(): string[]
  /** A customer calls. Never rejects: what becomes of it is told by the call. */
  ring(options: RingOptions): PlacedCall
  queue(name: string): CallQueue
  /** Cuts every phone's socket, as a broken network does; the phones may come back. */
  dropConnections(): void
  /** Legs and simulated parties that live, for leak checks. */
  liveLegs(): number
  /** Goes down without a word, as a power cut does; no timer and no socket is left. */
  close(): Promise<void>
}

const answersSoon: OutsideAnswer = { kind: 'answers', ringMs: 1_500 }

/** Starts a PBX in this process: SIP over WebSocket, G.711 over DTLS-SRTP, queues, AMI. Listens on loopback by default. */
export async function startMiniPbx(options: MiniPbxOptions): Promise<MiniPbx> {
  const { host = '127.0.0.1', domain = 'pbx.local', clock: now = Date.now, users } = options
  const events = new Emitter<MiniPbxNews>()
  const people = new Map(users.map(({ extension, name }) => [extension, name]))
  const passwords = new Map(users.map(({ extension, password }) => [extension, password]))
  const queueList = options.queues ?? [{ name: 'support', extension: '500', members: [...people.keys()] }]
  const transactions = new ClientTransactions(host)
  const registrar = new Registrar(now)
  const legs = new LegBook()
  const parties = new PartyBook(people)
  const pacer = new Pacer()
  const bridge = new Bridge(pacer)
  const runners = new Map<string, QueueRunner>()
  const timers = new Set<NodeJS.Timeout>()
  let lastId = 0
  // The shape of Asterisk's unique ids: seconds and a running number.
  const newId = () => `${Math.floor(now() / 1000)}.${++lastId}`
  const shared: SwitchHost = {
    legHost: { transactions, domain, mediaHost: host },
    ...{ domain, registrar, legs, parties, pacer, bridge, people, timers },
    queues: runners,
    rings: new Map(),
    parking: new ParkingLot(bridge, featureCodes.parkSlots),
    outside: options.outside ?? (() => answersSoon),
    dispatcherRingMs: options.ringMs ?? 30_000,
    newUniqueId: newId,
    newCallId: newId,
  }
  const queues = queueList.map(({ name, extension, members }) => {
    const queue = new CallQueue(
      name,
      members.map((member) => ({ extension: member, name: people.get(member) ?? member })),
    )
    runners.set(extension, new QueueRunner(queue, shared, bridge, now))
    return queue
  })
  const runnerOf = (name: string) => {
    const runner = [...runners.values()].find(({ queue }) => queue.name === name)
    if (!runner) throw new Error(`there is no call queue ${name}`)
    return runner
  }
  const switchboard = new Switchboard(shared)
  const presence = new Presence(shared.legHost, legs, people, now)
  const server = new SipServer({
    ...{ registrar, legs, presence, people },
    gate: new DigestGate({
      realm: domain,
      password: (user) => passwords.get(user) ?? null,
      qop: options.qop,
      now,
    }),
    takeAnswer: (response) => transactions.take(response),
    takeCall: (extension, request, connection) => switchboard.takeCall(extension, request, connection),
    unreadable: (why) => events.emit({ type: 'unreadable', why }),
  })
  registrar.news.on(({ extension, registered }) => {
    switchboard.refreshStatus(extension)
    events.emit({ type: registered ? 'registered' : 'unregistered', extension })
  })
  switchboard.news.on((news) => events.emit(news))
  const forget = () => {
    for (const runner of runners.values()) runner.close()
    switchboard.close()
    presence.close()
    registrar.close()
    transactions.close()
    pacer.close()
    for (const timer of timers) clearTimeout(timer)
  }
  const doors = await openDoors()

  async function openDoors() {
    const opened: Array<{ close(): Promise<void> }> = []
    try {
      const ami = await startAmiServer({
        ...{ host, queues, now },
        port: options.amiPort ?? 0,
        users: options.amiUsers ?? [],
      })
      opened.push(ami)
      const phones = await openWsDoor({
        host,
        port: options.port ?? 0,
        onMessage: (connection, text) => server.take(connection, text),
        onClose: (connection) => {
          registrar.connectionClosed(connection)
          presence.connectionClosed(connection)
        },
      })
      return { ami, phones }
    } catch (error) {
      for (const door of opened) await door.close()
      forget()
      throw error
    }
  }

  return {
    ...{ domain, events },
    port: doors.phones.port,
    amiPort: doors.ami.port,
    wsUrl: `ws://${host}:${doors.phones.port}/`,
    registered: () => registrar.reachable(),
    ring: ({ to, number, name = '', headers = {} }) => {
      const extra: SipHeaders = Object.entries(headers)
      const target = 'queue' in to ? { queue: runnerOf(to.queue) } : { extensions: to }
      return placeCall(
        { switchboard, bridge, tell: (news) => events.emit(news) },
        target,
        { number, name },
        extra,
      )
    },
    queue: (name) => runnerOf(name).queue,
    dropConnections: () => doors.phones.dropConnections(),
    liveLegs: () => legs.all().length,
    close: async () => {
      await Promise.all([doors.phones.close(), doors.ami.close()])
      forget()
    },
  }
}
