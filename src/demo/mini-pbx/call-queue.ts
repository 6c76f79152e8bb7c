import { Emitter } from '#shared/emitter.ts'

/** As Asterisk numbers device states in QueueMember and QueueMemberStatus. */
export const memberStatuses = { free: 1, inUse: 2, unavailable: 5, ringing: 6, ringingInUse: 7 } as const
export type MemberStatus = (typeof memberStatuses)[keyof typeof memberStatuses]

export type QueueMember = {
  readonly extension: string
  readonly name: string
  readonly status: MemberStatus
  readonly paused: boolean
  readonly pausedReason: string
  readonly callsTaken: number
  /** ms since 1970, or null before the first call. */
  readonly lastCallAt: number | null
  /** Talking with a caller of this queue. */
  readonly inCall: boolean
}

export type QueueCaller = {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly joinedAt: number
  readonly originalPosition: number
}

export type QueueNews =
  | { type: 'joined'; caller: QueueCaller; position: number; count: number }
  | { type: 'left'; caller: QueueCaller; position: number; count: number }
  | { type: 'abandoned'; caller: QueueCaller; position: number; holdMs: number }
  | { type: 'called'; caller: QueueCaller; member: QueueMember }
  | { type: 'notAnswered'; caller: QueueCaller; member: QueueMember; ringMs: number }
  | { type: 'connected'; caller: QueueCaller; member: QueueMember; holdMs: number; ringMs: number }
  | {
      type: 'completed'
      caller: QueueCaller
      member: QueueMember
      holdMs: number
      talkMs: number
      by: 'caller' | 'agent' | 'transfer'
    }
  | { type: 'memberStatus'; member: QueueMember }
  | { type: 'memberPaused'; member: QueueMember }

export type QueueTotals = {
  completed: number
  abandoned: number
  /** Averages in ms, 0 before the first call. */
  holdMs: number
  talkMs: number
  /** Answered within `serviceLevelS`, per cent of all answered. */
  serviceLevelPercent: number
}

type Conversation = { caller: QueueCaller; extension: string; answeredAt: number; holdMs: number }

/** An answer within this time counts as in time, in s. */
export const serviceLevelS = 20

/**
 * The rules of one call queue and nothing else: who waits, who may ring, what is counted. Time is given in ms.
 * The first caller rings every member who is free; a refusal silences that member for a while.
 */
export class CallQueue {
  readonly name: string
  readonly news = new Emitter<QueueNews>()
  readonly #retryMs: number
  readonly #members = new Map<string, QueueMember>()
  readonly #waiting: QueueCaller[] = []
  readonly #ringingSince = new Map<string, { callerId: string; at: number }>()
  readonly #silentUntil = new Map<string, number>()
  readonly #conversations = new Map<string, Conversation>()
  #completed = 0
  #abandoned = 0
  #answered = 0
  #inTime = 0
  #holdMs = 0
  #talkMs = 0

  constructor(
    name: string,
    members: ReadonlyArray<{ extension: string; name: string }>,
    { retryMs = 1_000 }: { retryMs?: number } = {},
  ) {
    this.name = name
    this.#retryMs = retryMs
    for (const member of members) {
      this.#members.set(member.extension, {
        ...member,
        status: memberStatuses.unavailable,
        paused: false,
        pausedReason: '',
        callsTaken: 0,
        lastCallAt: null,
        inCall: false,
      })
    }
  }

  get members(): readonly QueueMember[] {
    return [...this.#members.values()]
  }

  /** First come first. */
  get waiting(): readonly QueueCaller[] {
    return this.#waiting
  }

  get totals(): QueueTotals {
    return {
      completed: this.#completed,
      abandoned: this.#abandoned,
      holdMs: this.#answered === 0 ? 0 : this.#holdMs / this.#answered,
      talkMs: this.#completed === 0 ? 0 : this.#talkMs / this.#completed,
      serviceLevelPercent: this.#answered === 0 ? 0 : (100 * this.#inTime) / this.#answered,
    }
  }

  join(who: { id: string; number: string; name: string }, at: number): void {
    const position = this.#waiting.length + 1
    const caller: QueueCaller = { ...who, joinedAt: at, originalPosition: position }
    this.#waiting.push(caller)
    this.news.emit({ type: 'joined', caller, position, count: position })
  }

  /** The caller gave up. Whoever rings for them must be stopped by the one who rings. */
  abandon(callerId: string, at: number): void {
    const position = this.#positionOf(callerId)
    if (position === 0) return
    const caller = this.#waiting[position - 1]!
    this.#abandoned++
    this.news.emit({ type: 'abandoned', caller, position, holdMs: at - caller.joinedAt })
    this.#leave(callerId)
  }

  /** Whom to ring now, for the first caller; null when nobody waits. `retryAt` tells when a silenced member is free again. */
  toRing(at: number): { caller: QueueCaller; extensions: string[]; retryAt: number | null } | null {
    const caller = this.#waiting[0]
    if (!caller) return null
    const free = this.members.filter(
      ({ extension, status, paused }) =>
        status === memberStatuses.free && !paused && !this.#ringingSince.has(extension),
    )
    const silentUntil = (extension: string) => this.#silentUntil.get(extension) ?? 0
    const silent = free.map(({ extension }) => silentUntil(extension)).filter((until) => until > at)
    return {
      caller,
      extensions: free.map(({ extension }) => extension).filter((extension) => silentUntil(extension) <= at),
      retryAt: silent.length === 0 ? null : Math.min(...silent),
    }
  }

  called(callerId: string, extension: string, at: number): void {
    const caller = this.#waiting.find(({ id }) => id === callerId)
    const member = this.#members.get(extension)
    if (!caller || !member) return
    this.#ringingSince.set(extension, { callerId, at })
    this.news.emit({ type: 'called', caller, member })
  }

  /** Refused, or rang for too long: the member is left in peace for a while. */
  notAnswered(extension: string, at: number): void {
    const ringing = this.#ringingSince.get(extension)
    const caller = this.#waiting.find(({ id }) => id === ringing?.callerId)
    const member = this.#members.get(extension)
    this.#ringingSince.delete(extension)
    this.#silentUntil.set(extension, at + this.#retryMs)
    if (!ringing || !caller || !member) return
    this.news.emit({ type: 'notAnswered', caller, member, ringMs: at - ringing.at })
  }

  connected(callerId: string, extension: string, at: number): void {
    const caller = this.#waiting.find(({ id }) => id === callerId)
    if (!caller || !this.#members.has(extension)) return
    const holdMs = at - caller.joinedAt
    const ringMs = at - (this.#ringingSince.get(extension)?.at ?? at)
    this.#answered++
    this.#holdMs += holdMs
    if (holdMs <= serviceLevelS * 1000) this.#inTime++
    this.#conversations.set(callerId, { caller, extension, answeredAt: at, holdMs })
    const member = this.#change(extension, { inCall: true })
    this.#leave(callerId)
    this.news.emit({ type: 'connected', caller, member, holdMs, ringMs })
  }

  completed(callerId: string, by: 'caller' | 'agent' | 'transfer', at: number): void {
    const conversation = this.#conversations.get(callerId)
    if (!conversation) return
    this.#conversations.delete(callerId)
    const { caller, extension, answeredAt, holdMs } = conversation
    const talkMs = at - answeredAt
    this.#completed++
    this.#talkMs += talkMs
    const before = this.#members.get(extension)!
    const member = this.#change(extension, {
      inCall: false,
      callsTaken: before.callsTaken + 1,
      lastCallAt: at,
    })
    this.news.emit({ type: 'completed', caller, member, holdMs, talkMs, by })
  }

  setStatus(extension: string, status: MemberStatus): void {
    const before = this.#members.get(extension)
    if (!before || before.status === status) return
    this.news.emit({ type: 'memberStatus', member: this.#change(extension, { status }) })
  }

  /** False when it is not a member. */
  pause(extension: string, paused: boolean, reason: string): boolean {
    if (!this.#members.has(extension)) return false
    const member = this.#change(extension, { paused, pausedReason: paused ? reason : '' })
    this.news.emit({ type: 'memberPaused', member })
    return true
  }

  #change(extension: string, fields: Partial<QueueMember>): QueueMember {
    const member = { ...this.#members.get(extension)!, ...fields }
    this.#members.set(extension, member)
    return member
  }

  #positionOf(callerId: string): number {
    return this.#waiting.findIndex(({ id }) => id === callerId) + 1
  }

  #leave(callerId: string): void {
    const position = this.#positionOf(callerId)
    const [caller] = this.#waiting.splice(position - 1, 1)
    for (const [extension, ringing] of this.#ringingSince) {
      if (ringing.callerId === callerId) this.#ringingSince.delete(extension)
    }
    this.news.emit({ type: 'left', caller: caller!, position, count: this.#waiting.length })
  }
}
