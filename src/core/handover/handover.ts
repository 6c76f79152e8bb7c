import { v7 as uuid } from 'uuid'
import type { GiveOutcome } from '#bridge/handover.ts'
import type { Call } from '#domain/call/call.ts'
import { type CallId, type DraftId, draftId } from '#domain/ids.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Calls } from '../calls/calls.ts'
import { DiskFull } from '../outbox/disk-full.ts'
import type { DeskSession } from '../sync/desk-session.ts'
import type { Workstation } from '../workstation.ts'

/** A customer on hold must not wait for our papers, ms. */
const giveWithinMs = 1_500
const takeWithinMs = 5_000

export type DraftCame = { callId: CallId; draftId: DraftId; fromName: string }

/** Drafts that travel with a call through the desk: given before the transfer, taken when the call shows at the colleague. */
export class Handover {
  readonly #work: Workstation
  readonly #calls: Calls
  readonly #desk: DeskSession
  /** What was asked for already: a call, and its number as it was then. */
  readonly #asked = new Map<CallId, string>()
  readonly #stop: () => void
  readonly came = new Emitter<DraftCame>()

  constructor(work: Workstation, calls: Calls, desk: DeskSession) {
    this.#work = work
    this.#calls = calls
    this.#desk = desk
    this.#stop = calls.news.on((news) => {
      if (news.type === 'calls') this.#look(news.calls)
    })
  }

  close(): void {
    this.#stop()
  }

  async give(callId: CallId, toExtension: string): Promise<GiveOutcome> {
    const draft = this.#work.drafts.list().find((one) => one.callId === callId)
    const call = this.#calls.live.find(({ id }) => id === callId)
    if (draft === undefined || call === undefined) return 'noDraft'
    const marks = { pbxCallId: call.pbxCallId, number: this.#numberOf(callId) }
    const answer = await this.#desk.ask(
      (client, signal) => client.handover.give({ ...marks, toExtension, fields: draft.fields }, { signal }),
      giveWithinMs,
    )
    if (answer === null) return 'deskAway'
    return answer.given ? 'given' : 'nobody'
  }

  /** A call that is new, answered, or has another caller than before may have come with a draft. */
  #look(calls: readonly Call[]): void {
    for (const id of this.#asked.keys()) if (!calls.some((call) => call.id === id)) this.#asked.delete(id)
    for (const call of calls) {
      if (call.state === 'over') continue
      const state = `${call.state === 'active'} ${this.#numberOf(call.id)}`
      if (this.#asked.get(call.id) === state) continue
      this.#asked.set(call.id, state)
      void this.#take(call)
    }
  }

  async #take({ id, pbxCallId }: Call): Promise<void> {
    const { ports, drafts } = this.#work
    const answer = await this.#desk.ask(
      (client, signal) => client.handover.take({ pbxCallId, number: this.#numberOf(id) }, { signal }),
      takeWithinMs,
    )
    if (!answer?.draft) return
    const { fields, fromName } = answer.draft
    const made = draftId.parse(uuid())
    try {
      this.#work.durably(() => drafts.put({ id: made, callId: id, fields, savedAt: ports.clock.now() }))
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error
      return ports.log.warn('handover.full')
    }
    this.came.emit({ callId: id, draftId: made, fromName })
  }

  #numberOf(id: CallId): string | null {
    const number = this.#calls.pop(id)?.number ?? null
    return number !== null && number.length <= 32 ? number : null
  }
}
