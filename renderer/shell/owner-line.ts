import { fullJitterMs } from '#shared/backoff.ts'

/** What the server says about who has the phone. */
export type OwnerNews =
  | { type: 'granted'; key: string }
  | { type: 'taken' }
  | { type: 'lost' }
  | { type: 'free' }

/** What became of the line itself. `stranger`: the server is there and does not know this browser. */
export type LineNews = { type: 'away' } | { type: 'stranger' }

/** The server is on this machine: looked for often, but not so that a closed one costs battery, ms. */
const retry = { baseMs: 250, capMs: 5_000 }

/** Asks the server for the phone, and goes on asking when the server was away. */
export class OwnerLine {
  readonly #heard: (news: OwnerNews | LineNews) => void
  #socket: WebSocket | null = null
  #attempt = 0

  constructor(heard: (news: OwnerNews | LineNews) => void) {
    this.#heard = heard
    this.#connect()
  }

  /** A person wants the phone here. */
  take(): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'take' }))
  }

  /** Gives the phone up and goes to the end of the queue, to hear when it is free again. */
  letGo(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.addEventListener('close', () => this.#connect(), { once: true })
    socket?.close()
  }

  #connect(): void {
    const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/own`)
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      this.#attempt = 0
      if (this.#socket === socket) this.#heard(JSON.parse(String(data)) as OwnerNews)
    })
    socket.addEventListener('close', () => {
      if (this.#socket === socket) void this.#lost()
    })
  }

  async #lost(): Promise<void> {
    this.#heard({ type: (await knowsUs()) === false ? 'stranger' : 'away' })
    window.setTimeout(() => this.#connect(), fullJitterMs(this.#attempt, Math.random, retry))
    this.#attempt += 1
  }
}

/** Does the server still take our cookie? Null: nobody answers. */
async function knowsUs(): Promise<boolean | null> {
  try {
    return (await fetch(location.pathname, { method: 'HEAD' })).status !== 401
  } catch {
    return null
  }
}
