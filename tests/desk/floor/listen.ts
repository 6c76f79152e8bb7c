import type { Page } from '#wire/feed.ts'
import type { Person } from './desk.ts'

/** One console's open stream: pages are taken in order, waited for as they come. */
export async function listen(
  { client, consoleId }: Person,
  shape: 'ref' | 'hot' | 'timeline',
  cursor?: string,
) {
  const stop = new AbortController()
  const pages = await client.sync.stream({ shape, cursor, consoleId }, { signal: stop.signal })
  const seen: Page[] = []
  return {
    seen,
    /** The next page; throws what ended the stream, `null` when it ended in order. */
    async next(): Promise<Page | null> {
      const { value, done } = await pages.next()
      if (done) return null
      seen.push(value)
      return value
    },
    /** Reads on until a page fits. */
    async until(fits: (page: Page) => boolean): Promise<Page> {
      for (;;) {
        const page = await this.next()
        if (page === null) throw new Error('the stream ended')
        if (fits(page)) return page
      }
    },
    close() {
      stop.abort()
    },
  }
}
