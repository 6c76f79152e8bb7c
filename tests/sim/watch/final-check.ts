import { foldedWords } from '#core/files/fold.ts'
import type { Store } from '#core/store/store.ts'
import { Overlay } from '#core/view/overlay.ts'
import { type Entity, entities, type Shape, shapeOf, shapes } from '#domain/entities.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { SimConsole } from '../console/sim-console.ts'
import { type EntityTableRow, entityRow } from '../pg/entity-statements.ts'
import { epochRow, feedState, rowsAfter } from '../pg/feed-statements.ts'
import { isAfter, type Pg } from '../pg/pg.ts'
import { resultRow } from '../pg/push-statements.ts'
import type { Watch } from './watch.ts'
import { type Accepted, effectOf, placeOf, type Violation } from './watch.ts'

type ShapesOf = (console: SimConsole) => readonly Shape[]

/**
 * Has a console every change of a feed, those too that an open transaction still holds back? One that stands in another
 * history, or lacks a deletion that the desk forgot, has not: the desk sends it to the beginning as soon as it asks.
 */
export function isCaughtUp(pg: Pg, store: Store, shape: Shape): boolean {
  const { cursor, whole } = store.shapeState(shape)
  if (cursor === null || !whole) return false
  const place = placeOf(cursor)
  if (place.epoch !== epochRow(pg, null)?.epoch) return false
  const { gcTx, gcK } = feedState(pg, null, shape)
  if (place.horizon < gcTx && isAfter({ tx: gcTx, k: gcK }, place)) return false
  return rowsAfter(pg, shape, place, 1).length === 0
}

/** What must hold once everything works again and nothing is on its way. */
export function finalCheck(
  pg: Pg,
  watch: Watch,
  consoles: readonly SimConsole[],
  shapesOf: ShapesOf,
): Violation | null {
  return (
    cachesAgree(pg, consoles, shapesOf) ??
    searchesAgree(consoles) ??
    nothingLostOrDoubled(pg, watch, consoles)
  )
}

/** I3 for words: whether their full text is written or still owed, tickets are found by their subjects and by nothing else. */
function searchesAgree(consoles: readonly SimConsole[]): Violation | null {
  for (const { name, running } of consoles) {
    if (running === null) continue
    const { store } = running
    const byWord = new Map<string, string[]>()
    const held = new Set<string>()
    // Without the descriptions: the long ones of an import take longer to read than all the rest of a run's rows.
    const tickets = store.db.prepare('select id, subject from ticket').all()
    for (const { id, subject } of tickets as Pick<Ticket, 'id' | 'subject'>[]) {
      held.add(id)
      for (const word of new Set(foldedWords(subject))) byWord.set(word, [...(byWord.get(word) ?? []), id])
    }
    for (const [word, ids] of byWord) {
      const found = new Set<string>(store.ticketsByText(word, 10_000))
      const ghost = [...found].find((id) => !held.has(id))
      const lost = ids.find((id) => !found.has(id))
      if (ghost ?? lost)
        return {
          rule: 'I3',
          text: `${name}: "${word}" ${ghost ? 'finds what is gone' : `does not find ${lost}`}`,
        }
    }
  }
  return null
}

/** What is seen is the cache with the changes on their way replayed over it, and nothing left from before. */
export function viewsAreTrue(consoles: readonly SimConsole[]): Violation | null {
  for (const { name, running } of consoles) {
    if (running === null) continue
    const { work, store } = running
    // While a feed is being filled the view stands on what there was.
    if (store.shapeStates().some(({ whole, cursor }) => !whole || cursor === null)) continue
    const anew = new Overlay((entity, id) => store.get(entity, id))
    anew.replay(
      () => work.outbox.unsettled(),
      (change) => work.roleOf(change),
    )
    for (const entity of used) {
      const [seen, right] = [[...work.overlay.of(entity)], [...anew.of(entity)]]
      if (!isSame(seen, right)) return { rule: 'view', text: `${name}: ${entity} is shown as it was before` }
    }
  }
  return null
}

/** I3, I8, I9: each console holds the desk's rows of its feeds and no others. */
export function cachesAgree(pg: Pg, consoles: readonly SimConsole[], shapesOf: ShapesOf): Violation | null {
  const truths = new Map(shapes.map((shape) => [shape, truthOf(pg, shape)]))
  for (const console of consoles) {
    const store = console.running?.store
    if (store === undefined) continue
    for (const shape of shapes) {
      const allowed = shapesOf(console).includes(shape)
      const truth = allowed ? (truths.get(shape) as Map<string, unknown>) : new Map<string, unknown>()
      const wrong = difference(store, shape, truth)
      if (wrong !== null) return { rule: allowed ? 'I3' : 'I9', text: `${console.name}, ${shape}: ${wrong}` }
    }
  }
  return null
}

/** The rows of a feed as the desk's tables have them. */
function truthOf(pg: Pg, shape: Shape): Map<string, unknown> {
  const truth = new Map<string, unknown>()
  for (const entity of entities) {
    if (shapeOf[entity] !== shape) continue
    for (const { id, row, inFeed } of pg.rows<EntityTableRow>(null, entity)) {
      const evicted =
        entity === 'timelineEntry' && entityRow(pg, null, 'ticket', row.ticketId as string)?.inFeed === false
      if (inFeed && !evicted) truth.set(`${entity} ${id}`, row)
    }
  }
  return truth
}

function difference(store: Store, shape: Shape, truth: Map<string, unknown>): string | null {
  let held = 0
  for (const entity of entities) {
    if (shapeOf[entity] !== shape || isNeverUsed(entity)) continue
    for (const row of store.all(entity)) {
      held++
      const name = `${entity} ${row.id}`
      const wanted = truth.get(name) as Record<string, unknown> | undefined
      if (wanted === undefined) return `${name} v${row.v} is not the desk's`
      if (!isSame(row, wanted)) return `${name} is v${row.v}, at the desk v${wanted.v}`
    }
  }
  if (held === truth.size) return null
  for (const name of truth.keys()) {
    const [entity, id] = name.split(' ') as [Entity, string]
    if (store.get(entity, id) === null) return `${name} is missing`
  }
  return 'another number of rows'
}

/** Kinds of rows no run makes: asking for them would only take time. */
const used = new Set<Entity>(['organisation', 'contact', 'user', 'queue', 'ticket', 'timelineEntry'])
const isNeverUsed = (entity: Entity) => !used.has(entity)

/** Equal as JSON, whatever the order of their fields. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => isSame(left[key], right[key]))
}

interface Kept {
  key: string
  state: string
}

/** I1, I2: each change a console said "saved" to had one effect, or is visibly refused. */
function nothingLostOrDoubled(pg: Pg, watch: Watch, consoles: readonly SimConsole[]): Violation | null {
  for (const console of consoles) {
    const kept = new Map(
      (console.disks.outbox.open().prepare('select key, state from change').all() as Kept[]).map((row) => [
        row.key,
        row.state,
      ]),
    )
    for (const accepted of watch.acceptedByKey.values()) {
      if (accepted.console !== console) continue
      const wrong = whatWentWrong(pg, watch, accepted, kept.get(accepted.key))
      if (wrong !== null)
        return { rule: 'I1', text: `${console.name}, ${accepted.intent.kind} ${accepted.key}: ${wrong}` }
    }
  }
  return null
}

function whatWentWrong(pg: Pg, watch: Watch, accepted: Accepted, state: string | undefined): string | null {
  const effects = watch.history.effects.get(accepted.key) ?? 0
  if (state === undefined) return 'saved and then lost by the console'
  if (state === 'refused' || state === 'discarded') {
    return effects === 0 ? null : `shown as refused, and took effect`
  }
  const outcome = resultRow(pg, null, accepted.key)?.outcome
  if (outcome?.outcome !== 'applied') return `${state}, the desk says ${outcome?.outcome ?? 'nothing'}`
  if (outcome.notice?.code === 'alreadySo') return effects === 0 ? null : 'already so, and took effect'
  if (effects !== 1) return `${state}, and took effect ${effects} times`
  const missing = effectOf(accepted.intent).find(([entity, id]) => entityRow(pg, null, entity, id) === null)
  return missing === undefined ? null : `${state}, and ${missing.join(' ')} is not there`
}
