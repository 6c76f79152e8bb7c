/**
 * Runs in the page before its own code: how long the page did not come to a message it sent itself, ms, each time. That is
 * the longest task as a dispatcher's key feels it; the browser's own list of long tasks begins at 50 ms.
 */
export function taskWatch(): void {
  const { port1, port2 } = new MessageChannel()
  let sentAt = 0
  let watching = false
  const gaps: number[] = []
  const long: number[] = []
  const next = () => {
    sentAt = performance.now()
    port2.postMessage(null)
  }
  port1.onmessage = () => {
    if (!watching) return
    gaps.push(performance.now() - sentAt)
    // Not at once: the watch would be the load it measures.
    setTimeout(next, 1)
  }
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) if (watching) long.push(duration)
  }).observe({ type: 'longtask' })
  Object.assign(window, {
    __watchTasks: () => {
      watching = true
      next()
    },
    __tasks: () => {
      watching = false
      return { gaps: gaps.splice(0), long: long.splice(0) }
    },
  })
}

export type WatchedPage = Window & {
  __watchTasks: () => void
  __tasks: () => { gaps: number[]; long: number[] }
}
