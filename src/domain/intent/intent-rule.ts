import type { Result } from '#shared/result.ts'
import { ok, refuse } from '#shared/result.ts'
import type { Role } from '../directory/staff.ts'
import type { Entity, EntityPut, EntityRef, EntityRow } from '../entities.ts'
import type { TicketId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { IntentKind, IntentOf } from './intent.ts'
import type { Notice, Refusal } from './refusal.ts'

/** The rows a mutator may look at: those `intentRefs` named, as they stand before it. */
export type RowLookup = <E extends Entity>(entity: E, id: EntityRow<E>['id']) => EntityRow<E> | null

export type IntentContext = {
  /** The author, as the desk knows them by their token. */
  by: UserId
  role: Role
  /** When the change was made (console) or is applied (desk); stamps rows, never orders them. */
  at: Instant
  /** Who routed a ticket last and when, for telling the loser of a race; absent where that is not known. */
  lastRouteOf?: (ticketId: TicketId) => { by: UserId | null; at: Instant } | null
}

/** Rows to write whole, in order. They carry the `v` of the row they came from (0: new); the desk sets the true one. */
export type Applied = { puts: EntityPut[]; notice: Notice | null }
export type Applying = Result<Applied, Refusal>

export type IntentRule<K extends IntentKind> = {
  refs: (intent: IntentOf<K>) => EntityRef[]
  apply: (intent: IntentOf<K>, rows: RowLookup, context: IntentContext) => Applying
}
export type IntentRules<K extends IntentKind> = { readonly [One in K]: IntentRule<One> }

export const done = (...puts: EntityPut[]): Applying => ok({ puts, notice: null })
export const alreadySo = (): Applying => ok({ puts: [], notice: { code: 'alreadySo' } })
export const notFound = (what: Entity): Applying => refuse({ code: 'notFound', what })
export const alreadyExists = (what: Entity): Applying => refuse({ code: 'alreadyExists', what })
export const invalid = (field: string): Applying => refuse({ code: 'invalid', field })
export const forbidden = (what: string): Applying => refuse({ code: 'forbidden', what })
