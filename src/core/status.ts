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
    const next = { ...this.#now, ...change }
    if (JSON.stringify(next) === JSON.stringify(this.#now)) return
    this.#now = next
    this.changed.emit(next)
  }

  setFiles(change: Partial<CoreStatus['files']>): void {
    this.set({ files: { ...this.#now.files, ...change } })
  }
}
