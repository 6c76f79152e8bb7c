import type { Pop } from '#bridge/pop.ts'
import type { Call } from '#domain/call/call.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { nextCall } from '#domain/call/next-call.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { CallId, ContactId, OrganisationId } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { Emitter } from '#shared/emitter.ts'
import { DiskFull } from '../outbox/disk-full.ts'
import type { NewChange } from '../outbox/outbox.ts'
import type { Lease } from '../trust/lease.ts'
import { OutboxUnreadable, type Workstation } from '../workstation.ts'
import { recordAtRing } from './record-at-ring.ts'
import { askedNumber, type Choice, whoCalls } from './who-calls.ts'

export type CallNews = { type: 'calls'; calls: Call[] } | { type: 'pop'; pop: Pop }

/** A call that is over stays in sight so long, for a last look at its strip. */
const overShownMs = 10_000
/** After a start the phone page repeats its live calls within this; a record nobody speaks of was cut by a crash. */
const crashAfterMs = 60_000

/** Folds what the phone tells, pops the customer, keeps the record. The pop goes out before anything touches a disk. */
export class Calls {
  readonly #work: Workstation
  readonly #plan: () => DialPlan
  readonly #lease: Pick<Lease, 'ended'>
  readonly #calls = new Map<CallId, Call>()
  readonly #pops = new Map<CallId, Pop>()
  readonly #choices = new Map<CallId, Choice>()
  /** Calls the phone told of since this core runs. */
  readonly #spokenOf = new Set<CallId>()
  /** Facts not yet on the disk: waiting for the end of this turn, or for room. */
  #unkept: NewChange[] = []
  /** Ends timers and listening. */
  readonly #stops = new Set<() => void>()
  readonly news = new Emitter<CallNews>()

  constructor(work: Workstation, plan: () => DialPlan, lease: Pick<Lease, 'ended'>) {
    this.#work = work
    this.#lease = lease
    this.#plan = plan
    this.#later(crashAfterMs, () => this.#endLost())
    // Facts that found no room are kept as soon as there is some, before changes that speak of them.
    this.#stops.add(
      work.status.changed.on(({ files }) => {
        if (!files.diskFull) this.keep()
      }),
    )
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#stops.clear()
    this.keep()
  }

  get live(): Call[] {
    return [...this.#calls.values()]
  }

  pops(): Pop[] {
    return [...this.#calls.keys()].flatMap((id) => this.#pops.get(id) ?? [])
  }

  /** Takes events in order, repeats included; pops and states are told before this returns. Disk comes by `keep`. */
  report(events: readonly CallEvent[]): void {
    let moved = false
    for (const event of events) {
      this.#spokenOf.add(event.callId)
      moved = this.#fold(event) || moved
    }
    if (moved) this.news.emit({ type: 'calls', calls: this.live })
  }

  /** A conversation of a run before this one: it goes on here as the phone says. Its record is there already. */
  restore(call: Call): void {
    this.#calls.set(call.id, call)
    this.#popAgain(call)
  }

  wasSpokenOf(id: CallId): boolean {
    return this.#spokenOf.has(id)
  }

  /** Writes the facts of the last reports in one commit. Without room they wait in memory for the next try. */
  keep(): void {
    const changes = this.#unkept
    if (changes.length === 0 || this.#work.account === null) return
    this.#unkept = []
    try {
      this.#work.keep(changes)
    } catch (error) {
      if (!(error instanceof DiskFull || error instanceof OutboxUnreadable)) throw error
      this.#unkept = [...changes, ...this.#unkept]
      this.#work.ports.log.warn('call.record.waits', { changes: changes.length, why: error.name })
    }
  }

  /** The pop of a call as it is now known; null for a call never heard of. */
  pop(callId: CallId): Pop | null {
    return this.#pops.get(callId) ?? null
  }

  /** The dispatcher says who it is: kept with the call, learnt for the number. Null: no such call. */
  choose(callId: CallId, choice: Choice): Pop | null {
    const call = this.#calls.get(callId)
    const known = this.#pops.get(callId)
    if (!known) return null
    const { rows, learnt, ports } = this.#work
    const organisationId =
      choice.organisationId ??
      (choice.contactId && rows.get('contact', choice.contactId)?.organisationId) ??
      null
    // The record must be there before it is said whose it is.
    this.keep()
    const asked = call ? askedNumber(call.peer, this.#plan()) : null
    this.#work.write(
      { kind: 'call.identified', callId, contactId: choice.contactId, organisationId },
      known.callerName,
      () => {
        if (asked) learnt.learn(asked.number, choice.contactId, organisationId, ports.clock.now())
      },
    )
    this.#choices.set(callId, { contactId: choice.contactId, organisationId })
    return call ? this.#popAgain(call) : known
  }

  #fold(event: CallEvent): boolean {
    const before = this.#calls.get(event.callId) ?? null
    const after = nextCall(before, event)
    if (after === null || after === before) return false
    this.#calls.set(after.id, after)
    const named = before === null || event.type === 'numbered'
    const pop = named ? this.#popAgain(after) : null
    if (before === null) this.#begin(after, pop)
    else this.#advance(before, after, event)
    return true
  }

  #popAgain(call: Call): Pop {
    const { rows, reference, learnt, ports } = this.#work
    const at = ports.clock.now()
    const context = { rows, reference, learnt, plan: this.#plan(), at }
    const asked = askedNumber(call.peer, context.plan)
    const pop: Pop = {
      callId: call.id,
      number: asked?.number ?? null,
      numberShown: asked ? formatNumber(asked.number) + (asked.ext ? `,${asked.ext}` : '') : '',
      callerName: call.peer.name,
      callQueue: call.callQueue,
      dialledNumber: call.dialledNumber,
      asOf: this.#work.asOf,
      // Customers are not shown on a machine the desk has not let in for days.
      who: this.#lease.ended
        ? { kind: call.peer.hidden ? 'hidden' : 'unknown' }
        : whoCalls(call.peer, this.#choices.get(call.id) ?? null, context),
    }
    this.#pops.set(call.id, pop)
    this.news.emit({ type: 'pop', pop })
    return pop
  }

  #begin(call: Call, pop: Pop | null): void {
    // Repeated after a restart of this core: the record is already there.
    if (this.#work.rows.get('callRecord', call.id) !== null) return
    const card = pop?.who.kind === 'known' && !pop.who.card.maybe ? pop.who.card : null
    const known: { contactId: ContactId | null; organisationId: OrganisationId | null } = {
      contactId: card?.contact?.id ?? null,
      organisationId: card?.organisation.id ?? null,
    }
    const record = recordAtRing(call, this.#work.account?.user.id ?? null, pop?.number ?? null, known)
    this.#fact({ kind: 'call.rang', record }, call.peer.name)
  }

  #advance(before: Call, after: Call, event: CallEvent): void {
    if (event.type === 'recording') {
      const said = { callId: after.id, recording: event.state, consent: null }
      this.#fact({ kind: 'call.recorded', ...said }, after.peer.name)
    }
    if (after.state === before.state) return
    const record = this.#work.rows.get('callRecord', after.id)
    if (after.state === 'active' && (record === null || record.answeredAt === null)) {
      this.#fact({ kind: 'call.answered', callId: after.id, at: event.at }, after.peer.name)
    }
    if (after.state === 'over') {
      const quality = (event.type === 'ended' && event.quality) || null
      if (record === null || record.endedAt === null) {
        this.#fact(
          { kind: 'call.ended', callId: after.id, at: after.endedAt, end: after.end, quality },
          after.peer.name,
        )
      }
      this.#later(overShownMs, () => this.#forget(after.id))
    }
  }

  #fact(intent: Intent, about: string): void {
    const { account, ports } = this.#work
    if (account === null) {
      ports.log.warn('call.record.noUser')
      return
    }
    this.#unkept.push({
      key: this.#work.newKey(),
      intent,
      madeAt: ports.clock.now(),
      userId: account.user.id,
      about,
    })
  }

  #forget(id: CallId): void {
    this.#calls.delete(id)
    this.#choices.delete(id)
    this.#spokenOf.delete(id)
    this.#pops.delete(id)
    this.news.emit({ type: 'calls', calls: this.live })
  }

  /** Records begun before this start that no phone speaks of: the crash that cut them is their end. */
  #endLost(): void {
    const { account, rows, ports } = this.#work
    if (account === null) return
    const at = ports.clock.now()
    for (const record of rows.callsOfUser(account.user.id, 50)) {
      if (record.endedAt !== null || this.#calls.has(record.id)) continue
      this.#fact({ kind: 'call.ended', callId: record.id, at, end: 'crash' }, record.callerName)
    }
    this.keep()
  }

  #later(ms: number, run: () => void): void {
    const cancel = this.#work.ports.clock.after(ms, () => {
      this.#stops.delete(cancel)
      run()
    })
    this.#stops.add(cancel)
  }
}
