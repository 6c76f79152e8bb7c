import { type Core, EmitterImpl, type Transport, TransportState } from 'sip.js'

/** What we use of a WebSocket; the browser's own and Node's both fit. */
export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'readyState' | 'binaryType' | 'addEventListener'>

export type GuardedTransportOptions = {
  newSocket: (url: string) => SocketLike
  /** Every SIP message, as text and unread. Must not throw. */
  onText: (text: string) => void
  /** Anything at all came: the PBX lives. */
  onHeard: () => void
  /** The socket of this transport is gone, and it was not we who closed it. */
  onLost: () => void
  onSent?: (text: string) => void
}

/** Marks of the last calls stay readable for measuring; older ones are let go so that a shift's worth does not pile up. */
const marksKept = 2_000

/**
 * SIP over one WebSocket at a time (RFC 7118), to the server named by `server`. It does not read messages: they go to
 * `onText`, which guards the parser; SIP.js's own `onMessage`, which drops what it cannot read without a word, is not used.
 * It never reconnects by itself.
 */
export class GuardedTransport implements Transport {
  onConnect: (() => void) | undefined
  onDisconnect: ((error?: Error) => void) | undefined
  onMessage: ((message: string) => void) | undefined
  server = ''
  readonly stateChange = new EmitterImpl<TransportState>()
  readonly #options: GuardedTransportOptions
  readonly #utf8 = new TextDecoder()
  #state = TransportState.Disconnected
  #socket: SocketLike | null = null
  #marks = 0

  constructor(_logger: Core.Logger, options: GuardedTransportOptions) {
    this.#options = options
  }

  /** For the Via header (RFC 7118 §5.2). */
  get protocol(): string {
    return this.server.startsWith('wss:') ? 'WSS' : 'WS'
  }

  get state(): TransportState {
    return this.#state
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected
  }

  /** Opens a new socket to `server`, dropping an old one. Rejects when it closes before it opened. */
  connect(): Promise<void> {
    this.drop()
    return new Promise((resolve, reject) => {
      const failed = () => reject(new Error(`no connection to ${this.server}`))
      let socket: SocketLike
      try {
        socket = this.#options.newSocket(this.server)
      } catch {
        // Not a WebSocket address, or one the page's policy forbids.
        this.#options.onLost()
        return failed()
      }
      this.#socket = socket
      socket.binaryType = 'arraybuffer'
      this.#go(TransportState.Connecting)
      const isCurrent = () => this.#socket === socket
      socket.addEventListener('open', () => {
        if (!isCurrent()) return failed()
        this.#go(TransportState.Connected)
        this.onConnect?.()
        resolve()
      })
      socket.addEventListener('message', (event: MessageEvent) => {
        if (isCurrent()) this.#onFrame(event.data)
      })
      socket.addEventListener('close', () => {
        if (isCurrent()) {
          this.#socket = null
          this.#afterLoss(new Error('socket closed'))
          this.#options.onLost()
        }
        failed()
      })
    })
  }

  disconnect(): Promise<void> {
    this.drop()
    return Promise.resolve()
  }

  dispose(): Promise<void> {
    return this.disconnect()
  }

  /** Lets the socket go at once and without `onLost`: a closing handshake with a dead PBX would last a minute. */
  drop(): void {
    const socket = this.#socket
    if (socket === null) return
    this.#socket = null
    socket.close()
    this.#afterLoss()
  }

  send(message: string): Promise<void> {
    if (this.#socket === null || !this.isConnected()) return Promise.reject(new Error('not connected'))
    this.#socket.send(message)
    this.#options.onSent?.(message)
    return Promise.resolve()
  }

  #onFrame(data: unknown): void {
    const text = typeof data === 'string' ? data : data instanceof ArrayBuffer ? this.#utf8.decode(data) : ''
    this.#options.onHeard()
    if (text.startsWith('INVITE ')) this.#mark(text)
    if (text === '\r\n' || text === '') return
    // The PBX's own keep-alive (RFC 5626 §3.5.1).
    if (text === '\r\n\r\n') {
      this.#socket?.send('\r\n')
      return
    }
    this.#options.onText(text)
  }

  /** When the frame of an INVITE was received, for measuring ring to pop. */
  #mark(text: string): void {
    if (this.#marks++ % marksKept === 0) performance.clearMarks('pult:invite')
    const callId = /^(?:call-id|i)[ \t]*:[ \t]*(\S{1,256})/im.exec(text.slice(0, 8_192))?.[1] ?? ''
    performance.mark('pult:invite', { detail: { callId } })
  }

  #afterLoss(error?: Error): void {
    const wasConnected = this.isConnected()
    this.#go(TransportState.Disconnected)
    if (wasConnected) this.onDisconnect?.(error)
  }

  #go(state: TransportState): void {
    if (this.#state === state) return
    this.#state = state
    this.stateChange.emit(state)
  }
}
