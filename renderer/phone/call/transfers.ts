import type { URI } from 'sip.js'
import type { Call } from '#domain/call/call.ts'
import { nextTransfer, type Transfer, type TransferNews } from '#domain/call/transfer.ts'
import type { CallId } from '#domain/ids.ts'
import type { SipCall } from './sip-call.ts'

export type TransfersPorts = {
  calls: () => readonly Call[]
  session: (id: CallId) => SipCall | null
  /** Takes the caller in hand again, other calls held. */
  resume: (id: CallId) => void
  after: (ms: number, then: () => void) => () => void
  changed: () => void
  /** The desk holds a caller who is being given away, and has one back whom nobody took. */
  onDesk: (order: 'transfer' | 'transferFailed', id: CallId) => void
}

/** A colleague's phone rings 30 s at most PBXs, a queue longer; after that the caller must not stay in between. */
const noWordMs = 90_000
/** So long a failure is shown: time to read it, and it is not news any more. */
const failureShownMs = 15_000

type Under = {
  transfer: Transfer
  /** Where the REFER points to as soon as the caller is held; null while the colleague is asked. */
  target: URI | CallId | null
  resumeIfFailed: boolean
  stopTimer: () => void
}

/** Transfers of calls: the caller is held, the PBX is asked, and what does not succeed gives the caller back. */
export class Transfers {
  readonly #ports: TransfersPorts
  readonly #under = new Map<CallId, Under>()

  constructor(ports: TransfersPorts) {
    this.#ports = ports
  }

  get all(): Transfer[] {
    return [...this.#under.values()].map(({ transfer }) => transfer)
  }

  /** True while a transfer of this call goes on: another cannot begin. A colleague being asked is no hindrance. */
  isUnderWay(id: CallId): boolean {
    const state = this.#under.get(id)?.transfer.state
    return state !== undefined && state !== 'failed' && state !== 'consulting'
  }

  /** The colleague is called first; the transfer waits for `begin`. */
  consult(callId: CallId, consultCallId: CallId, to: string): void {
    this.#put({ callId, consultCallId, to, state: 'consulting', failure: null }, null, false)
  }

  /** Holds the caller if need be, and asks the PBX as soon as that is settled. */
  begin(callId: CallId, target: URI | CallId, to: string): void {
    const consultCallId = typeof target === 'string' ? target : null
    const held = this.#holdOf(callId)
    const under = this.#put(
      { callId, consultCallId, to, state: 'holding', failure: null },
      target,
      held === 'off' || held === 'pendingOff',
    )
    under.stopTimer = this.#ports.after(noWordMs, () => this.#tell(callId, { type: 'noWord' }))
    this.#ports.onDesk('transfer', callId)
    this.#ports.session(callId)?.hold(true)
    this.onCalls()
  }

  /** Something changed in the calls: holds are settled, calls ended. */
  onCalls(): void {
    const calls = this.#ports.calls()
    const stateOf = (id: CallId) => calls.find((call) => call.id === id)?.state ?? 'over'
    for (const [id, { transfer, target }] of this.#under) {
      const { consultCallId, state } = transfer
      if (stateOf(id) === 'over') {
        this.#forget(id)
        // The PBX ended the caller's side by itself: what the colleague's side was for is done.
        if (consultCallId !== null && state !== 'consulting' && state !== 'failed')
          this.#ports.session(consultCallId)?.leave()
        continue
      }
      if (consultCallId !== null && stateOf(consultCallId) === 'over') this.#tell(id, { type: 'consultOver' })
      const hold = this.#holdOf(id)
      // A hold the PBX refused hinders no transfer.
      if (state === 'holding' && target !== null && (hold === 'on' || hold === 'off')) this.#ask(id, target)
    }
  }

  #ask(id: CallId, target: URI | CallId): void {
    const to = typeof target === 'string' ? this.#ports.session(target) : target
    this.#tell(id, { type: 'held' })
    if (to === null) this.#tell(id, { type: 'refused', sipCode: 481 })
    else this.#ports.session(id)?.refer(to, (news) => this.#tell(id, news))
  }

  #tell(id: CallId, news: TransferNews): void {
    const under = this.#under.get(id)
    if (!under) return
    const before = under.transfer
    const after = nextTransfer(before, news)
    if (after === before) return
    under.transfer = after
    const { consultCallId, state } = after
    const both = consultCallId === null ? [id] : [id, consultCallId]
    const sessions = both.flatMap((one) => this.#ports.session(one) ?? [])
    for (const session of sessions) session.leaving = state === 'trying' || state === 'ringing'
    if (state === 'done') for (const session of sessions) session.leave()
    if (state === 'failed') this.#onFailed(id, under)
    this.#ports.changed()
  }

  #onFailed(id: CallId, under: Under): void {
    this.#ports.onDesk('transferFailed', id)
    under.stopTimer()
    under.stopTimer = this.#ports.after(failureShownMs, () => {
      this.#forget(id)
      this.#ports.changed()
    })
    const talksElsewhere = this.#ports
      .calls()
      .some((call) => call.id !== id && call.state === 'active' && call.holdLocal === 'off')
    if (under.resumeIfFailed && !talksElsewhere) this.#ports.resume(id)
  }

  #holdOf(id: CallId) {
    const call = this.#ports.calls().find((one) => one.id === id)
    return call?.state === 'active' ? call.holdLocal : null
  }

  #put(transfer: Transfer, target: Under['target'], resumeIfFailed: boolean): Under {
    this.#forget(transfer.callId)
    const under: Under = { transfer, target, resumeIfFailed, stopTimer: () => {} }
    this.#under.set(transfer.callId, under)
    this.#ports.changed()
    return under
  }

  #forget(id: CallId): void {
    this.#under.get(id)?.stopTimer()
    this.#under.delete(id)
  }
}
