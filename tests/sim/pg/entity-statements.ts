import { tableOf } from '#desk/db/entity-tables.ts'
import { type Entity, entities } from '#domain/entities.ts'
import { type Pg, PgError, type Tx } from './pg.ts'
import type { Asked, Statements } from './statement.ts'

/** A row of an entity's table. `row` is shared by everybody who reads it: nobody changes it. */
export interface EntityTableRow {
  id: string
  v: number
  row: { id: string; v: number } & Record<string, unknown>
  /** Tickets only. */
  inFeed: boolean
}

const entityOf = new Map<string, Entity>(entities.map((entity) => [tableOf[entity], entity]))

/** Text that PostgreSQL would refuse in a jsonb (class 22), for changes that break the desk's code. */
export const unkeepable = '☠'

export const entityRow = (pg: Pg, tx: Tx | null, entity: string, id: string) =>
  pg.get(tx, entity, id) as EntityTableRow | null

const idsOf = (list: unknown) => [...(list as string[])].sort()
const read = new WeakMap<object, EntityTableRow['row'][]>()
/** The rows of a parameter; asked for twice, for the locks and for the writing. */
function parsed(list: unknown): EntityTableRow['row'][] {
  const texts = list as string[]
  let rows = read.get(texts)
  if (rows === undefined) {
    rows = texts.map((json) => {
      if (json.includes(unkeepable)) throw new PgError('22P05', 'untranslatable character')
      return JSON.parse(json) as EntityTableRow['row']
    })
    read.set(texts, rows)
  }
  return rows
}
const table = ({ words }: Asked) => entityOf.get(words[1] as string) as Entity
const rowLock = (entity: string, id: string) => `${entity} ${id}`

/** Rows of the company: reading, locking, writing. */
export const entityStatements: Statements = {
  'rows.locked': {
    pattern:
      /^select '(\w+)' as entity, row from \w+ where space_id = \$1 and id = any\(\$2::text\[\]\) order by id for update$/,
    locks: ({ pg, tx, words, params }) =>
      idsOf(params[1])
        .filter((id) => entityRow(pg, tx, words[1] as string, id) !== null)
        .map((id) => rowLock(words[1] as string, id)),
    run: ({ pg, tx, words, params }) =>
      idsOf(params[1]).flatMap((id) => {
        const found = entityRow(pg, tx, words[1] as string, id)
        return found === null ? [] : [{ entity: words[1], row: found.row }]
      }),
  },
  'rows.open': {
    pattern: /^select '\w+' as entity, row from \w+ where space_id = \$1 and id = any\(\$\d::text\[\]\)/,
    run: ({ pg, tx, words, params }) =>
      [...words.input.matchAll(/select '(\w+)' as entity/g)].flatMap(([, entity], at) =>
        (params[at + 1] as string[]).flatMap((id) => {
          const found = entityRow(pg, tx, entity as string, id)
          return found === null ? [] : [{ entity, row: found.row }]
        }),
      ),
  },
  'rows.one': {
    pattern: /^select row from (\w+) where space_id = \$1 and id = \$2$/,
    run: (asked) => {
      const found = entityRow(asked.pg, asked.tx, table(asked), asked.params[1] as string)
      return found === null ? [] : [{ row: found.row }]
    },
  },
  'rows.insert': {
    pattern: /^insert into (\w+) \(space_id, id, v, row\) select \$1, r->>'id', 1, r from unnest/,
    locks: (asked) => parsed(asked.params[1]).map(({ id }) => rowLock(table(asked), id)),
    run: (asked) => {
      const { pg, tx, params } = asked
      const entity = table(asked)
      for (const row of parsed(params[1])) {
        if (entityRow(pg, tx, entity, row.id) !== null) throw new PgError('23505', 'duplicate key')
        pg.put(tx, entity, row.id, { id: row.id, v: row.v, row, inFeed: true })
      }
      return []
    },
  },
  'rows.update': {
    pattern:
      /^update (\w+) old set v = \(r->>'v'\)::bigint, row = r from unnest\(\$2::jsonb\[\]\) as r where/,
    locks: (asked) => parsed(asked.params[1]).map(({ id }) => rowLock(table(asked), id)),
    run: (asked) => {
      const { pg, tx, params } = asked
      const entity = table(asked)
      return parsed(params[1]).flatMap((row) => {
        const old = entityRow(pg, tx, entity, row.id)
        if (old === null || old.v !== row.v - 1) return []
        pg.put(tx, entity, row.id, { ...old, v: row.v, row })
        return [{ v: row.v }]
      })
    },
  },
  'rows.delete': {
    pattern: /^delete from (\w+) where space_id = \$1 and id = \$2 returning v$/,
    locks: (asked) => [rowLock(table(asked), asked.params[1] as string)],
    run: (asked) => {
      const { pg, tx, params } = asked
      const old = entityRow(pg, tx, table(asked), params[1] as string)
      if (old === null) return []
      pg.put(tx, table(asked), old.id, null)
      return [{ v: old.v }]
    },
  },
  'tickets.lastRoute': {
    pattern: /^select row->>'by' as by, at from timeline_entries .* order by at desc limit 1$/,
    run: ({ pg, tx, params }) =>
      entriesOf(pg, tx, params[1])
        .filter(({ row }) => {
          const what = row.what as { kind: string; field?: string }
          return what.kind === 'changed' && (what.field === 'queue' || what.field === 'assignee')
        })
        .slice(0, 1)
        .map(({ row }) => ({ by: row.by, at: row.at })),
  },
  'tickets.reopen': {
    pattern:
      /^update tickets set in_feed = true where space_id = \$1 and id = any\(\$2::text\[\]\) and not in_feed returning id$/,
    locks: ({ params }) => idsOf(params[1]).map((id) => rowLock('ticket', id)),
    run: ({ pg, tx, params }) =>
      idsOf(params[1]).flatMap((id) => {
        const found = entityRow(pg, tx, 'ticket', id)
        if (found === null || found.inFeed) return []
        pg.put(tx, 'ticket', id, { ...found, inFeed: true })
        return [{ id }]
      }),
  },
  'tickets.raiseTimeline': {
    pattern:
      /^with kept as \( select id from timeline_entries .* update timeline_entries e set v = e\.v \+ 1/,
    locks: ({ pg, tx, params }) => raised(pg, tx, params).map(({ id }) => rowLock('timelineEntry', id)),
    run: ({ pg, tx, params }) =>
      raised(pg, tx, params).map((old) => {
        const v = old.v + 1
        const row = { ...old.row, v }
        pg.put(tx, 'timelineEntry', old.id, { ...old, v, row })
        return { row }
      }),
  },
  'tickets.evict': {
    pattern: /^update tickets set in_feed = false where .* for update skip locked\) returning id, v$/,
    run: ({ pg, tx, params }) => {
      const closed = pg
        .rows<EntityTableRow>(tx, 'ticket')
        .filter(({ row, inFeed }) => inFeed && row.closedAt !== null)
        .filter(({ row }) => (row.closedAt as number) < (params[1] as number))
        .filter(({ id }) => !pg.isLockedByOther(tx, rowLock('ticket', id)))
        .sort((a, b) => (a.row.closedAt as number) - (b.row.closedAt as number) || (a.id < b.id ? -1 : 1))
        .slice(0, params[2] as number)
      for (const found of closed) {
        void pg.lock(tx, rowLock('ticket', found.id))
        pg.put(tx, 'ticket', found.id, { ...found, inFeed: false })
      }
      return closed.map(({ id, v }) => ({ id, v }))
    },
  },
  'tickets.entriesOf': {
    pattern: /^select id, v from timeline_entries where space_id = \$1 and ticket_id = any\(\$2::text\[\]\)$/,
    run: ({ pg, tx, params }) =>
      (params[1] as string[]).flatMap((id) => entriesOf(pg, tx, id).map(({ id, v }) => ({ id, v }))),
  },
}

/** The last entries of a ticket but those that were only just written. */
const raised = (pg: Pg, tx: Tx, [, ticketId, most, written]: readonly unknown[]) =>
  entriesOf(pg, tx, ticketId)
    .filter(({ id }) => !(written as string[]).includes(id))
    .slice(0, most as number)

/** Newest first. */
function entriesOf(pg: Pg, tx: Tx, ticketId: unknown): EntityTableRow[] {
  return pg
    .rows<EntityTableRow>(tx, 'timelineEntry')
    .filter(({ row }) => row.ticketId === ticketId)
    .sort((a, b) => (b.row.at as number) - (a.row.at as number) || (a.id < b.id ? 1 : -1))
}
