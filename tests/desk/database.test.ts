import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getTableColumns, is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { tableOf } from '#desk/db/entity-tables.ts'
import { currentEpoch } from '#desk/db/epoch.ts'
import { FolderInUse, lockFolder } from '#desk/db/folder-lock.ts'
import { migrate } from '#desk/db/migrate.ts'
import { migrations } from '#desk/db/migrations.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import * as schema from '#desk/db/schema.ts'
import { hotMs } from '#desk/jobs/evict-closed.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { searchTickets } from '#desk/search/search-tickets.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import { entities } from '#domain/entities.ts'
import { timelineEntryId } from '#domain/ids.ts'
import { smallCompany, ticketRow, wednesday } from './floor/company.ts'
import { overBothEngines, overPostgres } from './floor/engines.ts'

const columnsOf = async (db: Db, table: string) => {
  const rows = await db.query<{ column_name: string; is_nullable: string }>(
    'select column_name, is_nullable from information_schema.columns where table_name = $1',
    [table],
  )
  return new Map(rows.map(({ column_name, is_nullable }) => [column_name, is_nullable === 'NO']))
}

overBothEngines((db) => {
  test('migrating again changes nothing, and a newer database is refused', async () => {
    await migrate(db())
    expect(await db().query('select n, name from desk_migrations')).toEqual(
      migrations.map(({ n, name }) => ({ n, name })),
    )
    await db().query(`insert into desk_migrations (n, name) values (999, 'tomorrow')`)
    await expect(migrate(db())).rejects.toThrow('install a newer desk')
    await db().query('delete from desk_migrations where n = 999')
  })

  test('a migration that fails leaves nothing of itself behind', async () => {
    const broken = {
      n: migrations.length + 1,
      name: 'broken',
      sql: ['create table half (a int)', 'select no_such_function()'],
    }
    await expect(migrate(db(), [...migrations, broken])).rejects.toThrow()
    expect(await columnsOf(db(), 'half')).toEqual(new Map())
  })

  test('the tables the query builder knows are the tables the migrations made', async () => {
    for (const table of Object.values(schema).filter((one) => is(one, PgTable))) {
      const { name } = getTableConfig(table)
      const real = await columnsOf(db(), name)
      for (const column of Object.values(getTableColumns(table))) {
        expect({ name, column: column.name, there: real.get(column.name) }).toEqual({
          name,
          column: column.name,
          there: column.notNull,
        })
      }
    }
  })

  test('every key and every unique rule begins with the space, but for what belongs to no space', async () => {
    const keys = await db().query<{ rule: string }>(
      `select t.table_name || ': ' || min(k.column_name) filter (where k.ordinal_position = 1) as rule
       from information_schema.table_constraints t
       join information_schema.key_column_usage k using (constraint_schema, constraint_name, table_name)
       where t.table_schema = current_schema() and t.constraint_type in ('PRIMARY KEY', 'UNIQUE')
       group by t.table_name, t.constraint_name`,
    )
    const others = keys.map(({ rule }) => rule).filter((rule) => !rule.endsWith(': space_id'))
    // The desk itself, and what is looked up before it is known whose it is: a login, a token, a try to guess one.
    expect(others.sort()).toEqual([
      'desk_epoch: one',
      'desk_keys: name',
      'desk_migrations: n',
      'refresh_tokens: hash',
      'sign_in_tries: bucket',
      'user_secrets: login',
    ])
    const [{ count }] = (await db().query(
      `select count(*) as count from pg_index i join pg_class t on t.oid = i.indrelid
       join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
       where i.indisunique and t.relnamespace = current_schema()::regnamespace
         and exists (select from pg_attribute s where s.attrelid = t.oid and s.attname = 'space_id')
         and a.attname <> 'space_id' and t.relname not in ('refresh_tokens', 'user_secrets')`,
    )) as [{ count: number }]
    expect(count).toBe(0)
  })

  test('every kind of row has a table of its own', async () => {
    for (const entity of entities) {
      const [key] = await db().query<{ columns: string }>(
        `select pg_get_constraintdef(oid) as columns from pg_constraint where conrelid = $1::regclass and contype = 'p'`,
        [tableOf[entity]],
      )
      expect(key?.columns).toBe('PRIMARY KEY (space_id, id)')
    }
  })

  test('the epoch stays as long as the cluster is the same and changes with another', async () => {
    const epoch = await currentEpoch(db())
    expect(await currentEpoch(db())).toBe(epoch)
    await db().query(`update desk_epoch set system_identifier = 'another cluster'`)
    const after = await currentEpoch(db())
    expect(after).not.toBe(epoch)
    await db().query(`update desk_epoch set timeline = 'ffffffff'`)
    expect(await currentEpoch(db())).not.toBe(after)
  })

  test('a company is loaded in batches; what was closed long ago stays out of the feed', async () => {
    await ensureSpace(db(), { spaceId: mainSpace, name: 'x', timeZone: 'UTC' })
    const old = ticketRow('old', {
      number: '41',
      subject: 'Сломался сканер',
      status: 'closed',
      closedAt: wednesday - hotMs - 1,
    })
    const open = ticketRow('open', { number: '1042' })
    const entry = (id: string, ticket: typeof old) => ({
      entity: 'timelineEntry' as const,
      row: {
        id: timelineEntryId.parse(id),
        v: 1,
        ticketId: ticket.id,
        at: wednesday,
        by: null,
        what: { kind: 'created' as const },
      },
    })
    const progress: number[] = []
    const rows = [
      ...smallCompany(),
      { entity: 'ticket' as const, row: old },
      { entity: 'ticket' as const, row: open },
      entry('e-old', old),
      entry('e-open', open),
    ]
    const count = await seedDesk(db(), rows, { now: wednesday, onProgress: (n) => progress.push(n) })
    expect(count).toBe(rows.length)
    expect(progress.at(-1)).toBe(rows.length)
    const feed = await db().query<{ id: string }>('select id from changes where space_id = $1', [mainSpace])
    const ids = feed.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['open', 'e-open']))
    expect(ids).not.toContain('old')
    expect(ids).not.toContain('e-old')
    const [next] = await db().query<{ value: number }>(
      `select value from counters where name = 'ticketNumber'`,
    )
    expect(next?.value).toBe(1042)
  })

  test.each([
    ['its number', '№ 41', ['old']],
    ['a word of the subject, in any case, by its beginning', 'СЛОМ', ['old']],
    ['two words', 'печатает чек', ['open']],
    ['the customer', 'ромашка', ['open', 'old']],
    ['nothing that is there', 'самовар', []],
    ['operators of the query language', `сломался & ! | ( ' :*`, ['old']],
    ['only punctuation', '&|!', []],
  ])('a ticket is found by %s', async (_by, text, found) => {
    const tickets = await searchTickets(db(), mainSpace, text, 50)
    expect(new Set(tickets.map(({ id }) => String(id)))).toEqual(new Set(found))
  })
})

overPostgres((_db, url) => {
  test('several nodes that start at once migrate once', async () => {
    const fresh = url()
    const nodes = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url: fresh })))
    const epochs = await Promise.all(nodes.map(currentEpoch))
    expect(new Set(epochs).size).toBe(1)
    for (const node of nodes) await node.close()
  })
})

describe('the folder of the embedded engine', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pult-desk-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const lockFile = () => join(folder, 'desk.lock')

  test('is taken once; a second desk is refused with a sentence that names the process', async () => {
    const unlock = await lockFolder(folder)
    const refused = await lockFolder(folder).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(FolderInUse)
    expect(String(refused)).toContain(`is in use by process ${process.pid}. Stop that desk first`)
    unlock()
    ;(await lockFolder(folder))()
  })

  test('left behind by a desk that was killed is taken over', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    writeFileSync(lockFile(), `${child.pid} ${boot}`)
    ;(await lockFolder(folder))()
  })

  test('left behind before the machine started anew is taken over, even if the number is in use again', async () => {
    writeFileSync(lockFile(), `${process.pid} another-boot`)
    ;(await lockFolder(folder))()
  })
})
