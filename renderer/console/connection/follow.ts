import type { ReplaceableLink } from './replaceable-link.ts'

/** A stream that broke while its link stands is opened again after this long, ms: short for a person, long for a CPU. */
const reopenMs = 500

/**
 * Follows an event stream for as long as the window lives: opened at once, again at every new port, and again when it
 * breaks. `hear` gets each piece of news; `lost` is told when nothing is heard any more. Answers the way to stop.
 */
export function follow<News>(
  link: ReplaceableLink,
  open: (signal: AbortSignal) => Promise<AsyncIterable<News>>,
  hear: (news: News) => void,
  lost: (error: unknown) => void = () => {},
): () => void {
  let run: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const begin = () => {
    clearTimeout(timer)
    run?.abort()
    const own = new AbortController()
    run = own
    const listen = async () => {
      for await (const news of await open(own.signal)) {
        if (own.signal.aborted) return
        hear(news)
      }
    }
    const reopen = (error: unknown) => {
      if (own.signal.aborted) return
      lost(error)
      if (link.isAttached) timer = setTimeout(begin, reopenMs)
    }
    listen().then(() => reopen(null), reopen)
  }
  const stop = link.onAttached(begin)
  if (link.isAttached) begin()
  return () => {
    stop()
    clearTimeout(timer)
    run?.abort()
  }
}
