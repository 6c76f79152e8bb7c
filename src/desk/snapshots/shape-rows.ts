import { type Entity, shapeOf } from '#domain/entities.ts'
import { tableOf } from '../db/entity-tables.ts'

/**
 * Rows of one kind that consoles hold, with the alias `r` ($1 is the space): what a pull of the feed from its
 * beginning would leave behind. Customers and lists: all of them. Tickets: until they are evicted. Of conversations
 * and calls the feed itself knows, because of a ticket that came back only the newest entries did.
 */
export function heldRows(entity: Entity): string {
  const from = `from ${tableOf[entity]} r where r.space_id = $1`
  if (entity === 'ticket') return `${from} and r.in_feed`
  if (shapeOf[entity] !== 'timeline') return from
  return `${from} and (select c.op from changes c
    where c.space_id = r.space_id and c.id = r.id and c.entity = '${entity}' order by c.tx desc, c.k desc limit 1) = 'put'`
}
