import type { Role } from '#domain/directory/staff.ts'
import type { Entity, EntityPut, EntityRow } from '#domain/entities.ts'
import { applyIntent } from '#domain/intent/apply-intent.ts'
import type { RowLookup } from '#domain/intent/intent-rule.ts'
import type { Change } from '../outbox/outbox.ts'

/** What replaying a change answers: the same result the desk's own run gives. */
export type Replayed = ReturnType<typeof applyIntent>

/**
 * Rows as they will be once the desk takes the changes on their way: the cache's rows with pending changes replayed
 * over them by the desk's own rules. In memory only; the cache holds the desk's truth alone.
 */
export class Overlay {
  readonly #base: RowLookup
  readonly #rows = new Map<string, EntityPut>()
  /** Order numbers of the changes that touch each ticket: it is shown as "on its way". */
  readonly #pendingTickets = new Set<string>()
  /** What is to be replayed before the next look; null: the rows are as they should be. */
  #due: { changes: () => readonly Change[]; roleOf: (change: Change) => Role } | null = null

  constructor(base: RowLookup) {
    this.#base = base
  }

  /**
   * Everything anew: the rows below moved or changes were settled. Done when somebody looks: while hundreds of changes
   * go out, every answer and every page asks for it, and nobody looks in between.
   */
  replay(changes: () => readonly Change[], roleOf: (change: Change) => Role): void {
    this.#due = { changes, roleOf }
  }

  /** Lays one more change on top. One that its rule refuses here lays nothing: the desk will say the same. */
  add(change: Change, role: Role): void {
    // What is due is read anew and has this one in it.
    if (this.#due === null) this.#lay(change, role)
  }

  #bringUp(): void {
    if (this.#due === null) return
    const { changes, roleOf } = this.#due
    const waiting = changes()
    this.#due = null
    this.#rows.clear()
    this.#pendingTickets.clear()
    for (const change of waiting) this.#lay(change, roleOf(change))
  }

  #lay(change: Change, role: Role): void {
    if (change.state !== 'pending' && change.state !== 'applied') return
    const applied = this.try(change, role)
    if (!applied.ok) return
    for (const put of applied.value.puts) {
      this.#rows.set(keyOf(put.entity, put.row.id), put)
      if (put.entity === 'ticket') this.#pendingTickets.add(put.row.id)
    }
  }

  /** What the rule says to a change against the rows as they are shown now; nothing is kept. */
  try(change: Pick<Change, 'intent' | 'userId' | 'madeAt'>, role: Role): Replayed {
    return applyIntent(change.intent, this.lookup, { by: change.userId, role, at: change.madeAt })
  }

  readonly lookup: RowLookup = (entity, id) => this.get(entity, id) ?? this.#base(entity, id)

  get<E extends Entity>(entity: E, id: string): EntityRow<E> | null {
    this.#bringUp()
    return (this.#rows.get(keyOf(entity, id))?.row as EntityRow<E> | undefined) ?? null
  }

  *of<E extends Entity>(entity: E): Iterable<EntityRow<E>> {
    this.#bringUp()
    for (const put of this.#rows.values()) if (put.entity === entity) yield put.row as EntityRow<E>
  }

  get empty(): boolean {
    this.#bringUp()
    return this.#rows.size === 0
  }

  isPending(ticketId: string): boolean {
    this.#bringUp()
    return this.#pendingTickets.has(ticketId)
  }

  pendingTickets(): Iterable<string> {
    this.#bringUp()
    return this.#pendingTickets
  }

  /** Those that were on their way when somebody looked last: what a reader may still be showing. */
  shownPending(): Iterable<string> {
    return this.#pendingTickets
  }
}

const keyOf = (entity: Entity, id: string) => `${entity} ${id}`
