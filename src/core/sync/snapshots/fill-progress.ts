import type { Shape } from '#domain/entities.ts'
import type { Clock } from '../../ports.ts'
import type { StatusBoard } from '../../status.ts'

/** The status bar is told this often at most. */
const tellEveryMs = 250
/** Before so much time has passed a rate is a guess nobody should read. */
const guessAfterMs = 1_000

/** Bytes and rows of the files that make up a first fill, with the time that is left, on the status board. */
export class FillProgress {
  readonly #status: StatusBoard
  readonly #clock: Clock
  readonly #began: number
  readonly #files = new Map<Shape, { bytes: number; total: number; rows: number }>()
  #startBytes = 0
  #told = Number.NEGATIVE_INFINITY

  constructor(status: StatusBoard, clock: Clock) {
    this.#status = status
    this.#clock = clock
    this.#began = clock.monotonic()
  }

  /** A file will come, of which `have` bytes are here from an earlier try. */
  expect(shape: Shape, total: number, have: number): void {
    this.#files.set(shape, { bytes: have, total, rows: 0 })
    this.#startBytes += have
    this.#tell()
  }

  bytes(shape: Shape, bytes: number): void {
    const file = this.#files.get(shape)
    if (file) file.bytes += bytes
    this.#tellSoon()
  }

  rows(shape: Shape, rows: number): void {
    const file = this.#files.get(shape)
    if (file) file.rows = rows
    this.#tellSoon()
  }

  #tellSoon(): void {
    if (this.#clock.monotonic() - this.#told >= tellEveryMs) this.#tell()
  }

  #tell(): void {
    const now = this.#clock.monotonic()
    this.#told = now
    const files = [...this.#files.values()]
    const sum = (of: (file: { bytes: number; total: number; rows: number }) => number) =>
      files.reduce((total, file) => total + of(file), 0)
    const bytes = sum((file) => file.bytes)
    const totalBytes = sum((file) => file.total)
    const fetched = bytes - this.#startBytes
    const ms = now - this.#began
    const known = ms >= guessAfterMs && fetched > 0
    this.#status.set({
      filling: {
        way: 'copy',
        rows: sum((file) => file.rows),
        bytes,
        totalBytes,
        cancelled: false,
        msLeft: known ? Math.round(((totalBytes - bytes) / fetched) * ms) : null,
      },
    })
  }
}
