import type { Shape } from '#domain/entities.ts'
import { Emitter } from '#shared/emitter.ts'
import { DeskUnreachable } from '../../desk-link.ts'
import type { Workstation } from '../../workstation.ts'
import type { DeskTokens } from '../desk-tokens.ts'
import { SnapshotFill } from './snapshot-fill.ts'

/** A desk that sends a shape back to the beginning right after it was filled does so again: by pages then. */
const sameAgainMs = 60_000
/** Connections that ended without a byte of the copy: something on the way lets no large file through. */
const barrenMax = 3

/** First fills by whole copies, for as long as the core runs: what people said about them, and what was tried. */
export class FillControl {
  readonly #folder: string
  readonly #workerFile: URL
  readonly #filledAt = new Map<Shape, number>()
  #running: AbortController | null = null
  #barren = 0
  #cancelled = false
  /** A person wants the copy after all. */
  readonly again = new Emitter<void>()

  constructor(folder: string, workerFile: URL) {
    this.#folder = folder
    this.#workerFile = workerFile
  }

  /** The copy was stopped by a person: feeds come page by page until they ask for it again. */
  get cancelled(): boolean {
    return this.#cancelled
  }

  cancel(): void {
    this.#cancelled = true
    this.#running?.abort()
  }

  retry(): void {
    if (!this.#cancelled) return
    this.#cancelled = false
    this.again.emit()
  }

  /** Fills what is empty, as far as copies are to be had. Throws what the network said. */
  async run(
    work: Workstation,
    tokens: DeskTokens,
    shapes: readonly Shape[],
    signal: AbortSignal,
    onShape: (shape: Shape) => void,
  ): Promise<void> {
    if (this.#cancelled || this.#barren >= barrenMax) return
    const now = () => work.ports.clock.monotonic()
    const since = (shape: Shape) => now() - (this.#filledAt.get(shape) ?? Number.NEGATIVE_INFINITY)
    const fill = new SnapshotFill({ work, tokens, folder: this.#folder, workerFile: this.#workerFile })
    const running = new AbortController()
    this.#running = running
    try {
      await fill.run(
        shapes.filter((shape) => since(shape) > sameAgainMs),
        AbortSignal.any([signal, running.signal]),
        (shape) => {
          this.#filledAt.set(shape, now())
          onShape(shape)
        },
      )
      this.#barren = 0
    } catch (error) {
      this.#barren = error instanceof DeskUnreachable && fill.fetched === 0 ? this.#barren + 1 : 0
      throw error
    } finally {
      this.#running = null
    }
  }
}
