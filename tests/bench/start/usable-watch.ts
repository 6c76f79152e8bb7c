/**
 * Runs in every frame before its own code: notes when the console shows that its line is registered and the first
 * tickets of the list, and that has been painted. ms since the epoch.
 */
export function usableWatch(): void {
  const top = window.top as unknown as { __usable?: Promise<number>; __tell?: (at: number) => void }
  if (window === window.top)
    top.__usable = new Promise((resolve) => {
      top.__tell = resolve
    })
  const painted = new MessageChannel()
  painted.port1.onmessage = () => top.__tell?.(performance.timeOrigin + performance.now())
  const observer = new MutationObserver(() => {
    if (!document.querySelector('.bar-line.ready') || !document.querySelector('.table-row')) return
    observer.disconnect()
    requestAnimationFrame(() => painted.port2.postMessage(null))
  })
  observer.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] })
}

/** Runs in the outermost frame: when it was usable; null when that takes too long. */
export function usableAt(withinMs: number): Promise<number | null> {
  const { __usable: usable } = window as unknown as { __usable: Promise<number> }
  return Promise.race([
    usable,
    new Promise<null>((resolve) => {
      setTimeout(() => resolve(null), withinMs)
    }),
  ])
}
