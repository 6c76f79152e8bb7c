import { randomUUID } from 'node:crypto'
import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { PhoneAccount } from '#bridge/settings.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { callId } from '#domain/ids.ts'
import type { SocketLike } from '#renderer/phone/guarded-transport.ts'
import { DropJournal } from '#renderer/phone/sip-guards/drop-journal.ts'
import { SipPhone } from '#renderer/phone/sip-phone.ts'
import { SilentMedia } from './silent-media.ts'
import { type InviteLines, SipPeer } from './sip-peer.ts'

const waitMs = 5_000
/** What is due later than this no test waits for: it is kept in `later`, and the test lets it come. */
const laterMs = 45_000

type Later = { ms: number; then: () => void }

/** Our phone in Node, registered at a scriptable peer, with silent media. Dispose it at the end of the test. */
export class PhoneAtPeer implements AsyncDisposable {
  readonly peer: SipPeer
  readonly media = new SilentMedia()
  readonly journal = new DropJournal()
  readonly events: CallEvent[] = []
  readonly later = new Set<Later>()
  readonly phone: SipPhone
  readonly account: PhoneAccount

  private constructor(
    peer: SipPeer,
    servers: string[],
    wrap: (socket: SocketLike) => SocketLike,
    timesFaster: number,
  ) {
    this.peer = peer
    this.account = {
      servers,
      domain: 'pbx.local',
      user: '101',
      authUser: null,
      displayName: 'Анна Смирнова',
      iceServers: [],
    }
    const began = Date.now()
    this.phone = new SipPhone({
      now: () => began + (Date.now() - began) * timesFaster,
      // The same jitter each time, and none that makes a test wait.
      random: () => 0.1,
      after: (ms, then) => {
        if (ms >= laterMs) return this.#keep({ ms, then })
        const timer = setTimeout(then, ms / timesFaster)
        return () => clearTimeout(timer)
      },
      newSocket: (url) => wrap(new WebSocket(url, 'sip') as unknown as globalThis.WebSocket),
      newToken: () => randomUUID().slice(0, 13),
      newCallId: () => callId.parse(randomUUID()),
      journal: this.journal,
      media: this.media,
    })
    this.phone.onCallEvent((event) => this.events.push(event))
  }

  /** Starts a peer and the phone; resolves at once, see `ready`. */
  static async start(
    options: {
      servers?: (url: string) => string[]
      password?: string
      /** Stands between the phone and each of its sockets. */
      wrap?: (socket: SocketLike) => SocketLike
      /** The phone's own clock; SIP.js keeps to the real one. */
      timesFaster?: number
    } = {},
  ): Promise<PhoneAtPeer> {
    const peer = await SipPeer.listen()
    const { servers = (url) => [url], wrap = (socket) => socket, timesFaster = 1 } = options
    const rig = new PhoneAtPeer(peer, servers(peer.url), wrap, timesFaster)
    rig.logIn(options.password ?? 'secret')
    return rig
  }

  static async ready(wrap?: (socket: SocketLike) => SocketLike): Promise<PhoneAtPeer> {
    const rig = await PhoneAtPeer.start(wrap && { wrap })
    await rig.until('ready', ({ line }) => line.state === 'ready')
    return rig
  }

  #keep(due: Later): () => void {
    this.later.add(due)
    return () => this.later.delete(due)
  }

  logIn(password: string): void {
    this.phone.setLogin({ account: this.account, password })
  }

  /** Waits until the snapshot fits; answers it. */
  until(
    what: string,
    wanted: (snapshot: PhoneSnapshot) => boolean,
    withinMs = waitMs,
  ): Promise<PhoneSnapshot> {
    const now = this.phone.snapshot
    if (wanted(now)) return Promise.resolve(now)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        stop()
        const dropped = this.journal.entries().map(({ why }) => why)
        reject(new Error(`never ${what}: ${JSON.stringify({ ...this.phone.snapshot, dropped })}`))
      }, withinMs)
      const stop = this.phone.onChange(() => {
        const { snapshot } = this.phone
        if (!wanted(snapshot)) return
        clearTimeout(timer)
        stop()
        resolve(snapshot)
      })
    })
  }

  /** The one call there is, once it is in this state. */
  async callIn(state: string) {
    const { calls } = await this.until(`a call ${state}`, (snapshot) =>
      snapshot.calls.some((call) => call.state === state),
    )
    const call = calls.find((one) => one.state === state)
    if (!call) throw new Error(`no call ${state}`)
    return call
  }

  /** A call from the peer, talked in at both ends; `answer` false: something else than the test answers it. */
  async talk(change: InviteLines = {}, answer = true) {
    const invite = this.peer.invite(change)
    const { id } = await this.callIn('ringing')
    const answering = answer ? this.phone.answer(id) : null
    const ok = await this.peer.response(200, 'INVITE')
    this.peer.inDialog(invite, ok, 'ACK', 1)
    await answering
    await this.callIn('active')
    await this.peer.roundTrip()
    return { id, invite, ok }
  }

  /** What was told of the calls, without times; what is told for the journal alone is left out. */
  story(): string[] {
    const told = this.events.filter(({ type }) => type !== 'dialog')
    return told.map((event) => {
      if (event.type === 'ended') return `ended ${event.end}`
      return 'on' in event ? `${event.type} ${event.on}` : event.type
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.phone.stop()
    await this.peer.close()
  }
}
