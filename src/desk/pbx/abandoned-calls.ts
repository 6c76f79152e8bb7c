import type { CallEnd } from '#domain/call/call-end.ts'
import type { Instant } from '#domain/instant.ts'
import { type AmiFrame, fieldOf } from './ami-frames.ts'

/** A caller who left a call queue without having been spoken to. */
export interface AbandonedCall {
  /** PBX-wide id of the call; consoles know it as X-Call-Id. */
  linkedId: string
  callQueue: string
  numberRaw: string
  callerName: string
  joinedAt: Instant
  leftAt: Instant
  /** `abandoned`: hung up while waiting. `noAnswer`: the queue let them go, or they went while nobody listened. */
  end: Extract<CallEnd, 'abandoned' | 'noAnswer'>
}

type Waiting = Omit<AbandonedCall, 'leftAt' | 'end'>

/**
 * After leaving, a caller who is connected is told of within milliseconds (`AgentConnect`), and one who overflows
 * joins the next queue as soon as an announcement was played. Who does neither was let go.
 */
const letGoMs = 20_000

/**
 * Finds the callers nobody spoke to among the PBX's queue events. Where the events do not decide (let go by the
 * queue, or gone while the link was down) they are told as not answered: if somebody did answer, that console's own
 * record of the same call says so, and a caller too many in the ledger is found out while one too few is not.
 */
export class AbandonedCalls {
  readonly #waiting = new Map<string, Waiting>()
  readonly #left = new Map<string, { caller: Waiting; at: Instant }>()
  #seen: Set<string> | null = null

  /** A new snapshot begins: who waits is told anew. */
  beginSnapshot(): void {
    this.#seen = new Set()
  }

  /** The snapshot is whole: those it did not name left while nobody listened. */
  endSnapshot(at: Instant): void {
    for (const [key, caller] of this.#waiting) {
      if (this.#seen?.has(key)) continue
      this.#waiting.delete(key)
      this.#left.set(caller.linkedId, { caller, at })
    }
    this.#seen = null
  }

  /** The caller this event says has given up; null for everything else. */
  hear(frame: AmiFrame, at: Instant): AbandonedCall | null {
    const key = `${fieldOf(frame, 'Queue')} ${fieldOf(frame, 'Uniqueid')}`
    const linkedId = linkedIdOf(frame)
    switch (fieldOf(frame, 'Event')) {
      case 'QueueEntry':
      case 'QueueCallerJoin': {
        const waitedMs = 1_000 * (Number(fieldOf(frame, 'Wait')) || 0)
        this.#seen?.add(key)
        this.#left.delete(linkedId)
        this.#waiting.set(key, this.#waiting.get(key) ?? callerOf(frame, at - waitedMs))
        return null
      }
      case 'QueueCallerAbandon': {
        const waitedMs = 1_000 * (Number(fieldOf(frame, 'HoldTime')) || 0)
        const known = this.#waiting.get(key)
        this.#waiting.delete(key)
        return { ...callerOf(frame, known?.joinedAt ?? at - waitedMs), leftAt: at, end: 'abandoned' }
      }
      case 'QueueCallerLeave': {
        // After an abandon they are no longer known here.
        const caller = this.#waiting.get(key)
        this.#waiting.delete(key)
        if (caller) this.#left.set(linkedId, { caller, at })
        return null
      }
      case 'AgentConnect':
        this.#waiting.delete(key)
        this.#left.delete(linkedId)
        return null
      default:
        return null
    }
  }

  /** Callers whose time to be connected or to join another queue has passed. */
  letGo(at: Instant): AbandonedCall[] {
    const gone = [...this.#left].filter(([, left]) => at - left.at >= letGoMs)
    for (const [linkedId] of gone) this.#left.delete(linkedId)
    return gone.map(([, left]) => ({ ...left.caller, leftAt: left.at, end: 'noAnswer' }))
  }
}

/** A `QueueEntry` of a snapshot has no Linkedid; a caller's own channel begins the call, so the two are one. */
const linkedIdOf = (frame: AmiFrame) => fieldOf(frame, 'Linkedid') || fieldOf(frame, 'Uniqueid')

function callerOf(frame: AmiFrame, joinedAt: Instant): Waiting {
  return {
    linkedId: linkedIdOf(frame),
    callQueue: fieldOf(frame, 'Queue'),
    numberRaw: known(fieldOf(frame, 'CallerIDNum')),
    callerName: known(fieldOf(frame, 'CallerIDName')),
    joinedAt,
  }
}

/** Asterisk writes `<unknown>` (and in snapshots `unknown`) where a caller gave none. */
const known = (text: string) => (/^<?unknown>?$/i.test(text) ? '' : text)
