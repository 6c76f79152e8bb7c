import type { CallQueueRow } from '#domain/board/call-queue-figures.ts'
import type { Instant } from '#domain/instant.ts'
import { type AmiFrame, fieldOf } from './ami-frames.ts'

interface CallQueue {
  /** Since when each caller waits, by the channel's unique id. */
  waiting: Map<string, Instant>
  /** Whether each member could take a call now, by interface. */
  members: Map<string, boolean>
  answered: number
  abandoned: number
}

/** Device state of a member that is there and has no call. */
const notInUse = '1'

/**
 * The PBX's call queues, folded from a snapshot (QueueStatus) and the events after it. `QueueCallerLeave` comes for
 * answered and abandoned callers alike; only `QueueCallerAbandon` tells them apart. Today's counts are our own: the
 * PBX's run since its last reload.
 */
export class CallQueues {
  readonly #queues = new Map<string, CallQueue>()
  #day = ''

  /** A new snapshot begins: callers and members are told anew, today's counts stay. */
  beginSnapshot(): void {
    for (const queue of this.#queues.values()) {
      queue.waiting.clear()
      queue.members.clear()
    }
  }

  /** Counts of today that an earlier run of the desk kept. */
  restore(rows: readonly CallQueueRow[]): void {
    for (const { name, answeredToday, abandonedToday } of rows) {
      const queue = this.#queue(name)
      queue.answered = answeredToday
      queue.abandoned = abandonedToday
    }
  }

  /** The local date of the space; when it changes the counts begin at 0. Answers whether it did. */
  beginDay(day: string): boolean {
    const before = this.#day
    this.#day = day
    if (before === '' || before === day) return false
    for (const queue of this.#queues.values()) {
      queue.answered = 0
      queue.abandoned = 0
    }
    return true
  }

  /** Answers whether the frame changed anything. */
  apply(frame: AmiFrame, at: Instant): boolean {
    const name = fieldOf(frame, 'Queue')
    if (name === '') return false
    const queue = this.#queue(name)
    const caller = fieldOf(frame, 'Uniqueid') || fieldOf(frame, 'Channel')
    switch (fieldOf(frame, 'Event')) {
      case 'QueueParams':
        return true
      case 'QueueEntry':
        queue.waiting.set(caller, at - 1000 * (Number(fieldOf(frame, 'Wait')) || 0))
        return true
      case 'QueueCallerJoin':
        queue.waiting.set(caller, at)
        return true
      case 'QueueCallerAbandon':
        queue.abandoned++
        queue.waiting.delete(caller)
        return true
      case 'QueueCallerLeave':
        return queue.waiting.delete(caller)
      case 'AgentConnect':
        queue.answered++
        return true
      case 'QueueMember':
      case 'QueueMemberAdded':
      case 'QueueMemberStatus':
      case 'QueueMemberPause':
        queue.members.set(memberOf(frame), isFree(frame))
        return true
      case 'QueueMemberRemoved':
        return queue.members.delete(memberOf(frame))
      default:
        return false
    }
  }

  rows(): CallQueueRow[] {
    return [...this.#queues].map(([name, { waiting, members, answered, abandoned }]) => ({
      name,
      waiting: waiting.size,
      longestSince: waiting.size === 0 ? null : Math.min(...waiting.values()),
      members: members.size,
      free: [...members.values()].filter(Boolean).length,
      answeredToday: answered,
      abandonedToday: abandoned,
    }))
  }

  #queue(name: string): CallQueue {
    const known = this.#queues.get(name)
    if (known !== undefined) return known
    const fresh: CallQueue = { waiting: new Map(), members: new Map(), answered: 0, abandoned: 0 }
    this.#queues.set(name, fresh)
    return fresh
  }
}

/** `QueueMember` of a snapshot calls it Location, events call it Interface. */
function memberOf(frame: AmiFrame): string {
  return fieldOf(frame, 'Interface') || fieldOf(frame, 'Location')
}

function isFree(frame: AmiFrame): boolean {
  return fieldOf(frame, 'Status') === notInUse && fieldOf(frame, 'Paused') !== '1'
}
