import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { ORPCError } from '@orpc/client'

/** What one server-sent event says to the console's typed client. */
export type StreamEvent =
  | { kind: 'page'; json: string }
  | { kind: 'error'; error: ORPCError<string, unknown> }
  | { kind: 'done' }

const texts = new WeakMap<Buffer, string>()

/** The same bytes go to every console of a feed. */
function textOf(bytes: Buffer): string {
  let text = texts.get(bytes)
  if (text === undefined) {
    text = bytes.toString()
    texts.set(bytes, text)
  }
  return text
}

/** The desk's side of a connection: takes what `ConsoleStream` writes and hands on whole events. */
export class EventStream extends EventEmitter {
  readonly #hear: (event: StreamEvent) => void
  readonly #onHead: () => void
  /** Answers whether the socket takes more at once. */
  readonly #room: () => boolean
  writableLength = 0

  constructor(hear: (event: StreamEvent) => void, onHead: () => void, room: () => boolean) {
    super()
    this.#hear = hear
    this.#onHead = onHead
    this.#room = room
  }

  writeHead(): this {
    return this
  }

  flushHeaders(): void {
    this.#onHead()
  }

  write(bytes: Buffer | string): boolean {
    const text = typeof bytes === 'string' ? bytes : textOf(bytes)
    if (text.startsWith(':')) return true
    const event = /^event: (\w+)\n/.exec(text)?.[1]
    const data = text.slice(text.indexOf('\ndata:') + 6).trim()
    if (event === 'message') this.#hear({ kind: 'page', json: data })
    else if (event === 'done') this.#hear({ kind: 'done' })
    else {
      const { code, status, data: about } = JSON.parse(data)
      this.#hear({ kind: 'error', error: new ORPCError(code, { status, data: about }) })
    }
    return this.#room()
  }

  end(): void {
    this.emit('close')
  }

  destroy(): void {
    this.#hear({ kind: 'done' })
    this.emit('close')
  }

  /** As the routes want it: they use no more of a response than this. */
  get asResponse(): ServerResponse {
    return this as unknown as ServerResponse
  }
}
