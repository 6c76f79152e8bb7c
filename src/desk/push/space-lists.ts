import type { CategoryId, SlaPolicyId, SpaceId } from '#domain/ids.ts'
import type { SlaPolicy } from '#domain/sla/sla-policy.ts'
import type { WorkCalendar } from '#domain/sla/work-calendar.ts'
import type { Category } from '#domain/ticket/category.ts'
import type { Sql } from '../db/db.ts'

/** The lists a ticket's times are worked out by. They change a few times a year and are read by every push. */
export interface SpaceLists {
  calendars: readonly WorkCalendar[]
  policies: ReadonlyMap<SlaPolicyId, SlaPolicy>
  categories: ReadonlyMap<CategoryId, Category>
}

/**
 * Which version of the lists a transaction sees: a counter that the database itself raises with every change of them.
 * A subselect, to be read in the same statement as other things.
 */
export const listsVersionSql = `coalesce((select value from counters where space_id = $1 and name = 'lists'), 0)`

type ListRow = {
  version: number
  entity: 'workCalendar' | 'slaPolicy' | 'category' | null
  row: unknown
}

/** Lists with the version in one statement, so that they belong together. */
const listsSql = `
with lists as (
  select 'workCalendar' as entity, row from work_calendars where space_id = $1
  union all select 'slaPolicy', row from sla_policies where space_id = $1
  union all select 'category', row from categories where space_id = $1
)
select ${listsVersionSql} as version, lists.entity, lists.row
from (select) as once left join lists on true`

/**
 * The lists of each space in this node's memory. Nothing tells it of changes: whoever uses them says which version
 * their transaction sees, and gets lists at least as new.
 */
export class ListCache {
  readonly #known = new Map<SpaceId, { version: number; lists: SpaceLists }>()

  async of(tx: Sql, spaceId: SpaceId, version: number): Promise<SpaceLists> {
    const known = this.#known.get(spaceId)
    if (known?.version === version) return known.lists
    const rows = await tx.query<ListRow>(listsSql, [spaceId], { prepared: true })
    const calendars: WorkCalendar[] = []
    const policies = new Map<SlaPolicyId, SlaPolicy>()
    const categories = new Map<CategoryId, Category>()
    for (const { entity, row } of rows) {
      if (entity === 'workCalendar') calendars.push(row as WorkCalendar)
      if (entity === 'slaPolicy') policies.set((row as SlaPolicy).id, row as SlaPolicy)
      if (entity === 'category') categories.set((row as Category).id, row as Category)
    }
    const lists = { calendars, policies, categories }
    this.#known.set(spaceId, { version: rows[0]?.version ?? 0, lists })
    return lists
  }
}
