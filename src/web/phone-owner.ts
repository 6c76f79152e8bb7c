import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { z } from 'zod'

/**
 * One outer page at a time has the phone: two registrations of one user would share the calls out by chance.
 *
 *   page ── (opens /own) ──▶ server        server ── granted {key} | taken ──▶ page
 *   page ── take ──▶ server                server ── lost ──▶ the page that had it, granted ──▶ the one that took it
 *   owner closes                           server ── free ──▶ the pages that wait (they ask a person, they do not race)
 */
export type OwnerNews =
  | { readonly type: 'granted'; readonly key: string }
  | { readonly type: 'taken' }
  | { readonly type: 'lost' }
  | { readonly type: 'free' }

const asked = z.object({ type: z.literal('take') })

/** The old owner ends its calls before it lets go; it has this long, ms: the farewell itself takes one second. */
const letGoMs = 1500

type Owner = { socket: WebSocket; key: string }

/** Who has the phone, and who would like to. */
export class PhoneOwner {
  #owner: Owner | null = null
  readonly #waiting = new Set<WebSocket>()
  /** Sockets to the core that were opened with the owner's key: they end with the ownership. */
  readonly #lines = new Set<WebSocket>()

  /** A page asks; it keeps the socket open as long as it lives. */
  welcome(socket: WebSocket): void {
    socket.on('message', (data) => {
      if (isTake(String(data))) this.#take(socket)
    })
    socket.on('close', () => this.#left(socket))
    if (!this.#owner) this.#grant(socket)
    else {
      this.#waiting.add(socket)
      say(socket, { type: 'taken' })
    }
  }

  /** May this key open a line to the core? */
  mayOpen(key: string | null): boolean {
    return key !== null && key === this.#owner?.key
  }

  /** A line to the core of the present owner. */
  addLine(line: WebSocket): void {
    this.#lines.add(line)
    line.on('close', () => this.#lines.delete(line))
  }

  #take(socket: WebSocket): void {
    const old = this.#owner
    if (old?.socket === socket) return
    if (!old) {
      this.#grant(socket)
      return
    }
    const timer = setTimeout(() => old.socket.terminate(), letGoMs)
    old.socket.once('close', () => {
      clearTimeout(timer)
      if (socket.readyState !== socket.OPEN) return
      // Two may have pressed the button; the first has it now.
      if (this.#owner) say(socket, { type: 'taken' })
      else this.#grant(socket)
    })
    say(old.socket, { type: 'lost' })
  }

  #grant(socket: WebSocket): void {
    this.#waiting.delete(socket)
    this.#owner = { socket, key: randomUUID() }
    say(socket, { type: 'granted', key: this.#owner.key })
  }

  #left(socket: WebSocket): void {
    this.#waiting.delete(socket)
    if (this.#owner?.socket !== socket) return
    this.#owner = null
    for (const line of this.#lines) line.close(1001, 'another window has the phone')
    for (const waiting of this.#waiting) say(waiting, { type: 'free' })
  }
}

function isTake(text: string): boolean {
  try {
    return asked.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

function say(socket: WebSocket, news: OwnerNews): void {
  socket.send(JSON.stringify(news))
}
