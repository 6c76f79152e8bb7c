import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import {
  cseqMethod,
  header,
  newBranch,
  plainSdp,
  readSip,
  replyTo,
  type SipText,
  writeSip,
} from './sip-text.ts'

/** How the peer answers REGISTER; the default accepts every one for `expires` seconds. */
export type RegisterScript = (request: SipText, peer: SipPeer) => string | null

type Waiter = { wanted: (message: SipText) => boolean; resolve: (message: SipText) => void }

/** Longer than anything on loopback, shorter than a test's own limit. */
const waitMs = 5_000

/**
 * A PBX that does what the script says, right or wrong, over SIP-over-WebSocket (RFC 7118) on 127.0.0.1: what a real one
 * will not do in a test (late, malformed, refusing, silent). It believes nobody and checks no password.
 */
export class SipPeer {
  register: RegisterScript = acceptRegister()
  /** Answers OPTIONS, our keep-alive. */
  answersOptions = true
  readonly received: SipText[] = []
  /** Sees every message first; what it answers true to is taken, and nobody else waits for it. */
  script: (message: SipText) => boolean = () => false
  connections = 0
  #server: WebSocketServer | null = null
  #socket: WebSocket | null = null
  #port = 0
  readonly #unread: SipText[] = []
  readonly #waiters = new Set<Waiter>()

  static async listen(port = 0): Promise<SipPeer> {
    const peer = new SipPeer()
    await peer.open(port)
    return peer
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws`
  }

  get port(): number {
    return this.#port
  }

  async open(port = this.#port): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => 'sip' })
    await once(server, 'listening')
    this.#server = server
    this.#port = (server.address() as AddressInfo).port
    server.on('connection', (socket) => this.#onSocket(socket))
  }

  /** Cuts every socket without a word and refuses new ones; `open` lets them in again on the same port. */
  async close(): Promise<void> {
    for (const client of this.#server?.clients ?? []) client.terminate()
    const closed = this.#server && once(this.#server, 'close')
    this.#server?.close()
    await closed
    this.#server = null
  }

  /** Cuts the socket and keeps listening. */
  cut(): void {
    this.#socket?.terminate()
  }

  /** Sends a text frame as it is. */
  send(text: string): void {
    this.#socket?.send(text)
  }

  /** Sends bytes as a text frame, whatever they are. */
  sendBytes(bytes: Uint8Array): void {
    this.#socket?.send(bytes, { binary: false })
  }

  reply(request: SipText, status: string, more: Parameters<typeof replyTo>[2] = {}): void {
    this.send(replyTo(request, status, more))
  }

  /** The next message that fits, of those not yet taken; each message is taken once. */
  next(what: string, wanted: (message: SipText) => boolean, withinMs = waitMs): Promise<SipText> {
    const at = this.#unread.findIndex(wanted)
    const [found] = at < 0 ? [] : this.#unread.splice(at, 1)
    if (found) return Promise.resolve(found)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        const seen = this.#unread.map(({ startLine }) => startLine).join(' | ')
        reject(new Error(`the phone sent no ${what} within ${withinMs} ms; not taken: ${seen}`))
      }, withinMs)
      const waiter: Waiter = {
        wanted,
        resolve: (message) => {
          clearTimeout(timer)
          resolve(message)
        },
      }
      this.#waiters.add(waiter)
    })
  }

  request(method: string): Promise<SipText> {
    return this.next(method, (message) => message.method === method)
  }

  response(code: number, method: string): Promise<SipText> {
    return this.next(
      `${code} to ${method}`,
      (message) => message.code === code && cseqMethod(message) === method,
    )
  }

  /** Lets go of everything received but the last registration: a long test need not keep it all. */
  forget(): void {
    const last = this.received.findLast(registers)
    this.received.splice(0, this.received.length, ...(last ? [last] : []))
    this.#unread.length = 0
  }

  /** The contact the phone registered last. */
  get contact(): string {
    const last = this.received.findLast(registers)
    return /<([^>]+)>/.exec(last ? header(last, 'contact') : '')?.[1] ?? 'sip:nobody@nowhere.invalid'
  }

  /** An INVITE as a PBX sends one; every line may be changed. */
  invite(change: InviteLines = {}): SipText {
    const callId = change.callId ?? `call-${newBranch()}`
    const text = writeSip(
      change.startLine ?? `INVITE ${this.contact} SIP/2.0`,
      [
        change.via ?? `Via: SIP/2.0/WS 127.0.0.1:5060;branch=${change.branch ?? newBranch()};rport`,
        'Max-Forwards: 70',
        change.from ?? 'From: "Ромашка" <sip:+74955556677@pbx.local>;tag=caller',
        change.to ?? `To: <${this.contact}>`,
        `Call-ID: ${callId}`,
        change.cseq ?? 'CSeq: 1 INVITE',
        change.contact ?? 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>',
        ...(change.headers ?? []),
      ],
      change.body ?? plainSdp(),
    )
    this.send(text)
    return readSip(text)
  }

  /** A request inside a dialog the peer's INVITE began; `answered` is the phone's 200. */
  inDialog(
    invite: SipText,
    answered: SipText,
    method: string,
    cseq: number,
    headers: readonly string[] = [],
    body = '',
  ): SipText {
    const contact = /<([^>]+)>/.exec(header(answered, 'contact'))?.[1] ?? this.contact
    const text = writeSip(
      `${method} ${contact} SIP/2.0`,
      [
        `Via: SIP/2.0/WS 127.0.0.1:5060;branch=${newBranch()};rport`,
        'Max-Forwards: 70',
        `From: ${header(invite, 'from')}`,
        `To: ${header(answered, 'to')}`,
        `Call-ID: ${header(invite, 'call-id')}`,
        `CSeq: ${cseq} ${method}`,
        'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>',
        ...headers,
      ],
      body,
    )
    this.send(text)
    return readSip(text)
  }

  cancel(invite: SipText, reasons: readonly string[] = []): void {
    this.send(
      writeSip(invite.startLine.replace(/^INVITE/, 'CANCEL'), [
        `Via: ${header(invite, 'via')}`,
        `From: ${header(invite, 'from')}`,
        `To: ${header(invite, 'to')}`,
        `Call-ID: ${header(invite, 'call-id')}`,
        'CSeq: 1 CANCEL',
        ...reasons.map((reason) => `Reason: ${reason}`),
      ]),
    )
  }

  /** Resolves when the phone has read everything sent so far: it answered a question sent last. */
  async roundTrip(): Promise<void> {
    const callId = `ask-${newBranch()}`
    this.send(
      writeSip(`OPTIONS ${this.contact} SIP/2.0`, [
        `Via: SIP/2.0/WS 127.0.0.1:5060;branch=${newBranch()};rport`,
        'From: <sip:pbx@pbx.local>;tag=ask',
        `To: <${this.contact}>`,
        `Call-ID: ${callId}`,
        'CSeq: 1 OPTIONS',
      ]),
    )
    await this.next(
      'answer to OPTIONS',
      (message) => message.code !== null && header(message, 'call-id') === callId,
    )
  }

  #onSocket(socket: WebSocket): void {
    this.connections++
    this.#socket = socket
    socket.on('message', (data) => {
      const text = String(data)
      if (text.trim() === '') return
      this.#onMessage(readSip(text))
    })
    socket.on('error', () => socket.terminate())
  }

  #onMessage(message: SipText): void {
    this.received.push(message)
    if (message.method === 'REGISTER') {
      const answer = this.register(message, this)
      if (answer !== null) this.send(answer)
    }
    if (message.method === 'OPTIONS' && this.answersOptions) this.reply(message, '200 OK')
    if (this.script(message)) return
    const waiter = [...this.#waiters].find(({ wanted }) => wanted(message))
    if (!waiter) {
      this.#unread.push(message)
      return
    }
    this.#waiters.delete(waiter)
    waiter.resolve(message)
  }
}

export type InviteLines = {
  callId?: string
  branch?: string
  startLine?: string
  via?: string
  from?: string
  to?: string
  cseq?: string
  contact?: string
  headers?: readonly string[]
  body?: string
}

/** A REGISTER without Contact asks and registers nobody. */
function registers(message: SipText): boolean {
  return message.method === 'REGISTER' && header(message, 'contact') !== ''
}

export function acceptRegister(expires = 300): RegisterScript {
  return (request, peer) => {
    if (!registers(request))
      return replyTo(request, '200 OK', { headers: [`Contact: <${peer.contact}>;expires=${expires}`] })
    const contact = header(request, 'contact').replace(/;expires=\d+/, '')
    return replyTo(request, '200 OK', { headers: [`Contact: ${contact};expires=${expires}`] })
  }
}

export function refuseRegister(status: string, headers: readonly string[] = []): RegisterScript {
  return (request) => replyTo(request, status, { headers })
}

export function challenge(realm: string, nonce = 'n1'): string {
  return `WWW-Authenticate: Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`
}
