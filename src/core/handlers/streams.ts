import type { Emitter } from '#shared/emitter.ts'

/**
 * News of an emitter as the event stream of a verb: what stands now first, then each piece as it comes, until the
 * listener goes (`signal`) or the core closes (`closing`). `latest` keeps only the newest unread piece, for states.
 */
export async function* streamOf<News>(
  emitter: Emitter<News>,
  first: readonly News[],
  { signal, closing, latest }: { signal: AbortSignal | undefined; closing: AbortSignal; latest?: boolean },
): AsyncGenerator<News, void, void> {
  const waiting: News[] = [...first]
  let wake: () => void = () => {}
  const stop = emitter.on((news) => {
    if (latest) waiting.length = 0
    waiting.push(news)
    wake()
  })
  const ended = () => closing.aborted || signal?.aborted === true
  const onEnd = () => wake()
  closing.addEventListener('abort', onEnd)
  signal?.addEventListener('abort', onEnd)
  try {
    while (!ended()) {
      const next = waiting.shift()
      if (next !== undefined) {
        yield next
        continue
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        if (ended()) resolve()
      })
    }
  } finally {
    stop()
    closing.removeEventListener('abort', onEnd)
    signal?.removeEventListener('abort', onEnd)
  }
}
