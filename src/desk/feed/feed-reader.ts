import type { Instant } from '#domain/instant.ts'
import type { Result } from '#shared/result.ts'
import type { ResetReason } from '#wire/feed.ts'
import type { Db } from '../db/db.ts'
import type { Replicas } from '../db/replicas.ts'
import { type PageRequest, type ReadPage, readPage } from './read-page.ts'

/**
 * Reads pages from a replica where one is fit. The watermark is then the replica's own: its snapshots hold back every
 * transaction whose end it has not replayed, so a page below it has no holes, it only ends earlier. What a replica
 * cannot know is asked of the primary: a place it has not reached yet, and every refusal, because a cursor ahead of it
 * looks like one of another history.
 */
export class FeedReader {
  readonly #db: Db
  readonly #replicas: Replicas | null

  constructor(db: Db, replicas: Replicas | null = null) {
    this.#db = db
    this.#replicas = replicas
  }

  /** `reach`: everything below it must have been there to read. */
  async read(request: PageRequest, at: Instant, reach = 0n): Promise<Result<ReadPage, ResetReason>> {
    const replica = this.#replicas?.pick() ?? null
    if (replica !== null) {
      try {
        const page = await readPage(replica, request, at)
        if (page.ok && page.value.watermark >= reach) return page
      } catch {
        // Whatever it was (gone, cancelled by what it had to replay): the primary answers.
        this.#replicas?.failed(replica)
      }
    }
    return await readPage(this.#db, request, at)
  }
}
