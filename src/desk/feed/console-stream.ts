import type { ServerResponse } from 'node:http'
import type { Shape } from '#domain/entities.ts'
import type { ConsoleId, SpaceId, UserId } from '#domain/ids.ts'
import type { Unsubscribe } from '#shared/emitter.ts'
import { type Cursor, pageRowsAtWork, type ResetReason } from '#wire/feed.ts'
import type { Db } from '../db/db.ts'
import type { Metrics } from '../http/metrics.ts'
import { isAfter, type Position } from './cursor.ts'
import { FeedReader } from './feed-reader.ts'
import { type PageText, pageJson } from './page-text.ts'
import { lastNBelow } from './read-page.ts'
import { type Head, type SpaceTail, sseOf, type TailNews } from './space-tail.ts'
import type { Tailer } from './tailer.ts'

/** A console that lets so much pile up does not read: it is cut, and pulls again when it can. */
const bufferedMax = 4 * 1024 * 1024

export interface StreamPorts {
  db: Db
  /** Absent: pages are read from `db`. */
  pages?: FeedReader
  tailer: Tailer
  now: () => number
  metrics: Metrics
}

export interface StreamOf {
  spaceId: SpaceId
  userId: UserId
  consoleId: ConsoleId
  shape: Shape
}

/** Why a stream was ended by the desk: the console may come again, or must do something first. */
export type StreamEnd =
  | { end: 'comeAgain'; afterMs: number }
  | { end: 'signedOut' }
  | { end: 'reset'; reason: ResetReason }

/**
 * One console listening to one feed over server-sent events: first the pages it missed, read by itself up to where
 * the node's tail stands, then the tail's own pages, the same bytes for everybody.
 */
export class ConsoleStream {
  readonly of: StreamOf
  readonly #ports: StreamPorts
  readonly #out: ServerResponse
  #leave: Unsubscribe = () => undefined
  /** Caught up: the tail's pages go straight through. */
  #live = false
  #cursor: Cursor | null
  #lastN = 0
  #over = false
  #onUsers: (userIds: readonly UserId[]) => void = () => undefined

  constructor(ports: StreamPorts, of: StreamOf, cursor: Cursor | null, out: ServerResponse) {
    this.#ports = ports
    this.of = of
    this.#cursor = cursor
    this.#out = out
    out.once('close', () => this.#stop())
    out.once('error', () => this.#stop())
  }

  /** Told when rows of users changed in the space of this stream: rights may have. */
  onUsers(listener: (userIds: readonly UserId[]) => void): void {
    this.#onUsers = listener
  }

  /**
   * Checks the cursor and reads the first page before anything is written, so that a refusal can still be an
   * ordinary answer; then writes the head of the stream and runs until either side ends it.
   */
  async start(): Promise<ResetReason | null> {
    const { tailer, db } = this.#ports
    const { spaceId, consoleId, shape } = this.of
    const { tail, leave } = await tailer.join(spaceId, consoleId, (news) => this.#hear(news))
    this.#leave = leave
    try {
      const head = tail.head(shape)
      this.#lastN = await lastNBelow(db, spaceId, consoleId, tail.watermark)
      const first = await this.#read(head)
      if (!first.ok) {
        this.#stop()
        return first.refusal
      }
      if (this.#over) return null
      this.#out.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        // A proxy that collects the stream into blocks would hold the news back.
        'x-accel-buffering': 'no',
      })
      this.#out.flushHeaders()
      void this.#catchUp(tail, head, first.value)
      return null
    } catch (error) {
      this.#stop()
      throw error
    }
  }

  keepAlive(): void {
    if (!this.#over) this.#write(':\n\n')
  }

  /** Ends the stream and says how to go on. */
  end(why: StreamEnd): void {
    if (this.#over) return
    this.#write(lastWords(why))
    this.#stop()
    this.#out.end()
  }

  /**
   * Reads up to where the tail stood, then to where it stands by then, until it has not moved meanwhile: from that
   * moment on the tail's own pages follow without a hole.
   */
  async #catchUp(tail: SpaceTail, first: Head, firstPage: PageText & { position: Position }): Promise<void> {
    const { shape } = this.of
    try {
      let head = first
      let page = firstPage
      for (;;) {
        if (page.count > 0) await this.#give(page)
        if (this.#over) return
        if (!page.more) {
          if (isAfter(page.position, head.position)) {
            // The console has seen more than this node (it read from a faster one): not now.
            return this.end({ end: 'comeAgain', afterMs: 500 })
          }
          if (tail.head(shape) === head) break
          head = tail.head(shape)
        }
        const next = await this.#read(head)
        if (!next.ok) return this.end({ end: 'reset', reason: next.refusal })
        page = next.value
      }
      // Brings the console to the very cursor the tail's next page starts from, and tells where its intents stand.
      this.#write(this.#bridge(head.cursor))
      this.#live = true
    } catch {
      // The database went away while catching up; the console tries again, the tailer has said why.
      this.end({ end: 'comeAgain', afterMs: 2_000 })
    }
  }

  #read({ position }: Head) {
    const { db, pages = new FeedReader(db), now, metrics } = this.#ports
    const { spaceId, shape } = this.of
    metrics.count('pult_feed_pages_total', { shape, way: 'catch-up' })
    const cursor = this.#cursor
    const request = { spaceId, shape, cursor, consoleId: null, upTo: position, rows: pageRowsAtWork }
    return pages.read(request, now(), position.tx + 1n)
  }

  #hear(news: TailNews): void {
    if (!this.#over) this.#tell(news)
  }

  #tell(news: TailNews): void {
    switch (news.kind) {
      case 'page':
        // While catching up the rows are read from the database instead.
        if (!this.#live || news.shape !== this.of.shape) return
        this.#cursor = news.page.to
        this.#write(news.sse)
        return
      case 'confirmed':
        if (news.consoleId !== this.of.consoleId) return
        this.#lastN = news.lastN
        if (this.#live && this.#cursor !== null) this.#write(this.#bridge(this.#cursor))
        return
      case 'users':
        this.#onUsers(news.userIds)
        return
      case 'epoch':
        this.end({ end: 'reset', reason: 'epoch' })
    }
  }

  /** A page without changes, from where this console stands to `to`, with its own last number. */
  #bridge(to: Cursor): Buffer {
    const from = this.#cursor
    this.#cursor = to
    return sseOf(pageJson({ from, to, more: false, at: this.#ports.now(), lastN: this.#lastN }, []))
  }

  /** Writes a page and waits while the console's socket is full. */
  async #give(page: PageText): Promise<void> {
    this.#cursor = page.to
    if (this.#over || this.#out.write(sseOf(page))) return
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#out.off('drain', go)
        this.#out.off('close', go)
        resolve()
      }
      this.#out.once('drain', go)
      this.#out.once('close', go)
    })
  }

  #write(bytes: Buffer | string): void {
    this.#out.write(bytes)
    if (this.#out.writableLength > bufferedMax) this.#cut()
  }

  #cut(): void {
    if (this.#over) return
    this.#ports.metrics.count('pult_streams_cut_total')
    this.#stop()
    this.#out.destroy()
  }

  #stop(): void {
    this.#over = true
    this.#leave()
    this.#leave = () => undefined
  }
}

/** The console's typed client reads an `error` event as the declared error, and `done` as an ordinary end. */
function lastWords(why: StreamEnd): string {
  switch (why.end) {
    case 'comeAgain':
      return `event: done\nretry: ${why.afterMs}\ndata:\n\n`
    case 'signedOut':
      return errorEvent({ code: 'SIGNED_OUT', status: 401 })
    case 'reset':
      return errorEvent({ code: 'RESET', status: 410, data: { reason: why.reason } })
  }
}

function errorEvent(error: { code: string; status: number; data?: object }): string {
  return `event: error\ndata: ${JSON.stringify({ defined: true, message: error.code, ...error })}\n\n`
}
