/**
 * A key pressed sooner than this after a call was painted was meant for something else: a person needs longer to see
 * it and decide, ms.
 */
export const guardMs = 400

/**
 * Remembers when each call row and each chooser was first painted, on the clock of `performance.now()` and of
 * `event.timeStamp`. Keys that act on a call ask here first.
 */
export class PaintGuard {
  readonly #painted = new Map<string, number>()

  painted(what: string, at: number): void {
    if (!this.#painted.has(what)) this.#painted.set(what, at)
  }

  forget(what: string): void {
    this.#painted.delete(what)
  }

  /** May a key pressed at `at` act on it? Never before it was painted. */
  mayAct(what: string, at: number): boolean {
    const painted = this.#painted.get(what)
    return painted !== undefined && at - painted >= guardMs
  }
}

/** Runs once what was just committed is on the screen: the frame is asked for, and the task after it. */
export function afterPaint(then: (at: number) => void): () => void {
  let stopped = false
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    channel.port1.close()
    if (!stopped) then(performance.now())
  }
  const frame = requestAnimationFrame(() => channel.port2.postMessage(null))
  return () => {
    stopped = true
    cancelAnimationFrame(frame)
    channel.port1.close()
  }
}
