/** Runs in the page before its own code: counts timers that were set and have neither run nor been cleared. */
export function liveTimers(): void {
  const live = new Set<unknown>()
  const { setTimeout: set, clearTimeout: clear, setInterval: every, clearInterval: stop } = window
  const holder = window as unknown as { __liveTimers: () => number }
  holder.__liveTimers = () => live.size
  window.setTimeout = ((work: TimerHandler, ms?: number, ...rest: unknown[]) => {
    const id = set(() => {
      live.delete(id)
      if (typeof work === 'function') work(...rest)
    }, ms)
    live.add(id)
    return id
  }) as typeof window.setTimeout
  window.setInterval = ((work: TimerHandler, ms?: number, ...rest: unknown[]) => {
    const id = every(work, ms, ...rest)
    live.add(id)
    return id
  }) as typeof window.setInterval
  window.clearTimeout = (id) => {
    live.delete(id)
    clear(id)
  }
  window.clearInterval = (id) => {
    live.delete(id)
    stop(id)
  }
}
