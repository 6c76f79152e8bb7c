import type { EntityPut, EntityRef } from '../entities.ts'
import type { TicketId, TimelineEntryId } from '../ids.ts'
import type { TimelineEntry } from '../ticket/timeline-entry.ts'
import type { IntentContext, RowLookup } from './intent-rule.ts'

/** A change that leaves two entries gets the second id from the first, so that replaying makes the same rows. */
export const secondEntryId = (id: TimelineEntryId): TimelineEntryId =>
  `${id.slice(0, 62)}.2` as TimelineEntryId

export const entryRefs = (id: TimelineEntryId): EntityRef[] => [
  { entity: 'timelineEntry', id },
  { entity: 'timelineEntry', id: secondEntryId(id) },
]

export function entryPut(
  id: TimelineEntryId,
  ticketId: TicketId,
  what: TimelineEntry['what'],
  { by, at }: IntentContext,
): EntityPut {
  return { entity: 'timelineEntry', row: { id, v: 0, ticketId, at, by, what } }
}

/**
 * The timeline is append-only: an id that is taken by the same author on the same ticket says that this very change
 * was made before; taken by anything else, that the id is not ours to write.
 */
export function entryTaken(
  id: TimelineEntryId,
  ticketId: TicketId,
  rows: RowLookup,
  { by }: IntentContext,
): 'free' | 'ours' | 'foreign' {
  const entry = rows('timelineEntry', id)
  if (entry === null) return 'free'
  return entry.ticketId === ticketId && entry.by === by ? 'ours' : 'foreign'
}
