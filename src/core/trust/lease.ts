import { z } from 'zod'
import { instant } from '#domain/instant.ts'
import type { Workstation } from '../workstation.ts'

/** Work without the desk is allowed so long after it last let this person in, ms. A stolen machine is of use no longer. */
export const leaseMs = 72 * 3_600_000

/** How often the end is looked for and the time that passed is kept, ms. */
const lookEveryMs = 10 * 60_000

const kept = z.object({
  /** When the desk last let us in. */
  grantedAt: instant,
  /** The latest this machine's clock was seen at: setting it back gains nothing. */
  seenAt: instant,
})

/** The permission to work from the cache; `CoreStatus.lease` says until when and whether it has ended. */
export class Lease {
  readonly #work: Workstation
  #cancel = () => {}

  constructor(work: Workstation) {
    this.#work = work
    this.#look()
  }

  close(): void {
    this.#cancel()
  }

  get ended(): boolean {
    return this.#work.status.now.lease?.ended === true
  }

  /** The desk has let us in just now. */
  renew(): void {
    const now = this.#work.ports.clock.now()
    this.#work.kept.set('lease', { grantedAt: now, seenAt: now })
    this.#look()
  }

  /** Somebody else signs in, or nobody. */
  forget(): void {
    this.#work.kept.remove('lease')
    this.#look()
  }

  #look(): void {
    this.#cancel()
    const { kept: shelf, ports, status, account } = this.#work
    const known = shelf.get('lease', kept)
    if (known === null || account === null) {
      status.set({ lease: null })
      return
    }
    const seenAt = Math.max(known.seenAt, ports.clock.now())
    if (seenAt - known.seenAt >= lookEveryMs) this.#remember({ ...known, seenAt })
    const until = known.grantedAt + leaseMs
    const ended = seenAt >= until
    if (ended && !this.ended) ports.log.warn('lease.ended')
    status.set({ lease: { until, ended } })
    if (!ended) this.#cancel = ports.clock.after(Math.min(lookEveryMs, until - seenAt), () => this.#look())
  }

  #remember(lease: z.infer<typeof kept>): void {
    try {
      this.#work.kept.set('lease', lease)
    } catch (error) {
      // Without room the passed time is kept at the next look.
      this.#work.ports.log.surprise('lease.keep', error)
    }
  }
}

/** What goes on when the lease has ended: the telephone, its record, the settings, words being typed and the way back in. */
const wholeSubjects: ReadonlySet<string> = new Set(['session', 'settings'])
const verbs: ReadonlySet<string> = new Set(['calls.report', 'calls.watch', 'drafts.put'])

export function usableWithoutLease(path: readonly string[]): boolean {
  const [subject = '', verb = ''] = path
  // The board of the others shows customers; one's own state and line do not.
  if (subject === 'board') return verb !== 'watch'
  return wholeSubjects.has(subject) || verbs.has(`${subject}.${verb}`)
}
