import type { Call } from '#domain/call/call.ts'
import {
  type Conference,
  type ConferenceNews,
  membersToMove,
  nextConference,
} from '#domain/call/conference.ts'
import { codeFor, type PbxFeatures } from '#domain/call/pbx-features.ts'
import type { CallId } from '#domain/ids.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { PhoneRefusal } from '../phone.ts'
import type { CallSessions, Did } from './call-sessions.ts'
import type { LocalMix } from './local-mix.ts'
import type { OutgoingCalls } from './outgoing-calls.ts'
import type { Transfers } from './transfers.ts'

export type ConferencesPorts = {
  calls: () => readonly Call[]
  sessions: CallSessions
  outgoing: OutgoingCalls
  transfers: Transfers
  mix: LocalMix
  codes: () => PbxFeatures
  /** Our own extension: its room is ours. */
  extension: () => string
  after: (ms: number, then: () => void) => () => void
  changed: () => void
}

/** A conference that is over or did not open is shown so long: time to read who did not get in. */
const overShownMs = 15_000

/**
 * Several callers in one conversation. The room of the PBX is called first; each caller follows by REFER, from hold, so that
 * whatever fails leaves them held. Without a room they are mixed here.
 */
export class Conferences {
  readonly #ports: ConferencesPorts
  #now: Conference | null = null
  #stopShowing: (() => void) | null = null

  constructor(ports: ConferencesPorts) {
    this.#ports = ports
  }

  get now(): Conference | null {
    return this.#now
  }

  /** These calls, or these to those who are in one already. */
  async merge(ids: readonly CallId[]): Did {
    const { sessions, calls, transfers, codes } = this.#ports
    for (const id of ids) {
      const found = sessions.find(id, ['active'])
      if (!found.ok) return found
      if (transfers.isUnderWay(id)) return sessions.notNow(id)
    }
    const isOpen = this.#now?.state === 'opening' || this.#now?.state === 'open'
    const fresh = [...new Set(ids)].filter((id) => id !== this.#now?.roomCallId)
    const [first] = fresh
    if (first === undefined) return refuse({ why: 'notNow', state: 'active' })
    if (!isOpen && fresh.length < 2) return sessions.notNow(first)
    if (!isOpen) {
      const opened = codes().conference === null ? this.#openHere() : await this.#openAtPbx()
      if (!opened.ok) return opened
    }
    for (const call of calls()) {
      if (!fresh.includes(call.id)) continue
      const member = { callId: call.id, peer: call.peer, state: 'waiting' as const, failure: null }
      this.#tell({ type: 'added', member })
    }
    this.onCalls()
    return ok(null)
  }

  /** Something changed in the calls: the room answered, members came in or left. */
  onCalls(): void {
    const before = this.#now
    if (before === null) return
    const stateOf = (id: CallId) => this.#ports.calls().find((call) => call.id === id)
    if (before.roomCallId !== null) {
      const room = stateOf(before.roomCallId)
      if (room?.state === 'active') this.#tell({ type: 'roomAnswered' })
      if (room === undefined || room.state === 'over')
        this.#tell({ type: 'roomOver', end: room?.state === 'over' ? room.end : 'failed' })
    }
    for (const { callId } of before.members) {
      const call = stateOf(callId)
      if (call?.state === 'over') this.#tell({ type: 'memberOver', callId, end: call.end })
      const transfer = this.#ports.transfers.all.find((one) => one.callId === callId)
      if (transfer) this.#tell({ type: 'moving', callId, transfer })
    }
    if (before.at === 'here') this.#mixHere()
    if (this.#now && this.#now !== before) this.#ports.changed()
  }

  async #openAtPbx(): Promise<Result<null, PhoneRefusal>> {
    const { codes, extension, outgoing } = this.#ports
    const called = await outgoing.call(codeFor(codes().conference ?? '', extension()))
    if (!called.ok) return called
    this.#set({ at: 'pbx', roomCallId: called.value, state: 'opening', failure: null, members: [] })
    return ok(null)
  }

  #openHere(): Result<null, PhoneRefusal> {
    this.#set({ at: 'here', roomCallId: null, state: 'open', failure: null, members: [] })
    return ok(null)
  }

  #tell(news: ConferenceNews): void {
    if (this.#now === null) return
    const after = nextConference(this.#now, news)
    if (after === this.#now) return
    this.#set(after)
    this.#move()
  }

  /** Each member once: a transfer that is under way or failed is not begun again. */
  #move(): void {
    const { outgoing, codes, extension, transfers } = this.#ports
    if (this.#now === null) return
    const room = outgoing.addressOf(codeFor(codes().conference ?? '', extension()))
    for (const { callId } of membersToMove(this.#now)) {
      if (room !== null && !transfers.isUnderWay(callId)) transfers.begin(callId, room.uri, room.number)
    }
  }

  /** Members that are with us are heard by each other; with fewer than two there is nothing to mix. */
  #mixHere(): void {
    const { calls, mix } = this.#ports
    const with_ = (this.#now?.members ?? []).filter(({ callId }) =>
      calls().some((call) => call.id === callId && call.state === 'active'),
    )
    if (this.#now?.state === 'open' && with_.length < 2 && this.#now.members.length >= 2)
      this.#tell({ type: 'roomOver', end: 'endedByThem' })
    mix.set(this.#now?.state === 'open' ? with_.map(({ callId }) => callId) : [])
  }

  #set(next: Conference): void {
    this.#now = next
    this.#stopShowing?.()
    this.#stopShowing = null
    if (next.state !== 'failed' && next.state !== 'over') return
    this.#stopShowing = this.#ports.after(overShownMs, () => {
      if (this.#now === next) this.#now = null
      this.#ports.changed()
    })
  }
}
