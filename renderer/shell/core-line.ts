import { fullJitterMs } from '#shared/backoff.ts'
import { pump } from './pump.ts'

/** The core is on this machine: it is back within a second or somebody has to start it, ms. */
const retry = { baseMs: 250, capMs: 5_000 }

/** One page's line to the core: opened when the page listens, opened again when it breaks. */
export class CoreLine {
  readonly #open: () => WebSocket
  readonly #give: (port: MessagePort) => void
  readonly #lost: () => void
  #socket: WebSocket | null = null
  #timer: number | undefined
  #attempt = 0
  #stopped = false

  /** `open` makes a socket to the core; `give` hands each new port to the page, `lost` tells it that the port is dead. */
  constructor(open: () => WebSocket, give: (port: MessagePort) => void, lost: () => void) {
    this.#open = open
    this.#give = give
    this.#lost = lost
    this.renew()
  }

  /** A new line at once: the page loaded again, or the key of the lines changed. */
  renew(): void {
    clearTimeout(this.#timer)
    const old = this.#socket
    this.#socket = null
    old?.close()
    if (this.#stopped) return
    const socket = this.#open()
    this.#socket = socket
    let given = false
    socket.addEventListener('open', () => {
      this.#attempt = 0
      given = true
      this.#give(pump(socket))
    })
    socket.addEventListener('close', () => {
      // Only the line in use is mended; one that was replaced has been closed by us.
      if (this.#socket !== socket || this.#stopped) return
      if (given) this.#lost()
      this.#timer = window.setTimeout(() => this.renew(), fullJitterMs(this.#attempt, Math.random, retry))
      this.#attempt += 1
    })
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#socket?.close()
  }
}
