import type { Shape } from '#domain/entities.ts'
import type { ConsoleId, SpaceId } from '#domain/ids.ts'
import type { Result } from '#shared/result.ts'
import type { Cursor, ResetReason } from '#wire/feed.ts'
import { FeedReader } from './feed-reader.ts'
import type { PageText } from './page-text.ts'
import { byTimer, type Tailer, type TailerPorts } from './tailer.ts'

export interface PageAsked {
  spaceId: SpaceId
  consoleId: ConsoleId
  shape: Shape
  /** Absent: from the very beginning. */
  cursor?: Cursor | undefined
  /** An empty page is held back so long for news, seconds; 0: answered at once. */
  waitS: number
  /** At most so many changes; absent: as many as a page may hold. */
  rows?: number
}

export type PagePorts = Pick<TailerPorts, 'db' | 'now' | 'after'> & {
  tailer: Tailer
  /** Absent: pages are read from `db`. */
  pages?: FeedReader
}

/** The next page from a cursor, now or when there is news. `onClose` is told whom to call when nobody waits any more. */
export async function pageFor(
  { db, pages = new FeedReader(db), tailer, now, after = byTimer }: PagePorts,
  { spaceId, consoleId, shape, cursor, waitS, rows }: PageAsked,
  onClose: (leave: () => void) => void,
): Promise<Result<PageText, ResetReason>> {
  const read = (reach?: bigint) =>
    pages.read({ spaceId, shape, cursor: cursor ?? null, consoleId, ...(rows && { rows }) }, now(), reach)
  const first = await read()
  if (!first.ok || first.value.count > 0 || waitS === 0) return first
  const { promise: news, resolve } = Promise.withResolvers<void>()
  const { tail, leave } = await tailer.join(spaceId, consoleId, (told) => {
    if (told.kind === 'page' ? told.shape === shape : told.kind !== 'users') resolve()
  })
  const cancel = after(waitS * 1000, resolve)
  onClose(resolve)
  try {
    // What came between the first look and joining would otherwise wait for the next news.
    const second = await read(tail.watermark)
    if (!second.ok || second.value.count > 0) return second
    await news
    return await read(tail.watermark)
  } finally {
    cancel()
    leave()
  }
}
