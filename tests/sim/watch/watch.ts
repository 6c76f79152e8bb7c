import type { Statement } from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import type { Change } from '#core/outbox/outbox.ts'
import type { Applied, FeedPage, Store } from '#core/store/store.ts'
import { entityTables } from '#core/store/tables.ts'
import { type Entity, entities, type Shape, shapeOf, shapes } from '#domain/entities.ts'
import type { Intent } from '#domain/intent/intent.ts'
import type { RunningParts, SimConsole } from '../console/sim-console.ts'
import { entityRow } from '../pg/entity-statements.ts'
import { epochRow, isOfThisHistory } from '../pg/feed-statements.ts'
import { type FeedRow, isAfter, type Pg, type Tx } from '../pg/pg.ts'
import { consoleRow, resultRow } from '../pg/push-statements.ts'

/** A promise of the sync that was broken. */
export interface Violation {
  /** `I1` … `I10`, or what else went wrong. */
  rule: string
  text: string
}

/** A change a console said "saved" to. */
export interface Accepted {
  key: string
  console: SimConsole
  /** In the order its person made them. */
  ordinal: number
  intent: Intent
}

/** What really happened to the tables, by key; goes back with a restored backup. */
interface History {
  effects: Map<string, number>
  /** Of each console and ticket, the ordinal of the last effect. */
  order: Map<string, number>
}

interface Place {
  cursor: string
  epoch: string
  tx: number
  k: number
  horizon: number
}

const tableName = (entity: Entity) => getTableName(entityTables[entity])
const isEntity = (table: string) => (entities as readonly string[]).includes(table)

/** Looks on while a run goes, step by step; what can only be said at its end is in `final-check.ts`. */
export class Watch {
  readonly #pg: Pg
  readonly acceptedByKey = new Map<string, Accepted>()
  history: History = { effects: new Map(), order: new Map() }
  #ordinal = 0
  readonly #places = new Map<SimConsole, Map<Shape, Place>>()
  readonly #versions = new Map<SimConsole, Map<string, number>>()
  readonly #readVersion = new Map<Store, (entity: Entity, id: string) => number | null>()
  violation: Violation | null = null
  #restores = 0

  readonly #say: ((line: string) => void) | null

  /** `say`: writes a line of the trace; null: nobody reads it. */
  constructor(pg: Pg, say: ((line: string) => void) | null) {
    this.#pg = pg
    this.#say = say
    pg.onCommit = (tx) => this.#committed(tx)
  }

  violate(rule: string, text: string): void {
    this.violation ??= { rule, text }
  }

  accepted(console: SimConsole, { key, intent, n }: Change): void {
    this.#say?.(`${console.name} saves ${n}: ${intent.kind} ${subjectOf(intent)} (${key})`)
    this.acceptedByKey.set(key, { key, console, ordinal: ++this.#ordinal, intent })
  }

  /** Given up by its person: still in the outbox as such. */
  discarded(_console: SimConsole, _key: string): void {}

  backup(): History {
    return { effects: new Map(this.history.effects), order: new Map(this.history.order) }
  }

  restored({ effects, order }: History): void {
    this.history = { effects: new Map(effects), order: new Map(order) }
    this.#restores++
  }

  get restores(): number {
    return this.#restores
  }

  /** Takes hold of a console's process before it does anything. */
  begun(console: SimConsole, { store, work, outboxDb }: RunningParts): void {
    const places = new Map<Shape, Place>()
    for (const state of store.shapeStates()) {
      if (state.cursor === null) continue
      const place = placeOf(state.cursor)
      places.set(state.shape as Shape, place)
    }
    this.#places.set(console, places)
    this.#versions.set(console, new Map())
    const applyPage = store.applyPage.bind(store)
    store.applyPage = (shape, page) => {
      const applied = applyPage(shape, page)
      if (applied.kind === 'applied') this.#applied(console, store, shape, page, applied)
      return applied
    }
    const resetShape = store.resetShape.bind(store)
    store.resetShape = (shape) => {
      resetShape(shape)
      this.#forget(console, shape)
    }
    const rebuild = store.rebuild.bind(store)
    store.rebuild = () => {
      rebuild()
      this.#readVersion.delete(store)
      for (const shape of shapes) this.#forget(console, shape)
    }
    const confirm = work.outbox.confirm.bind(work.outbox)
    const applied = outboxDb.prepare(`select key from change where state = 'applied' and n <= ?`).pluck()
    work.outbox.confirm = (lastN, at) => {
      const keys = applied.all(lastN) as string[]
      const confirmed = confirm(lastN, at)
      for (const key of keys) this.#confirmed(console, store, key)
      return confirmed
    }
  }

  #forget(console: SimConsole, shape: Shape): void {
    this.#places.get(console)?.delete(shape)
    const versions = this.#versions.get(console)
    for (const name of versions?.keys() ?? [])
      if (shapeOf[name.slice(0, name.indexOf(' ')) as Entity] === shape) versions?.delete(name)
  }

  /** Reads the version of a row in a cache, without the row. */
  #versionsIn(store: Store): (entity: Entity, id: string) => number | null {
    let known = this.#readVersion.get(store)
    if (known !== undefined) return known
    const statements = new Map<Entity, Statement>()
    known = (entity, id) => {
      let statement = statements.get(entity)
      if (statement === undefined) {
        statement = store.db.prepare(`select v from "${tableName(entity)}" where id = ?`).pluck()
        statements.set(entity, statement)
      }
      return (statement.get(id) as number | undefined) ?? null
    }
    this.#readVersion.set(store, known)
    return known
  }

  /** A console took a page: its cursor and its rows only go forward, and no row is of its own making. */
  #applied(
    console: SimConsole,
    store: Store,
    shape: Shape,
    page: FeedPage,
    { unreadable, changed }: Extract<Applied, { kind: 'applied' }>,
  ): void {
    this.#say?.(
      `${console.name} takes ${shape} to ${page.to.slice(37)}: ${page.changes.map(told).join(', ')}`,
    )
    if (unreadable > 0) this.violate('unreadable', `${console.name}: ${unreadable} rows of ${shape}`)
    const places = this.#places.get(console)
    const before = places?.get(shape)
    const now = placeOf(page.to)
    if (page.from !== (before?.cursor ?? null)) {
      this.violate(
        'I5',
        `${console.name}: a page of ${shape} from ${page.from} was taken at ${before?.cursor}`,
      )
    }
    if (before !== undefined && (before.epoch !== now.epoch || isAfter(before, now))) {
      this.violate('I5', `${console.name}: the cursor of ${shape} went back to ${page.to}`)
    }
    places?.set(shape, now)
    const versions = this.#versions.get(console)
    const versionIn = this.#versionsIn(store)
    for (const { entity, id } of changed) {
      const name = `${entity} ${id}`
      const v = versionIn(entity, id)
      const known = versions?.get(name)
      if (v === 0) this.violate('I8', `${console.name}: ${name} in the cache is of the console's making`)
      if (v !== null && known !== undefined && v < known) {
        this.violate('I5', `${console.name}: ${name} went back from version ${known} to ${v}`)
      }
      if (v === null) versions?.delete(name)
      else versions?.set(name, v)
    }
  }

  /** The optimistic view lets go of a change: its effect must be in the rows below by now. */
  #confirmed(console: SimConsole, store: Store, key: string): void {
    const intent = this.acceptedByKey.get(key)?.intent
    if (intent === undefined) return
    const result = resultRow(this.#pg, null, key)
    if (
      result === null ||
      result.outcome.outcome !== 'applied' ||
      result.outcome.notice?.code === 'alreadySo'
    ) {
      return
    }
    for (const [entity, id] of effectOf(intent)) {
      const truth = entityRow(this.#pg, null, entity, id)
      if (truth === null || !truth.inFeed || !store.shapeState(shapeOf[entity]).whole) continue
      if (entity === 'timelineEntry' && this.#isEvicted(truth.row.ticketId as string)) continue
      if (store.get(entity, id) === null) {
        this.violate('I6', `${console.name}: ${intent.kind} was confirmed and ${entity} ${id} vanished`)
      }
    }
  }

  #isEvicted(ticketId: string): boolean {
    return entityRow(this.#pg, null, 'ticket', ticketId)?.inFeed === false
  }

  /** A transaction became durable. */
  #committed(tx: Tx): void {
    this.#say?.(
      `transaction ${tx.xid} commits: ${tx.added.map((row) => told({ ...row, e: row.entity })).join(', ')}`,
    )
    for (const row of tx.dropped)
      this.#say?.(`  and drops ${row.tx}.${row.k} ${told({ ...row, e: row.entity })}`)
    for (const row of tx.added) this.#noneIsPast(row)
    const { intent } = tx
    if (intent === null) return
    const { key, consoleId, n } = intent
    if ((consoleRow(this.#pg, null, consoleId)?.lastN ?? 0) < n) {
      this.violate('I1', `change ${n} was answered for and its number is not used up`)
    }
    if (![...tx.written.keys()].some(isEntity)) return
    const { effects, order } = this.history
    const times = (effects.get(key) ?? 0) + 1
    effects.set(key, times)
    if (times > 1) this.violate('I2', `change ${n} (${key}) took effect ${times} times`)
    const accepted = this.acceptedByKey.get(key)
    if (accepted === undefined) return
    const line = `${consoleId} ${subjectOf(accepted.intent)}`
    const last = order.get(line) ?? 0
    if (accepted.ordinal < last) {
      this.violate('I4', `${accepted.console.name}: ${accepted.intent.kind} took effect after a later change`)
    }
    order.set(line, accepted.ordinal)
  }

  /**
   * No console may stand beyond a change that only becomes visible now. In a database that was put back as another one
   * somebody may write before the first node makes the new epoch: no node reads under the old one any more, and every
   * cursor of it is void.
   */
  #noneIsPast(row: FeedRow): void {
    const known = epochRow(this.#pg, null)
    if (known === null || !isOfThisHistory(known, this.#pg)) return
    const { epoch } = known
    for (const [console, places] of this.#places) {
      const place = places.get(row.shape)
      if (place === undefined || place.epoch !== epoch || row.tx === 1 || isAfter(row, place)) continue
      this.violate(
        'I5',
        `${console.name}: ${row.entity} ${row.id} v${row.v} of transaction ${row.tx} became visible behind its cursor ${place.tx}.${place.k}`,
      )
    }
  }
}

const told = ({ op, e, id, v }: { op: string; e: string; id: string; v: number }) => `${op} ${e} ${id} v${v}`

export function placeOf(cursor: string): Place {
  const [epoch = '', tx = '0', k = '0', horizon = '0'] = cursor.split('.')
  return { cursor, epoch, tx: Number(tx), k: Number(k), horizon: Number(horizon) }
}

/** Rows that are there only because of this change. */
export function effectOf(intent: Intent): [Entity, string][] {
  if (intent.kind === 'ticket.create') return [['ticket', intent.ticket.id]]
  return 'entryId' in intent ? [['timelineEntry', intent.entryId]] : []
}

function subjectOf(intent: Intent): string {
  if (intent.kind === 'ticket.create') return intent.ticket.id
  if ('ticketId' in intent) return intent.ticketId
  return 'contactId' in intent ? String(intent.contactId) : ''
}
