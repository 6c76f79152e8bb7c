import { ORPCError } from '@orpc/client'
import type { DeskClient, DeskLink } from '#core/desk-link.ts'
import { DeskUnreachable } from '#core/desk-link.ts'
import type { QueuePauseAnswer } from '#domain/call/queue-pause.ts'
import type { EntityPut, Shape } from '#domain/entities.ts'
import { shapeOf } from '#domain/entities.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Page } from '#wire/feed.ts'
import type { Outcome, PushAnswer } from '#wire/push.ts'
import { account } from './seated.ts'

type Request = { path: string; input: Record<string, unknown> }

/**
 * A desk in memory that does what a test tells it, wrong and rare things above all. Feeds are lists of pages; a push
 * is answered by `onPush`; `fail` makes the next requests of a path fail.
 */
export class FakeDesk {
  readonly asked: Request[] = []
  readonly told = new Emitter<Request>()
  lastN = 0
  /** What the feeds say of our numbers; null: as much as was applied. */
  echoed: number | null = null
  refreshes = 0
  /** How the PBX's queues have the dispatcher, as the desk answers each presence. */
  pause: QueuePauseAnswer | null = null
  accessAlive = true
  signedIn = true
  /** IT asked that the workstation be emptied. */
  wipe = false
  /** The feeds that the person's role may follow. */
  shapes: readonly Shape[] = account.shapes
  onPush: (intents: { n: number; key: string; intent: unknown }[]) => PushAnswer | Promise<PushAnswer>
  readonly #pages: Record<Shape, Page[]> = { ref: [], hot: [], timeline: [] }
  readonly #news = new Emitter<{ shape: Shape; page: Page }>()
  readonly #listened = new Set<Shape>()
  readonly #opened = new Emitter<void>()
  readonly #failures = new Map<string, Error[]>()

  constructor() {
    this.onPush = (intents) => this.take(intents)
  }

  /** Takes every intent as a desk would that finds nothing wrong. */
  take(intents: { n: number; key: string }[]): PushAnswer {
    const outcomes: Outcome[] = []
    for (const { n, key } of intents) {
      if (n === this.lastN + 1) this.lastN = n
      if (n > this.lastN) break
      outcomes.push({ n, key: key as never, outcome: 'applied', notice: null })
    }
    return { outcomes, expected: this.lastN + 1 }
  }

  fail(path: string, ...errors: Error[]): void {
    this.#failures.set(path, errors)
  }

  /** Adds rows to a feed; streams that are open hear of them. */
  publish(shape: Shape, rows: EntityPut[], lastN: number | null = null): Page {
    const at = this.#pages[shape].length
    const page: Page = {
      from: cursorAt(at),
      to: cursorAt(at + 1),
      more: false,
      at: Date.now(),
      lastN,
      changes: rows.map(({ entity, row }) => ({ e: entity, id: row.id, op: 'put', v: row.v, row })),
    }
    for (const { entity } of rows)
      if (shapeOf[entity] !== shape) throw new Error(`${entity} is not of ${shape}`)
    this.#pages[shape].push(page)
    this.#news.emit({ shape, page })
    return page
  }

  /** Sends a page to the streams as it is, true or not. */
  say(shape: Shape, page: Page): void {
    this.#news.emit({ shape, page })
  }

  /** Resolves once a console listens to every feed: what is published from then on reaches it. */
  async listenedTo(): Promise<void> {
    while (this.#listened.size < 3) await new Promise((resolve) => this.#opened.on(() => resolve(undefined)))
  }

  /** Resolves with the next request of a path. */
  next(path: string): Promise<Request> {
    return new Promise((resolve) => {
      const stop = this.told.on((request) => {
        if (request.path !== path) return
        stop()
        resolve(request)
      })
    })
  }

  link(): DeskLink {
    const closing = new AbortController()
    return {
      address: account.address,
      client: () => this.#client(closing.signal),
      download: async () => {
        throw new ORPCError('NO_SNAPSHOT', { status: 404 })
      },
      close: () => closing.abort(),
    }
  }

  #client(closing: AbortSignal): DeskClient {
    const verb =
      <Input, Output>(path: string, answer: (input: Input, signal: AbortSignal) => Output, open = false) =>
      async (input: Input, options?: { signal?: AbortSignal }) => {
        const signal = AbortSignal.any([closing, ...(options?.signal ? [options.signal] : [])])
        signal.throwIfAborted()
        const request = { path, input: { ...input } as Record<string, unknown> }
        this.asked.push(request)
        this.told.emit(request)
        const failure = this.#failures.get(path)?.shift()
        if (failure) throw failure
        if (!open && !this.accessAlive) throw new ORPCError('SIGNED_OUT', { status: 401 })
        // A request that is taken back ends, whatever the answer would have been.
        return Promise.race([answer(input, signal), aborted(signal)]) as Promise<Awaited<Output>>
      }
    const tokens = () => ({
      access: 'access',
      accessUntil: Date.now() + 600_000,
      refresh: `refresh-${this.refreshes}`,
      refreshUntil: Date.now() + 6_000_000,
    })
    const hello = () => {
      const { lastN, wipe, shapes } = this
      return { ...account, shapes, lastN, wipe, deskTime: Date.now() }
    }
    const client = {
      session: {
        signIn: verb('signIn', () => ({ tokens: tokens(), hello: hello() }), true),
        refresh: verb(
          'refresh',
          () => {
            if (!this.signedIn) throw new ORPCError('SIGNED_OUT', { status: 401 })
            this.refreshes += 1
            this.accessAlive = true
            return { tokens: tokens() }
          },
          true,
        ),
        signOut: verb('signOut', () => ({}), true),
        hello: verb('hello', hello),
        wiped: verb('wiped', () => {
          this.wipe = false
          return {}
        }),
      },
      sync: {
        feed: verb('feed', ({ shape, cursor }: { shape: Shape; cursor?: string }) =>
          this.#pageAfter(shape, cursor ?? null),
        ),
        stream: verb('stream', ({ shape }: { shape: Shape }, signal) => this.#stream(shape, signal)),
        snapshot: verb('snapshot', () => {
          throw new ORPCError('NO_SNAPSHOT', { status: 404 })
        }),
        push: verb('push', ({ intents }: { intents: { n: number; key: string; intent: unknown }[] }) =>
          this.onPush(intents),
        ),
      },
      board: {
        present: verb('present', () => ({ pause: this.pause, away: [] })),
        watch: verb('watch', () => {
          throw new DeskUnreachable('failing')
        }),
      },
      tickets: { search: verb('search', () => ({ tickets: [] })) },
    }
    return client as unknown as DeskClient
  }

  #pageAfter(shape: Shape, cursor: string | null): Page {
    const found = this.#pages[shape].find(({ from }) => from === (cursor ?? cursorAt(0)))
    const last = this.#pages[shape].at(-1)
    if (found)
      return {
        ...found,
        from: cursor,
        more: found !== last,
        lastN: found === last ? (this.echoed ?? this.lastN) : null,
      }
    const to = cursor ?? cursorAt(0)
    return { from: cursor, to, more: false, changes: [], at: Date.now(), lastN: this.echoed ?? this.lastN }
  }

  async *#stream(shape: Shape, signal: AbortSignal): AsyncGenerator<Page, void, void> {
    const waiting: Page[] = []
    let wake = () => {}
    const stop = this.#news.on((news) => {
      if (news.shape !== shape) return
      waiting.push(news.page)
      wake()
    })
    this.#listened.add(shape)
    this.#opened.emit()
    const onAbort = () => wake()
    signal.addEventListener('abort', onAbort)
    try {
      for (;;) {
        signal.throwIfAborted()
        const page = waiting.shift()
        if (page) {
          yield page
          continue
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      stop()
      signal.removeEventListener('abort', onAbort)
    }
  }
}

const cursorAt = (nth: number) => `00000000-0000-0000-0000-000000000000.${nth}.0`

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
