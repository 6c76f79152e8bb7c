/** What stands now, then what changed; changes of one turn are one, and a slow reader gets the newest only. */
export async function* newest<Value>(
  onChange: (wake: () => void) => () => void,
  read: () => Value,
  signal: AbortSignal | undefined,
): AsyncGenerator<Value> {
  let wake: (() => void) | null = null
  let dirty = true
  const changed = () => {
    dirty = true
    wake?.()
  }
  const stop = onChange(changed)
  signal?.addEventListener('abort', changed, { once: true })
  try {
    while (!signal?.aborted) {
      if (dirty) {
        // The rest of this turn's changes belong to the same picture.
        await Promise.resolve()
        dirty = false
        yield read()
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    stop()
  }
}
