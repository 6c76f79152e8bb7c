/** A stretch of work that can be ended by itself and ends with what it is part of. */
export interface Ending {
  readonly signal: AbortSignal
  /** Once it is over, in any case: until then `outer` holds everything that listens here. */
  end(): void
}

/**
 * Begins a part of what `outer` ends. Not `AbortSignal.any`: Node keeps every signal of that kind with a listener on it,
 * and all behind it, until it is aborted, even where nobody else remembers it.
 */
export function endingWith(outer: AbortSignal): Ending {
  const own = new AbortController()
  const end = () => {
    outer.removeEventListener('abort', end)
    own.abort()
  }
  if (outer.aborted) own.abort()
  else outer.addEventListener('abort', end)
  return { signal: own.signal, end }
}
