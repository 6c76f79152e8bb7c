import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { LineSupervisor } from '#renderer/phone/line/line-supervisor.ts'
import { writeSip } from '#tests/support/sip-peer/sip-text.ts'

/** The line of one console: our supervisor, with a plain socket and hand-made SIP for hands. */
export class SimulatedConsole {
  /** performance.now() when it was last registered. */
  readyAt = 0
  #socket: WebSocket | null = null
  readonly #url: string
  readonly #user: string
  readonly #line: LineSupervisor
  #cseq = 0

  constructor(url: string, user: string) {
    this.#url = url
    this.#user = user
    this.#line = new LineSupervisor(
      {
        now: () => Date.now(),
        random: Math.random,
        after: (ms, then) => {
          const timer = setTimeout(then, ms)
          return () => clearTimeout(timer)
        },
      },
      {
        open: () => this.#open(),
        close: () => this.#close(),
        register: () => this.#send('REGISTER'),
        ping: () => this.#send('OPTIONS'),
        detachCalls: () => {},
        attachCalls: () => {},
      },
      () => {
        if (this.#line.isReady) this.readyAt = performance.now()
      },
    )
  }

  get isReady(): boolean {
    return this.#line.isReady
  }

  start(): void {
    this.#line.use({ servers: 1, extension: this.#user })
  }

  stop(): void {
    this.#line.use(null)
  }

  #open(): void {
    const socket = new WebSocket(this.#url, 'sip')
    this.#socket = socket
    const isCurrent = () => this.#socket === socket
    socket.on('open', () => isCurrent() && this.#line.tell({ type: 'opened' }))
    socket.on('error', () => {})
    socket.on('close', () => {
      if (!isCurrent()) return
      this.#socket = null
      this.#line.tell({ type: 'closed' })
    })
    socket.on('message', (data) => {
      this.#line.tell({ type: 'heard' })
      const text = String(data)
      if (text.startsWith('SIP/2.0 200') && /^CSeq: \d+ REGISTER/im.test(text))
        this.#line.tell({ type: 'registered', expiresS: 300 })
    })
  }

  #close(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.terminate()
  }

  #send(method: 'REGISTER' | 'OPTIONS'): void {
    this.#cseq += 1
    this.#socket?.send(
      writeSip(`${method} sip:pbx.local SIP/2.0`, [
        `Via: SIP/2.0/WS sim.invalid;branch=z9hG4bK${randomUUID()}`,
        'Max-Forwards: 70',
        `From: <sip:${this.#user}@pbx.local>;tag=${this.#user}`,
        `To: <sip:${this.#user}@pbx.local>`,
        `Call-ID: ${this.#user}@sim.invalid`,
        `CSeq: ${this.#cseq} ${method}`,
        `Contact: <sip:${this.#user}@sim.invalid;transport=ws>;expires=300`,
      ]),
    )
  }
}
