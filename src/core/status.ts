import type { CoreStatus } from '#bridge/session.ts'
import { Emitter } from '#shared/emitter.ts'

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
    if (names.every((name) => JSON.stringify(change[name]) === JSON.stringify(now[name]))) return
    const next = { ...now, ...change }
    this.#now = next
    this.changed.emit(next)
  }

  setFiles(change: Partial<CoreStatus['files']>): void {
    this.set({ files: { ...this.#now.files, ...change } })
  }
}
