import { describe, expect, onTestFinished, test } from 'vitest'
import { foldedWords } from '#core/files/fold.ts'
import { scannedMax } from '#core/store/owed-texts.ts'
import { searchFields } from '#core/store/search-index.ts'
import { type FeedPage, Store } from '#core/store/store.ts'
import { oweTexts } from '#core/store/text-debt.ts'
import type { EntityPut, Shape } from '#domain/entities.ts'
import { ids, smallCompany, ticketRow } from '#tests/desk/floor/company.ts'
import { workFolder } from '../support/work-folder.ts'

const key = 'ab'.repeat(32)

function emptyStore(): Store {
  const store = new Store(workFolder(), key)
  onTestFinished(() => store.close())
  return store
}

type Change = FeedPage['changes'][number]
const put = ({ entity, row }: EntityPut): Change => ({ e: entity, id: row.id, op: 'put', v: row.v, row })

function feeder(store: Store) {
  return (shape: Shape, changes: Change[]) => {
    const from = store.shapeState(shape).cursor
    const applied = store.applyPage(shape, {
      from,
      to: `${from ?? ''}+`,
      more: false,
      changes,
      at: 1,
      lastN: null,
    })
    expect(applied).toMatchObject({ kind: 'applied', unreadable: 0 })
  }
}

const ticket = (id: string, subject: string, v: number): EntityPut => ({
  entity: 'ticket',
  row: { ...ticketRow(id, { subject, number: null }), v },
})

function payAll(store: Store): void {
  while (store.payTexts(100) > 0);
}

/** Small numbers from a seed, the same in every run. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % sides
  }
}

const words = ['кофе', 'машина', 'кофемашина', 'ёлка', 'чек', 'касса', '1042', 'принтер', 'я'] as const

describe('rows whose full text is owed', () => {
  test('are found at once, and no more by what they said before', () => {
    const store = emptyStore()
    const feed = feeder(store)
    feed('hot', [put(ticket('t-1', 'Кофемашина течёт', 1))])
    expect(store.textsOwed).toBe(1)
    expect(store.ticketsByText('кофе', 5)).toEqual(['t-1'])
    payAll(store)
    expect(store.textsOwed).toBe(0)
    expect(store.ticketsByText('кофе', 5)).toEqual(['t-1'])
    feed('hot', [put(ticket('t-1', 'Чайник', 2))])
    expect(store.ticketsByText('кофе', 5)).toEqual([])
    expect(store.ticketsByText('чайник', 5)).toEqual(['t-1'])
    feed('hot', [{ e: 'ticket', id: 't-1', op: 'del', v: 3, row: null }])
    expect(store.ticketsByText('чайник', 5)).toEqual([])
    payAll(store)
    expect(store.ticketsByText('чайник', 5)).toEqual([])
  })

  test('stay owed through a restart', () => {
    const folder = workFolder()
    const before = new Store(folder, key)
    feeder(before)('hot', [put(ticket('t-1', 'Кофемашина', 1)), put(ticket('t-2', 'Чайник', 1))])
    before.payTexts(1)
    before.close()
    const after = new Store(folder, key)
    onTestFinished(() => after.close())
    expect(after.rebuiltAtStart).toBe(false)
    expect(after.textsOwed).toBe(1)
    feeder(after)('hot', [put(ticket('t-3', 'Кофе', 1))])
    expect(after.ticketsByText('кофе', 5)).toEqual(['t-3', 't-1'])
    payAll(after)
    expect(after.ticketsByText('кофе', 5)).toEqual(['t-3', 't-1'])
    expect(after.ticketsByText('чайник', 5)).toEqual(['t-2'])
  })

  test('a payment that is thrown half-way changes nothing', () => {
    const store = emptyStore()
    feeder(store)('hot', [put(ticket('t-1', 'Кофемашина', 1))])
    store.db.exec(
      'create temp trigger no before delete on search_debt_ticket begin select raise(abort, "no"); end',
    )
    expect(() => store.payTexts(10)).toThrow('no')
    expect(store.textsOwed).toBe(1)
    expect(store.mayOweTexts).toBe(true)
    store.db.exec('drop trigger no')
    payAll(store)
    expect(store.ticketsByText('кофе', 5)).toEqual(['t-1'])
  })

  test('are told of once; a page that brings no words asks for no payment', () => {
    const store = emptyStore()
    let told = 0
    store.onOwed(() => {
      told += 1
    })
    const feed = feeder(store)
    payAll(store)
    expect(store.mayOweTexts).toBe(false)
    const row = ticket('t-1', 'Кофемашина', 1)
    feed('hot', [put(row)])
    expect([told, store.mayOweTexts]).toEqual([1, true])
    // One slice, no look afterwards.
    expect(store.payTexts(10)).toBe(1)
    expect(store.mayOweTexts).toBe(false)
    feed('hot', [])
    feed('hot', [put({ entity: 'ticket', row: { ...row.row, v: 2, priority: 'high' } } as EntityPut)])
    expect([told, store.mayOweTexts]).toEqual([1, false])
  })

  test('are not read one by one when they are many: what is built is found', () => {
    const store = emptyStore()
    const feed = feeder(store)
    feed('hot', [put(ticket('t-first', 'кофе', 1))])
    payAll(store)
    const many = Array.from({ length: scannedMax + 1 }, (_, n) => put(ticket(`t-${n}`, 'кофе', 1)))
    feed('hot', many)
    expect(store.ticketsByText('кофе', 5_000)).toEqual(['t-first'])
    store.payTexts(100)
    expect(store.ticketsByText('кофе', 5_000)).toHaveLength(scannedMax + 2)
  })

  test('a fill owes all its rows by one record, paid in slices; rows that change meanwhile are right', () => {
    const store = emptyStore()
    const feed = feeder(store)
    const rows = Array.from({ length: 50 }, (_, n) =>
      ticket(`t-${String(n).padStart(2, '0')}`, `кофе ${n}`, 1),
    )
    feed('hot', rows.map(put))
    // As a fill leaves it: rows with their docs, nothing of them in the full text, one record.
    store.db.exec('delete from search_debt_ticket')
    oweTexts(store.db, 'ticket', 1, 50)
    expect(store.textsOwed).toBe(50)
    expect(store.ticketsByText('кофе', 100)).toHaveLength(50)
    expect(store.payTexts(20)).toBe(20)
    feed('hot', [put(ticket('t-05', 'чай', 2)), put(ticket('t-45', 'чай', 2))])
    feed('hot', [
      put(ticket('t-10x', 'кофе и чай', 1)),
      { e: 'ticket', id: 't-44', op: 'del', v: 2, row: null },
    ])
    const found = () => [store.ticketsByText('кофе', 100).length, store.ticketsByText('чай', 100)]
    expect(found()).toEqual([48, ['t-10x', 't-45', 't-05']])
    payAll(store)
    expect(store.textsOwed).toBe(0)
    expect(found()).toEqual([48, ['t-10x', 't-45', 't-05']])
  })

  test('leave the full text in few segments, however small the slices', () => {
    const store = emptyStore()
    const many = Array.from({ length: 1_200 }, (_, n) =>
      put(ticket(`t-${n}`, `заявка ${n} ${words[n % 9]}`, 1)),
    )
    feeder(store)('hot', many)
    let slices = 0
    while (store.payTexts(8) > 0) slices += 1
    expect(slices).toBe(150)
    const segments = store.db.prepare('select count(distinct segid) from search_ticket_idx').pluck().get()
    expect(segments).toBeLessThan(15)
  })

  test('go with their rows when a feed is begun anew or the cache is emptied', () => {
    const store = emptyStore()
    feeder(store)('hot', [put(ticket('t-1', 'Кофемашина', 1))])
    oweTexts(store.db, 'ticket', 5, 9)
    feeder(store)(
      'ref',
      smallCompany()
        .map(put)
        .filter(({ e }) => e === 'organisation'),
    )
    store.resetShape('hot')
    expect(store.textsOwed).toBe(1)
    expect(store.organisationsByText('ромашк', 5)).toEqual([ids.organisation])
    store.rebuild()
    expect(store.textsOwed).toBe(0)
  })
})

test('in whatever order rows come, change, go and are paid for, the search equals a plain look at them', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const roll = dice(seed)
    const store = emptyStore()
    const feed = feeder(store)
    const now = new Map<string, EntityPut>()
    const company = smallCompany()
    const kinds = ['organisation', 'contact', 'ticket'] as const
    const text = () =>
      Array.from({ length: 1 + roll(3) }, () => words[roll(words.length)]).join(roll(2) ? ' ' : ', ')
    let v = 0
    for (let step = 0; step < 60; step++) {
      v += 1
      const kind = kinds[roll(3)] as (typeof kinds)[number]
      const id = `${kind}-${roll(12)}`
      const shape = kind === 'ticket' ? 'hot' : 'ref'
      const what = roll(10)
      if (what < 5) {
        const base = kind === 'ticket' ? ticket(id, '', v) : company.find(({ entity }) => entity === kind)
        const organisationId = `organisation-${roll(12)}`
        const named = kind === 'ticket' ? { subject: text(), organisationId } : { name: text() }
        const made = { entity: kind, row: { ...base?.row, id, v, ...named } } as EntityPut
        now.set(id, made)
        feed(shape, [put(made)])
      } else if (what === 5) {
        now.delete(id)
        feed(shape, [{ e: kind, id, op: roll(2) ? 'del' : 'evict', v, row: null }])
      } else if (what === 6) {
        const wrong = [...now.values()][roll(Math.max(1, now.size))]
        if (wrong) store.repair([wrong], [{ entity: kind, id }])
        if (wrong?.row.id !== id) now.delete(id)
      } else if (what === 7 && roll(6) === 0) {
        store.resetShape(shape)
        for (const [known, { entity }] of now)
          if ((entity === 'ticket') === (shape === 'hot')) now.delete(known)
      } else store.payTexts(1 + roll(4))

      const asked = foldedWords(text())
      for (const kind of kinds) {
        expect(found(store, kind, asked.join(' ')).sort(), `seed ${seed}, step ${step}`).toEqual(
          scanned([...now.values()], kind, asked).sort(),
        )
      }
      expect(listed(store, asked.join(' ')), `seed ${seed}, step ${step}`).toEqual(
        inList([...now.values()], asked).sort(),
      )
    }
  }
})

function found(store: Store, kind: 'organisation' | 'contact' | 'ticket', text: string): string[] {
  if (kind === 'ticket') return store.ticketsByText(text, 100)
  return kind === 'contact' ? store.contactsByText(text, 100) : store.organisationsByText(text, 100)
}

const bodyOf = ({ entity, row }: EntityPut) =>
  foldedWords(
    searchFields[entity as keyof typeof searchFields]
      .map((field) => (row as unknown as Record<string, string | null>)[field] ?? '')
      .join(' '),
  )

function scanned(rows: EntityPut[], kind: string, asked: string[]): string[] {
  const long = asked.filter((word) => word.length > 1)
  const used = kind === 'ticket' ? (long.length > 0 ? long : asked) : asked.filter((word) => word.length > 2)
  if (kind === 'organisation' && used.length === 0) {
    return rows
      .filter(
        ({ entity, row }) =>
          entity === kind && foldedWords((row as { name: string }).name)[0]?.startsWith(asked[0] ?? ''),
      )
      .map(({ row }) => row.id)
  }
  if (used.length === 0) return []
  const fits = (parts: string[], word: string) =>
    parts.some((part) => (kind === 'ticket' ? part.startsWith(word) : part.includes(word)))
  return rows
    .filter((row) => row.entity === kind && used.every((word) => fits(bodyOf(row), word)))
    .map(({ row }) => row.id)
}

function listed(store: Store, text: string): string[] {
  const filter = { view: { kind: 'queue', queueId: null }, text, openOnly: false } as const
  return store
    .ticketList(filter, { sort: 'due', offset: 0, limit: 100, except: [] })
    .map(({ id }) => id)
    .sort()
}

/** A ticket fits a word by itself or by its organisation's name. */
function inList(rows: EntityPut[], asked: string[]): string[] {
  const by = (word: string) => {
    const tickets = new Set(scanned(rows, 'ticket', [word]))
    const names =
      word.length < 3
        ? rows
            .filter((row) => row.entity === 'organisation' && bodyOf(row).join(' ').includes(word))
            .map(({ row }) => row.id)
        : scanned(rows, 'organisation', [word])
    const theirs = new Set<string | null>(names)
    return (row: EntityPut) =>
      row.entity === 'ticket' && (tickets.has(row.row.id) || theirs.has(row.row.organisationId))
  }
  const tests = asked.map(by)
  return rows
    .filter((row) => row.entity === 'ticket' && tests.every((one) => one(row)))
    .map(({ row }) => row.id)
}
