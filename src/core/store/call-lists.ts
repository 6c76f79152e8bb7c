import type { Statement } from 'better-sqlite3'
import type { CallRecord } from '#domain/call/call-record.ts'
import type { DeafTime } from '#domain/call/deaf-time.ts'
import type { CallerKey, LedgerClosure } from '#domain/call/ledger-rows.ts'
import type { ContactId, OrganisationId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { decoder, selectList } from './codec.ts'

/** What the journal is asked for. */
export interface CallFilter {
  only: 'all' | 'in' | 'out' | 'missed'
  /** Null: everybody's. */
  userId: string | null
  /** Digits that occur in the number, and parties whose names fit; all empty: no search. */
  digits: string
  name: string
  contactIds: readonly ContactId[]
  organisationIds: readonly OrganisationId[]
}

/** Among so many of the newest records the journal searches; what is older is found by its customer. */
const searchedMax = 20_000

const many = (ids: readonly string[]) => JSON.stringify(ids)

/**
 * Calls for the ledger and the journal. `lostCalls` names every call at the PBX that may still be open in the ledger;
 * the rule that decides is `reckonLedger`, which is then asked about those alone.
 */
export class CallLists {
  readonly #lost: Statement
  readonly #ofPbx: Statement
  readonly #with: Statement
  readonly #lostBetween: Statement
  readonly #closures: Statement
  readonly #deaf: Statement
  readonly #db: Sqlite
  readonly #journals = new Map<string, Statement>()

  constructor(db: Sqlite) {
    this.#db = db
    const calls = `select ${selectList('callRecord', 'c')} from call_record c`
    // "indexed by": a plan over all calls would take seconds with a year of them.
    this.#lost = db
      .prepare(
        `select distinct c.pbx_call_id from call_record c indexed by call_record_lost where c.lost = 1
           and not exists (select 1 from call_record t where t.caller_key = c.caller_key and t.answered_at > c.ring_at)
           and (c.contact_id is null or not exists (
             select 1 from call_record t where t.contact_id = c.contact_id and t.answered_at > c.ring_at))
           and not exists (select 1 from call_record t
             where t.pbx_call_id = c.pbx_call_id and t.direction = 'in' and t.lost = 0)
           and not exists (select 1 from ledger_closure l, json_each(l.pbx_call_ids) one
             where l.caller_key = c.caller_key and one.value = c.pbx_call_id)`,
      )
      .pluck()
    this.#ofPbx = db.prepare(`${calls} where c.pbx_call_id in (select value from json_each(?))`).raw()
    this.#with = db
      .prepare(
        `${calls} where c.caller_key in (select value from json_each(@keys))
           and (c.ring_at >= @since or c.answered_at >= @since)
         union ${calls} where c.contact_id in (select value from json_each(@contacts))
           and (c.ring_at >= @since or c.answered_at >= @since)`,
      )
      .raw()
    this.#lostBetween = db
      .prepare(
        `select distinct pbx_call_id from call_record indexed by call_record_lost
           where lost = 1 and ring_at between ? and ?`,
      )
      .pluck()
    this.#closures = db
      .prepare(
        `select ${selectList('ledgerClosure')} from ledger_closure
           where caller_key in (select value from json_each(?))`,
      )
      .raw()
    this.#deaf = db
      .prepare(`select ${selectList('deafTime')} from deaf_time where "to" >= ? order by "to"`)
      .raw()
  }

  lostCalls(): string[] {
    return this.#lost.all() as string[]
  }

  ofPbx(pbxCallIds: readonly string[]): CallRecord[] {
    return this.#rows(this.#ofPbx.all(many(pbxCallIds)))
  }

  with(callerKeys: readonly CallerKey[], contactIds: readonly ContactId[], since: Instant): CallRecord[] {
    return this.#rows(this.#with.all({ keys: many(callerKeys), contacts: many(contactIds), since }))
  }

  /** PBX ids of calls that rang in that time and may have been missed. */
  lostBetween(from: Instant, to: Instant): string[] {
    return this.#lostBetween.all(from, to) as string[]
  }

  closuresOf(callerKeys: readonly CallerKey[]): LedgerClosure[] {
    return (this.#closures.all(many(callerKeys)) as unknown[][]).map(decoder('ledgerClosure'))
  }

  deafTimes(since: Instant): DeafTime[] {
    return (this.#deaf.all(since) as unknown[][]).map(decoder('deafTime'))
  }

  /** Newest first. */
  journal(filter: CallFilter, limit: number): CallRecord[] {
    const { only, userId, digits, name } = filter
    const searched = digits !== '' || name !== ''
    const where = [
      { all: '', in: `c.direction = 'in'`, out: `c.direction = 'out'`, missed: 'c.lost = 1' }[only],
      userId === null ? '' : 'c.user_id = @userId',
      searched
        ? `((@digits <> '' and (c.number like '%' || @digits || '%' or c.number_raw like '%' || @digits || '%'))
            or (@name <> '' and fold(c.caller_name) like '%' || @name || '%')
            or c.contact_id in (select value from json_each(@contacts))
            or c.organisation_id in (select value from json_each(@organisations)))`
        : '',
    ].filter(Boolean)
    const from = searched
      ? `(select * from call_record order by ring_at desc limit ${searchedMax}) c`
      : 'call_record c'
    const sql = `select ${selectList('callRecord', 'c')} from ${from}
      ${where.length > 0 ? `where ${where.join(' and ')}` : ''} order by c.ring_at desc limit @limit`
    const asked = {
      limit,
      ...(userId === null ? {} : { userId }),
      ...(searched
        ? {
            digits,
            name,
            contacts: many(filter.contactIds),
            organisations: many(filter.organisationIds),
          }
        : {}),
    }
    return this.#rows(this.#prepared(sql).all(asked))
  }

  #prepared(sql: string): Statement {
    const known = this.#journals.get(sql)
    if (known) return known
    const made = this.#db.prepare(sql).raw()
    this.#journals.set(sql, made)
    return made
  }

  #rows(found: unknown[]): CallRecord[] {
    return (found as unknown[][]).map(decoder('callRecord'))
  }
}
