import { DeskUnreachable } from './desk-link.ts'
import type { Clock } from './ports.ts'

export interface BodyWatch {
  clock: Clock
  /** Silence longer than this means that the other side is gone, ms. */
  quietMs: number
  /** Ends the body when any of them aborts. */
  signals: readonly AbortSignal[]
  /** Says why reading failed. */
  why(error: unknown): DeskUnreachable['why']
  /** Kept alive with the body: undici follows the signals of a request through weak references only, so that after a
   * garbage collection an abort would no longer reach a stream that is being read. */
  hold: unknown
}

/** The body of an answer, byte for byte, that ends with its signals and with silence, and fails as `DeskUnreachable`. */
export function watchedBody(body: ReadableStream<Uint8Array>, watch: BodyWatch): ReadableStream<Uint8Array> {
  const { clock, quietMs, signals } = watch
  const reader = body.getReader()
  let over = false
  let cancelQuiet = () => {}
  let abort = () => {}
  const finish = () => {
    over = true
    cancelQuiet()
    for (const signal of signals) signal.removeEventListener('abort', abort)
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const fail = (error: unknown) => {
        if (over) return
        finish()
        controller.error(error)
        reader.cancel(error).catch(() => {})
      }
      const arm = () => {
        cancelQuiet()
        cancelQuiet = clock.after(quietMs, () => fail(new DeskUnreachable('timeout')))
      }
      abort = () => fail(signals.find(({ aborted }) => aborted)?.reason)
      for (const signal of signals) signal.addEventListener('abort', abort)
      arm()
      if (signals.some(({ aborted }) => aborted)) abort()
      void pump(controller, arm, fail)
    },
    cancel(reason) {
      finish()
      return reader.cancel(reason)
    },
  })

  async function pump(
    controller: ReadableStreamDefaultController<Uint8Array>,
    arm: () => void,
    fail: (error: unknown) => void,
  ): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (over) return
        if (done) {
          finish()
          return controller.close()
        }
        arm()
        controller.enqueue(value)
      }
    } catch (error) {
      fail(new DeskUnreachable(watch.why(error), { cause: error }))
    }
  }
}
