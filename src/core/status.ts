import type { CoreStatus } from '#bridge/session.ts'
import { Emitter } from '#shared/emitter.ts'

/** Small plain values: equal as JSON. */
const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** What the status bar shows, in one piece; told whole at each change. */
export class StatusBoard {
  #now: CoreStatus
  readonly changed = new Emitter<CoreStatus>()

  constructor(first: CoreStatus) {
    this.#now = first
  }

  get now(): CoreStatus {
    return this.#now
  }

  set(change: Partial<CoreStatus>): void {
    const now = this.#now
    const names = Object.keys(change) as (keyof CoreStatus)[]
    if (names.every((name) => isSame(change[name], now[name]))) return
    const next = { ...now, ...change }
    this.#now = next
    this.changed.emit(next)
  }

  setFiles(change: Partial<CoreStatus['files']>): void {
    this.set({ files: { ...this.#now.files, ...change } })
  }
}
