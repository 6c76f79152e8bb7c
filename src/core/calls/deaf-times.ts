import { deafNotedMs } from '#domain/call/deaf-time.ts'
import type { Instant } from '#domain/instant.ts'
import { DiskFull } from '../outbox/disk-full.ts'
import { OutboxUnreadable, type Workstation } from '../workstation.ts'

/** Keeps when this console's line did not hear, for the dispatcher and the supervisor to see afterwards. */
export class DeafTimes {
  readonly #work: Workstation
  #since: Instant | null = null

  constructor(work: Workstation) {
    this.#work = work
  }

  /** What the phone tells of the line, repeats included. A line that is switched off is not deaf. */
  hear(line: 'ready' | 'deaf' | 'off', at: Instant): void {
    if (line === 'deaf') {
      this.#since ??= at
      return
    }
    const from = this.#since
    this.#since = null
    if (from !== null && at - from >= deafNotedMs) this.#keep(from, at)
  }

  /** The workstation goes down while the line is deaf: what was is kept. */
  close(): void {
    this.hear('off', this.#work.ports.clock.now())
  }

  #keep(from: Instant, to: Instant): void {
    const { account, ports } = this.#work
    if (account === null) return
    const deaf = { id: ports.newId(), from, to }
    try {
      this.#work.keep([
        {
          key: this.#work.newKey(),
          intent: { kind: 'line.wasDeaf', deaf },
          madeAt: to,
          userId: account.user.id,
          about: account.user.name,
        },
      ])
    } catch (error) {
      // The log has it; a full disk must not keep the line's news from the board.
      if (!(error instanceof DiskFull || error instanceof OutboxUnreadable)) throw error
      ports.log.warn('line.deafNotKept', { why: error.name })
    }
  }
}
