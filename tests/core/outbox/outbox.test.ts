import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openEncrypted, type Sqlite } from '#core/files/encrypted-db.ts'
import { DiskFull } from '#core/outbox/disk-full.ts'
import { Kept } from '#core/outbox/kept.ts'
import { type Migration, migrate, migrations, OutboxTooNew } from '#core/outbox/migrate.ts'
import { openOutbox } from '#core/outbox/open-outbox.ts'
import { type NewChange, Outbox } from '#core/outbox/outbox.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { workFolder } from '../support/work-folder.ts'

const key = 'cd'.repeat(32)

function open(file = join(workFolder(), 'outbox.db')): { db: Sqlite; outbox: Outbox; file: string } {
  const { db } = openOutbox(file, key, 0)
  onTestFinished(() => void db.close())
  return { db, outbox: new Outbox(db), file }
}

function change(name: string): NewChange {
  const intent: Intent = {
    kind: 'ticket.comment',
    ticketId: 't-1' as never,
    entryId: `entry-${name}` as never,
    text: name,
    internal: true,
    channel: 'phone',
  }
  return { key: `key-${name}` as never, intent, madeAt: 1, userId: 'anna' as never, about: name }
}
const keys = (outbox: Outbox) => outbox.toSend(50).map(({ n, key }) => `${n} ${key}`)

describe('what is kept under a name', () => {
  test('is read as it was last written, and as it was when the writing was taken back', () => {
    const { outbox, db } = open()
    const kept = new Kept(db, outbox)
    expect(kept.count('calls')).toBe(0)
    kept.set('calls', 1)
    expect(kept.count('calls')).toBe(1)
    const halfWay = () =>
      outbox.write(() => {
        kept.set('calls', 2)
        expect(kept.count('calls')).toBe(2)
        throw new Error('half-way')
      })
    expect(halfWay).toThrow('half-way')
    expect(kept.count('calls')).toBe(1)
    expect(kept.get('calls', z.string())).toBeNull()
    kept.remove('calls')
    expect(kept.count('calls')).toBe(0)
  })
})

describe('changes', () => {
  test('are numbered in order and kept until the desk has its say', () => {
    const { outbox } = open()
    outbox.append([change('a'), change('b')])
    outbox.append([change('c')])
    expect(keys(outbox)).toEqual(['1 key-a', '2 key-b', '3 key-c'])
    outbox.settle(
      [
        { n: 1, refusal: null },
        { n: 2, refusal: { code: 'notFound', what: 'ticket' } },
      ],
      2,
    )
    expect(keys(outbox)).toEqual(['3 key-c'])
    expect(outbox.counts()).toEqual({ pending: 2, refused: 1 })
    expect(outbox.confirm(1, 3)).toBe(true)
    expect(outbox.unsettled().map(({ n, state }) => `${n} ${state}`)).toEqual(['2 refused', '3 pending'])
  })

  test('a key is taken once', () => {
    const { outbox } = open()
    outbox.append([change('a')])
    expect(() => outbox.append([change('a')])).toThrow()
    expect(outbox.numbers().last).toBe(1)
  })

  test('what must be kept together with a change is kept or lost with it', () => {
    const { outbox, db } = open()
    const also = () => db.prepare(`insert into kept values ('x', '1')`).run()
    expect(() =>
      outbox.append([change('a')], () => {
        also()
        throw new Error('half-way')
      }),
    ).toThrow('half-way')
    expect(db.prepare(`select count(*) from kept where key = 'x'`).pluck().get()).toBe(0)
    expect(outbox.unsettled()).toEqual([])
  })

  test('are let go 72 hours after they were settled, and their numbers are never given again', () => {
    const { outbox } = open()
    outbox.append([change('a'), change('b')])
    outbox.settle(
      [
        { n: 1, refusal: null },
        { n: 2, refusal: null },
      ],
      0,
    )
    outbox.confirm(2, 1000)
    outbox.prune(71 * 3_600_000)
    expect(outbox.get(2)).not.toBeNull()
    outbox.prune(73 * 3_600_000)
    expect(outbox.get(2)).toBeNull()
    expect(outbox.append([change('c')])[0]?.n).toBe(3)
  })
})

describe('a desk that counts otherwise', () => {
  test('forgot the last changes: they are sent again under their keys', () => {
    const { outbox } = open()
    outbox.append(['a', 'b', 'c', 'd'].map(change))
    outbox.settle(
      [1, 2, 3].map((n) => ({ n, refusal: null })),
      0,
    )
    outbox.confirm(2, 0)
    outbox.align(2)
    expect(keys(outbox)).toEqual(['2 key-b', '3 key-c', '4 key-d'])
  })

  test('forgot a refused one: it stays in the tray and holds no number', () => {
    const { outbox } = open()
    outbox.append(['a', 'b', 'c'].map(change))
    outbox.settle(
      [
        { n: 1, refusal: null },
        { n: 2, refusal: { code: 'notFound', what: 'ticket' } },
      ],
      0,
    )
    outbox.align(1)
    expect(keys(outbox)).toEqual(['1 key-a', '2 key-c'])
    expect(outbox.unsettled().find(({ state }) => state === 'refused')?.key).toBe('key-b')
    expect(outbox.append([change('d')])[0]?.n).toBe(3)
  })

  test('knows more than this file (an old copy came back): what waits goes on behind it', () => {
    const { outbox } = open()
    outbox.append(['a', 'b'].map(change))
    outbox.align(8)
    expect(keys(outbox)).toEqual(['8 key-a', '9 key-b'])
    expect(outbox.append([change('c')])[0]?.n).toBe(10)
  })
})

describe('the file', () => {
  test('a full disk refuses the change in so many words, reading goes on, and room ends it', () => {
    const { outbox, db } = open()
    outbox.append([change('a')])
    const pages = db.pragma('page_count', { simple: true }) as number
    db.pragma(`max_page_count=${pages}`)
    const long = { ...change('b'), about: 'x'.repeat(100_000) }
    expect(() => outbox.append([long])).toThrow(DiskFull)
    expect(keys(outbox)).toEqual(['1 key-a'])
    db.pragma(`max_page_count=${pages + 1000}`)
    expect(outbox.append([long])[0]?.n).toBe(2)
  })

  /** Where a file of today stands. */
  const present = migrations.at(-1)?.number ?? 0

  test('the steps make the tables a first start needs', () => {
    const { db } = open()
    const tables = db
      .prepare(`select name from sqlite_master where type = 'table' order by name`)
      .pluck()
      .all()
    expect(tables).toEqual(['change', 'draft', 'kept', 'learnt', 'upload'])
    expect(db.pragma('user_version', { simple: true })).toBe(present)
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
  })

  test('a step forward copies the file first and keeps what is in it', () => {
    const { db, outbox, file } = open()
    outbox.append([change('a')])
    const next: Migration = {
      number: present + 1,
      name: 'a colour',
      up: (on) => on.exec('alter table change add colour text'),
    }
    migrate(db, file, [...migrations, next])
    expect(db.prepare('select key, colour from change').all()).toEqual([{ key: 'key-a', colour: null }])
    const copy = openEncrypted(`${file}.before-${present + 1}`, key, { synchronous: 'FULL', cacheKiB: 1024 })
    expect(copy.prepare('select key from change').pluck().all()).toEqual(['key-a'])
    copy.close()
    migrate(db, file, [...migrations, next])
    expect(existsSync(`${file}.before-${present + 2}`)).toBe(false)
  })

  test('a step that fails changes nothing', () => {
    const { db, file } = open()
    const bad: Migration = {
      number: present + 1,
      name: 'breaks',
      up: (on) => on.exec('create table half (a text); select nonsense from nowhere'),
    }
    expect(() => migrate(db, file, [...migrations, bad])).toThrow()
    expect(db.prepare(`select count(*) from sqlite_master where name = 'half'`).pluck().get()).toBe(0)
    expect(db.pragma('user_version', { simple: true })).toBe(present)
  })

  test('a file of a newer Pult is not touched', () => {
    const { db, file } = open()
    db.pragma('user_version=99')
    expect(() => migrate(db, file)).toThrow(OutboxTooNew)
  })
})
