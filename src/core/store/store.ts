import { renameSync, rmSync } from 'node:fs'
import { getTableName } from 'drizzle-orm'
import type { CallRecord } from '#domain/call/call-record.ts'
import type { DeafTime } from '#domain/call/deaf-time.ts'
import type { CallerKey, LedgerClosure } from '#domain/call/ledger-rows.ts'
import {
  type Entity,
  type EntityPut,
  type EntityRow,
  entities,
  entitySchemas,
  type Shape,
  shapeOf,
} from '#domain/entities.ts'
import type { ContactId, OrganisationId, QueueId, TicketId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { type DbKey, isDamage, type Sqlite } from '../files/encrypted-db.ts'
import { type CallFilter, CallLists } from './call-lists.ts'
import { indexDdl, indexNames } from './ddl.ts'
import { type AskedNumber, NumberLookup, type NumberMatch } from './number-lookup.ts'
import { type CacheDisk, encryptedDisk } from './open-cache.ts'
import { OwedTexts } from './owed-texts.ts'
import { RowReader } from './row-reader.ts'
import { RowWriter } from './row-writer.ts'
import type { Rows } from './rows.ts'
import { isSearched } from './search-index.ts'
import { type ShapeState, syncStates } from './sync-state.ts'
import { entityTables } from './tables.ts'
import { searchTables, TextDebt } from './text-debt.ts'
import { TextSearch } from './text-search.ts'
import { type TicketFilter, TicketLists, type TicketSlice } from './ticket-lists.ts'

/** A stretch of a feed, as the wire brings it; rows are checked here before they are believed. */
export interface FeedPage {
  from: string | null
  to: string
  more: boolean
  changes: readonly { e: Entity; id: string; op: 'put' | 'del' | 'evict'; v: number; row: unknown }[]
  at: Instant
  lastN: number | null
}

export type Applied =
  /** Kept with its cursor; `changed` names every row that is different now. */
  | { kind: 'applied'; changed: { entity: Entity; id: string }[]; unreadable: number }
  /** It begins somewhere else than where we stand: dropped. */
  | { kind: 'elsewhere' }

/** What the cache cannot hold because nobody reads it so: statements over one open file. */
interface Opened {
  db: Sqlite
  reader: RowReader
  writer: RowWriter
  numbers: NumberLookup
  lists: TicketLists
  calls: CallLists
  texts: TextSearch
  debt: TextDebt
  sync: ReturnType<typeof syncStates>
}

/**
 * The desk's rows on this machine, encrypted: server truth only, never an optimistic value. Disposable: when a page
 * turns out damaged the file is made anew, `onRebuilt` is told, and the feeds fill it again.
 */
export class Store implements Rows {
  readonly #file: string
  #key: DbKey
  readonly #disk: CacheDisk
  #open: Opened
  #checkpoints: ReturnType<CacheDisk['checkpoints']>
  #onRebuilt: () => void = () => {}
  #onOwed: () => void = () => {}
  /** The file that was there could not be used. */
  readonly rebuiltAtStart: boolean

  constructor(file: string, key: DbKey, disk: CacheDisk = encryptedDisk()) {
    this.#file = file
    this.#key = key
    this.#disk = disk
    const { db, rebuilt } = disk.open(file, key)
    this.rebuiltAtStart = rebuilt
    this.#open = opened(db)
    this.#checkpoints = disk.checkpoints(db, file, key)
  }

  onRebuilt(told: () => void): void {
    this.#onRebuilt = told
  }

  /** Rows were written whose full text is owed: somebody calls `payTexts` when there is time. */
  onOwed(told: () => void): void {
    this.#onOwed = told
  }

  /** The open file, for tests that ask it for plans. */
  get db(): Sqlite {
    return this.#open.db
  }

  close(): void {
    this.#checkpoints?.settle()
    this.#open.db.close()
  }

  /** Empties the cache: another space, or damage. Under a new key what the disk still holds of the old file is noise. */
  rebuild(key: DbKey = this.#key): void {
    this.close()
    this.#key = key
    this.#take(this.#disk.makeAnew(this.#file, this.#key))
  }

  /** Where the file lies, for whoever makes the next one beside it. */
  get place(): { file: string; key: DbKey } {
    return { file: this.#file, key: this.#key }
  }

  /** Writes everything into the file itself, so that a copy of it alone is whole. */
  gather(): void {
    this.#checkpoints?.settle()
    this.#read(({ db }) => db.pragma('wal_checkpoint(truncate)'))
  }

  /** Takes a file made elsewhere in place of this one: one rename, all of it or nothing. */
  swapIn(made: string): void {
    this.close()
    for (const suffix of ['-wal', '-shm']) rmSync(this.#file + suffix, { force: true })
    renameSync(made, this.#file)
    this.#take(this.#disk.open(this.#file, this.#key).db)
    this.#onOwed()
  }

  #take(db: Sqlite): void {
    this.#open = opened(db)
    this.#checkpoints = this.#disk.checkpoints(db, this.#file, this.#key)
  }

  // Reading

  get<E extends Entity>(entity: E, id: string): EntityRow<E> | null {
    return this.#read(({ reader }) => reader.get(entity, id))
  }

  all<E extends Entity>(entity: E): EntityRow<E>[] {
    return this.#read(({ reader }) => reader.all(entity))
  }

  rowsAfter<E extends Entity>(entity: E, id: string, limit: number): EntityRow<E>[] {
    return this.#read(({ reader }) => reader.after(entity, id, limit))
  }

  ofOrganisation<E extends 'contact' | 'contract' | 'site' | 'equipment'>(
    entity: E,
    organisationId: OrganisationId,
    limit: number,
  ): EntityRow<E>[] {
    return this.#read(({ reader }) => reader.ofOrganisation(entity, organisationId, limit))
  }

  countOfOrganisation(
    entity: 'contact' | 'contract' | 'site' | 'equipment',
    organisationId: OrganisationId,
  ): number {
    return this.#read(({ reader }) => reader.countOfOrganisation(entity, organisationId))
  }

  timeline(ticketId: TicketId): EntityRow<'timelineEntry'>[] {
    return this.#read(({ reader }) => reader.timeline(ticketId))
  }

  callsOfOrganisation(organisationId: OrganisationId, limit: number): EntityRow<'callRecord'>[] {
    return this.#read(({ reader }) => reader.callsOfOrganisation(organisationId, limit))
  }

  callsOfUser(userId: string, limit: number): EntityRow<'callRecord'>[] {
    return this.#read(({ reader }) => reader.callsOfUser(userId, limit))
  }

  lostCalls(): string[] {
    return this.#read(({ calls }) => calls.lostCalls())
  }

  callsOfPbx(pbxCallIds: readonly string[]): CallRecord[] {
    return this.#read(({ calls }) => calls.ofPbx(pbxCallIds))
  }

  callsWith(
    callerKeys: readonly CallerKey[],
    contactIds: readonly ContactId[],
    since: Instant,
  ): CallRecord[] {
    return this.#read(({ calls }) => calls.with(callerKeys, contactIds, since))
  }

  lostBetween(from: Instant, to: Instant): string[] {
    return this.#read(({ calls }) => calls.lostBetween(from, to))
  }

  closuresOf(callerKeys: readonly CallerKey[]): LedgerClosure[] {
    return this.#read(({ calls }) => calls.closuresOf(callerKeys))
  }

  deafTimes(since: Instant): DeafTime[] {
    return this.#read(({ calls }) => calls.deafTimes(since))
  }

  journal(filter: CallFilter, limit: number): CallRecord[] {
    return this.#read(({ calls }) => calls.journal(filter, limit))
  }

  findNumber(asked: AskedNumber, areaCode: string | null): NumberMatch {
    return this.#read(({ numbers }) => numbers.find(asked, areaCode))
  }

  openTickets(organisationId: OrganisationId, limit: number): Ticket[] {
    return this.#read(({ lists }) => lists.openOfOrganisation(organisationId, limit))
  }

  openCount(organisationId: OrganisationId): number {
    return this.#read(({ lists }) => lists.openCount(organisationId))
  }

  ticketsByNumber(number: string): Ticket[] {
    return this.#read(({ lists }) => lists.byNumber(number))
  }

  ticketList(filter: TicketFilter, slice: TicketSlice): Ticket[] {
    return this.#read(({ lists }) => lists.list(filter, slice))
  }

  ticketCount(filter: TicketFilter, except: readonly TicketId[]): number {
    return this.#read(({ lists }) => lists.count(filter, except))
  }

  queueFigures(now: Instant): { queueId: QueueId | null; open: number; breached: number }[] {
    return this.#read(({ lists }) => lists.queueFigures(now))
  }

  nearestDue(queueId: QueueId): Ticket | null {
    return this.#read(({ lists }) => lists.nearestDue(queueId))
  }

  organisationsByText(text: string, limit: number): OrganisationId[] {
    return this.#read(({ texts }) => texts.organisations(text, limit))
  }

  contactsByText(text: string, limit: number): ContactId[] {
    return this.#read(({ texts }) => texts.contacts(text, limit))
  }

  ticketsByText(text: string, limit: number): TicketId[] {
    return this.#read(({ texts }) => texts.tickets(text, limit))
  }

  shapeState(shape: Shape): ShapeState {
    return this.#read(({ sync }) => sync.get(shape))
  }

  shapeStates(): ShapeState[] {
    return this.#read(({ sync }) => sync.all())
  }

  // Writing

  /**
   * Applies a page of a feed in one transaction with its cursor, only if it begins where we stand. A row that does not
   * fit its schema is left out and counted: one bad row must not stop a feed.
   */
  applyPage(shape: Shape, page: FeedPage): Applied {
    const done = this.#read(({ db, writer, sync }) =>
      db.transaction((): Applied => {
        const state = sync.get(shape)
        if (page.from !== state.cursor) return { kind: 'elsewhere' }
        const changed: { entity: Entity; id: string }[] = []
        let unreadable = 0
        for (const change of page.changes) {
          if (change.op === 'put') {
            const row = entitySchemas[change.e].safeParse(change.row)
            if (!row.success || row.data.id !== change.id || shapeOf[change.e] !== shape) unreadable += 1
            else if (writer.put({ entity: change.e, row: { ...row.data, v: change.v } } as EntityPut))
              changed.push({ entity: change.e, id: change.id })
          } else if (writer.remove(change.e, change.id, change.v)) {
            changed.push({ entity: change.e, id: change.id })
          }
        }
        sync.put({
          shape,
          cursor: page.to,
          lastN: Math.max(state.lastN, page.lastN ?? 0),
          asOf: page.at,
          whole: state.whole || !page.more,
        })
        return { kind: 'applied', changed, unreadable }
      })(),
    )
    this.#checkpoints?.wrote()
    if (done.kind === 'applied') this.#onOwed()
    return done
  }

  /** The feed cannot continue from our cursor: this shape's rows go, the next pull begins at the beginning. */
  resetShape(shape: Shape): void {
    this.#read(({ db, sync }) => {
      db.transaction(() => {
        for (const entity of entities) {
          if (shapeOf[entity] !== shape) continue
          db.exec(`delete from "${getTableName(entityTables[entity])}"`)
          if (isSearched(entity)) for (const table of searchTables(entity)) db.exec(`delete from ${table}`)
        }
        if (shape === 'ref') db.exec('delete from contact_phone')
        // What came by the feed is no longer here: nothing counts as come until it has come again.
        sync.put({ shape, cursor: null, lastN: 0, asOf: null, whole: false })
      })()
    })
  }

  /** The desk fell behind (restored from a backup): what it has to take again has not come by any feed. */
  lowerLastN(lastN: number): void {
    this.#read(({ db, sync }) =>
      db.transaction(() => {
        for (const state of sync.all()) if (state.lastN > lastN) sync.put({ ...state, lastN })
      })(),
    )
  }

  /** Puts rows as they are, whatever version is there, and removes others: after a check found them wrong. */
  repair(puts: readonly EntityPut[], removes: readonly { entity: Entity; id: string }[]): void {
    this.#read(({ db, writer }) =>
      db.transaction(() => {
        for (const { entity, id } of removes) writer.remove(entity, id, Number.MAX_SAFE_INTEGER)
        for (const put of puts) {
          writer.remove(put.entity, put.row.id, Number.MAX_SAFE_INTEGER)
          writer.put(put)
        }
      })(),
    )
    this.#checkpoints?.wrote()
    this.#onOwed()
  }

  /** How many rows' full text is owed. */
  get textsOwed(): number {
    return this.#read(({ debt }) => debt.left)
  }

  /** Writes the full text of at most so many rows, in a transaction of its own. Answers of how many; 0: nothing is owed. */
  payTexts(rowsMax: number): number {
    const paid = this.#read(({ db, debt }) => db.transaction(() => debt.pay(rowsMax))())
    if (paid > 0) this.#checkpoints?.wrote()
    return paid
  }

  /**
   * Bulk load into an empty cache: indexes are made after the rows. For snapshots and benchmarks. No ANALYZE: what it
   * learns of a small cache would make the planner read whole tables of the large one it grows into.
   * Answers the number of rows taken.
   */
  load(rows: Iterable<EntityPut>, asOf: Instant): number {
    const { db, writer, debt, sync } = this.#open
    let count = 0
    db.transaction(() => {
      for (const name of indexNames) db.exec(`drop index if exists "${name}"`)
      for (const row of rows) {
        if (writer.put(row)) count += 1
        if (count % loadedAtOnce === 0) while (debt.pay(loadedAtOnce) > 0);
      }
      while (debt.pay(loadedAtOnce) > 0);
      for (const ddl of indexDdl) db.exec(ddl)
      for (const shape of new Set(Object.values(shapeOf))) {
        sync.put({ ...sync.get(shape), asOf, whole: true })
      }
    })()
    db.pragma('wal_checkpoint(truncate)')
    return count
  }

  /** Every way to the file goes through here: a damaged page empties the cache, and the question is asked once more. */
  #read<Answer>(ask: (open: Opened) => Answer): Answer {
    try {
      return ask(this.#open)
    } catch (error) {
      if (!isDamage(error)) throw error
      this.rebuild()
      this.#onRebuilt()
      return ask(this.#open)
    }
  }
}

/** Rows of a bulk load whose full text is written together. */
const loadedAtOnce = 1_000

function opened(db: Sqlite): Opened {
  const debt = new TextDebt(db)
  const owed = new OwedTexts(db)
  return {
    db,
    reader: new RowReader(db),
    writer: new RowWriter(db, debt),
    numbers: new NumberLookup(db),
    lists: new TicketLists(db, owed),
    calls: new CallLists(db),
    texts: new TextSearch(db, owed),
    debt,
    sync: syncStates(db),
  }
}
