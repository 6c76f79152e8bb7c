import type { CallRecord } from '#domain/call/call-record.ts'
import { type LedgerRefusal, mayCallBack } from '#domain/call/ledger-deeds.ts'
import type { CallerKey, CloseReason } from '#domain/call/ledger-rows.ts'
import { callerKeyOf, mayBeMissed } from '#domain/call/missed-call.ts'
import { type LedgerEntry, type Ledger as Reckoned, reckonLedger } from '#domain/call/missed-ledger.ts'
import type { ContactId, UserId } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { Emitter } from '#shared/emitter.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { Workstation } from '../workstation.ts'
import { writeAndHear } from './write-and-hear.ts'

/** A ring without an end becomes a missed call by the clock alone: looked at so often. */
const lookMs = 60_000
/** The cache is asked as a whole so often, for what a corrected contact has opened again. */
const anewMs = 3_600_000
/** With more news than this (a console that catches up) one question to the cache is cheaper. */
const newsMax = 200
/** A ledger that nobody ever cleared takes long to reckon: then it is told at most a tenth of the time. */
const cheapMs = 5
const restFactor = 10
/** As many calls as one claim or closure carries. */
const callsMax = 200

export type Deed = Result<{ confirmed: boolean }, LedgerRefusal>

/**
 * The missed callers of the whole company as this workstation knows them: the rows of the cache with the changes on
 * their way over them, decided by `reckonLedger` alone. Between two questions only calls that may still be open
 * are looked at again.
 */
export class Ledger {
  readonly #work: Workstation
  /** Calls of the PBX that may be open; null: ask the cache. */
  #suspects: Set<string> | null = null
  #reckoned: Reckoned | null = null
  #askedAt = 0
  /** What the last reckoning took. */
  #costMs = 0
  #telling = false
  readonly #stops: Set<() => void>
  readonly changed = new Emitter<Record<never, never>>()

  constructor(work: Workstation) {
    this.#work = work
    let filling = work.status.now.filling !== null
    let leaseEnded = work.status.now.lease?.ended ?? false
    this.#stops = new Set([
      work.callsChanged.on(({ refs }) => this.#hear(refs)),
      // A claim that is on its way, arrived or was refused looks different.
      work.outbox.changed.on(() => this.#touch()),
      work.status.changed.on((status) => {
        const ended = status.lease?.ended ?? false
        if (ended !== leaseEnded) this.#touch()
        leaseEnded = ended
        const was = filling
        filling = status.filling !== null
        if (was && !filling) this.#anew()
      }),
    ])
    this.#lookLater()
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }

  /** As it stands now; the longest waiting first. */
  get now(): Reckoned {
    if (this.#reckoned === null) {
      const { clock } = this.#work.ports
      const began = clock.monotonic()
      this.#reckoned = this.#reckon()
      this.#costMs = clock.monotonic() - began
    }
    return this.#reckoned
  }

  entry(callerKey: CallerKey): LedgerEntry | null {
    return this.now.open.find((entry) => entry.callerKey === callerKey) ?? null
  }

  /** Callers claimed here while the desk has not said yes. */
  unconfirmed(): ReadonlySet<CallerKey> {
    const waiting = this.#work.outbox.unsettled().filter(({ state }) => state === 'pending')
    return new Set(waiting.flatMap(({ intent }) => (intent.kind === 'ledger.claim' ? intent.callerKey : [])))
  }

  /** Claims the caller where nobody has, and answers what to dial. */
  async callBack(
    callerKey: CallerKey,
  ): Promise<Result<{ number: string; confirmed: boolean }, LedgerRefusal | { code: 'noNumber' }>> {
    const entry = this.entry(callerKey)
    if (entry === null) return refuse({ code: 'nothingOpen' })
    const may = mayCallBack(entry, this.#work.me.id)
    if (!may.ok) return may
    const { number } = may.value
    if (!may.value.claimFirst) return ok({ number, confirmed: !this.unconfirmed().has(callerKey) })
    const claimed = await this.claim(callerKey, null)
    return claimed.ok ? ok({ number, ...claimed.value }) : claimed
  }

  async claim(callerKey: CallerKey, expected: UserId | null): Promise<Deed> {
    return await this.#do(callerKey, ({ calls }) => ({
      kind: 'ledger.claim',
      callerKey,
      pbxCallIds: calls.slice(-callsMax).map(({ pbxCallId }) => pbxCallId),
      expected,
    }))
  }

  async release(callerKey: CallerKey, expected: UserId): Promise<Deed> {
    return await this.#do(callerKey, () => ({ kind: 'ledger.release', callerKey, expected }))
  }

  /** What is closed is what the person saw: calls that come later stay open. */
  async settle(callerKey: CallerKey, reason: CloseReason, note: string): Promise<Deed> {
    let done: Deed = refuse({ code: 'nothingOpen' })
    // A caller with more than 200 open calls takes a closure for each two hundred.
    while (this.entry(callerKey) !== null) {
      done = await this.#do(callerKey, ({ calls }) => ({
        kind: 'ledger.close',
        closure: {
          id: this.#work.ports.newId(),
          callerKey,
          pbxCallIds: calls.slice(0, callsMax).map(({ pbxCallId }) => pbxCallId),
          reason,
          note,
        },
      }))
      if (!done.ok) break
    }
    return done
  }

  async #do(callerKey: CallerKey, intentOf: (entry: LedgerEntry) => Intent): Promise<Deed> {
    const entry = this.entry(callerKey)
    if (entry === null) return refuse({ code: 'nothingOpen' })
    const heard = await writeAndHear(this.#work, intentOf(entry), entry.callerName || (entry.number ?? ''))
    if (heard.ok) return ok({ confirmed: heard.value === 'applied' })
    const { refusal } = heard
    return refuse(refusal.code === 'takenBy' ? refusal : { code: 'notYours' })
  }

  #reckon(): Reckoned {
    const { rows, ports } = this.#work
    const now = ports.clock.now()
    if (this.#suspects === null) this.#askedAt = now
    const suspects = this.#suspects ?? new Set(rows.lostCalls())
    const own = suspects.size === 0 ? [] : rows.callsOfPbx([...suspects])
    const keys = [...new Set(own.map(callerKeyOf))]
    const contacts = [...new Set(own.flatMap(({ contactId }): ContactId[] => (contactId ? [contactId] : [])))]
    const since = Math.min(now, ...own.map(({ ringAt }) => ringAt))
    // Of other calls of theirs only talks and tries count here: whether one was missed is not known from some of its records.
    const others =
      own.length === 0 ? [] : rows.callsWith(keys, contacts, since).filter((one) => !mayBeMissed(one))
    const told = [...own, ...others]
    const claims = keys.flatMap((key) => rows.get('ledgerClaim', key) ?? [])
    const reckoned = reckonLedger(told, claims, rows.closuresOf(keys), now)
    const open = reckoned.open.flatMap(({ calls }) => calls.map(({ pbxCallId }) => pbxCallId))
    const undecided = own.filter(isUndecided).map(({ pbxCallId }) => pbxCallId)
    this.#suspects = new Set([...open, ...undecided])
    return reckoned
  }

  #hear(refs: readonly { entity: string; id: string }[]): void {
    // While the cache is filled every page brings hundreds; it is asked once at the end.
    if (this.#work.status.now.filling !== null || refs.length > newsMax) {
      this.#anew()
      return
    }
    for (const { entity, id } of refs) {
      if (entity !== 'callRecord') continue
      const record = this.#work.rows.get('callRecord', id)
      if (record !== null && mayBeMissed(record)) this.#suspects?.add(record.pbxCallId)
    }
    this.#touch()
  }

  #anew(): void {
    this.#suspects = null
    this.#touch()
  }

  #touch(): void {
    this.#reckoned = null
    if (this.#costMs < cheapMs) {
      this.changed.emit({})
      return
    }
    if (this.#telling) return
    this.#telling = true
    this.#later(this.#costMs * restFactor, () => {
      this.#telling = false
      this.changed.emit({})
    })
  }

  #later(ms: number, run: () => void): void {
    const cancel = this.#work.ports.clock.after(ms, () => {
      this.#stops.delete(cancel)
      run()
    })
    this.#stops.add(cancel)
  }

  #lookLater(): void {
    const { clock } = this.#work.ports
    this.#later(lookMs, () => {
      this.#lookLater()
      if (clock.now() - this.#askedAt > anewMs) this.#anew()
      else if (this.#suspects === null || this.#suspects.size > 0) this.#touch()
    })
  }
}

/** It may still become a missed call. */
const isUndecided = (record: CallRecord) =>
  record.direction === 'in' && record.answeredAt === null && record.end === null
