import { describe, expect, onTestFinished, test } from 'vitest'
import { type FeedPage, Store } from '#core/store/store.ts'
import type { Contact } from '#domain/directory/contact.ts'
import { entitySchemas } from '#domain/entities.ts'
import { ids, smallCompany, ticketRow } from '#tests/desk/floor/company.ts'
import { workFolder } from '../support/work-folder.ts'

const key = 'ab'.repeat(32)
function filled(): Store {
  const store = new Store(workFolder(), key)
  onTestFinished(() => store.close())
  store.load(smallCompany(), 1)
  return store
}

function page(from: string | null, to: string, changes: FeedPage['changes']): FeedPage {
  return { from, to, more: false, changes, at: 5, lastN: null }
}
const put = (row: ReturnType<typeof ticketRow>, v: number) =>
  ({ e: 'ticket', id: row.id, op: 'put', v, row }) as const

describe('rows come back as they were put', () => {
  test('every kind of row, nested parts and nulls included', () => {
    const store = filled()
    const rows = [...smallCompany(), { entity: 'ticket' as const, row: { ...ticketRow('t-1'), v: 3 } }]
    store.applyPage('hot', page(null, 'a', [put(ticketRow('t-1'), 3)]))
    for (const { entity, row } of rows) {
      expect(entitySchemas[entity].parse(store.get(entity, row.id))).toEqual(row)
    }
  })
})

describe('a page of a feed', () => {
  test('is applied only where the cache stands, with its cursor', () => {
    const store = filled()
    expect(store.applyPage('hot', page(null, 'a', [put(ticketRow('t-1'), 1)])).kind).toBe('applied')
    expect(store.applyPage('hot', page(null, 'b', [put(ticketRow('t-2'), 1)])).kind).toBe('elsewhere')
    expect(store.get('ticket', 't-2')).toBeNull()
    expect(store.shapeState('hot')).toMatchObject({ cursor: 'a', whole: true, asOf: 5 })
  })

  test('never takes a row back to an older version, nor removes a newer one', () => {
    const store = filled()
    store.applyPage('hot', page(null, 'a', [put(ticketRow('t-1', { subject: 'новая' }), 5)]))
    store.applyPage('hot', page('a', 'b', [put(ticketRow('t-1', { subject: 'старая' }), 4)]))
    store.applyPage('hot', page('b', 'c', [{ e: 'ticket', id: 't-1', op: 'del', v: 4, row: null }]))
    expect(store.get('ticket', 't-1')?.subject).toBe('новая')
    store.applyPage('hot', page('c', 'd', [{ e: 'ticket', id: 't-1', op: 'evict', v: 5, row: null }]))
    expect(store.get('ticket', 't-1')).toBeNull()
  })

  test('leaves out a row that lies about itself, and keeps the rest', () => {
    const store = filled()
    const applied = store.applyPage(
      'hot',
      page(null, 'a', [
        { e: 'ticket', id: 't-1', op: 'put', v: 1, row: { id: 't-1', subject: 7 } },
        put({ ...ticketRow('t-2') }, 1),
        { e: 'organisation', id: ids.organisation, op: 'put', v: 9, row: null },
      ]),
    )
    expect(applied).toEqual({
      kind: 'applied',
      unreadable: 2,
      changed: [{ entity: 'ticket', id: 't-2' }],
    })
  })

  test('with one changed field leaves the row findable by everything else, and by the new value', () => {
    const store = filled()
    const first = ticketRow('t-1', { subject: 'Кофемашина', number: '1042' })
    store.applyPage('hot', page(null, 'a', [put(first, 1)]))
    store.applyPage('hot', page('a', 'b', [put({ ...first, priority: 'critical' }, 2)]))
    expect(store.ticketsByText('кофемашина', 5)).toEqual(['t-1'])
    expect(store.get('ticket', 't-1')).toEqual({ ...first, priority: 'critical', v: 2 })
    store.applyPage('hot', page('b', 'c', [put({ ...first, subject: 'Чайник', status: 'closed' }, 3)]))
    expect(store.ticketsByText('кофемашина', 5)).toEqual([])
    expect(store.ticketsByText('чайник', 5)).toEqual(['t-1'])
    expect(store.openCount(first.organisationId as NonNullable<typeof first.organisationId>)).toBe(0)
  })

  test('that is thrown half-way leaves neither rows nor cursor', () => {
    const store = filled()
    const bad = { ...page(null, 'a', [put(ticketRow('t-1'), 1)]), at: 1.5 }
    expect(() => store.applyPage('hot', bad)).toThrow()
    expect(store.get('ticket', 't-1')).toBeNull()
    expect(store.shapeState('hot').cursor).toBeNull()
  })

  test('a reset empties one feed and leaves the others', () => {
    const store = filled()
    store.applyPage('hot', page(null, 'a', [put(ticketRow('t-1', { subject: 'Кофемашина' }), 1)]))
    store.resetShape('hot')
    expect(store.get('ticket', 't-1')).toBeNull()
    expect(store.ticketsByText('кофемашина', 5)).toEqual([])
    expect(store.get('organisation', ids.organisation)).not.toBeNull()
    store.applyPage('hot', page(null, 'b', [put(ticketRow('t-1', { subject: 'Кофемашина' }), 1)]))
    expect(store.ticketsByText('кофе', 5)).toEqual(['t-1'])
  })
})

describe('the ladder of numbers', () => {
  const olga = smallCompany().find(({ entity }) => entity === 'contact')?.row as Contact
  const phone = olga.phones[0] as Contact['phones'][number]
  function withContact(id: string, number: string, ext: string | null = null) {
    const store = filled()
    const row: Contact = { ...olga, id: id as Contact['id'], v: 2, phones: [{ ...phone, number, ext }] }
    store.load([{ entity: 'contact', row }], 1)
    return store
  }
  const asked = (number: string, ext: string | null = null) => ({ number, ext })

  test('extension, whole number, ten digits, seven of the own area, block of the main number', () => {
    const store = withContact('c-ext', '+74957776655', '12')
    expect(store.findNumber(asked('+74957776655', '12'), '495')).toMatchObject({
      owners: [{ contactId: 'c-ext', match: 'exactWithExt' }],
    })
    expect(store.findNumber(asked('+74957776655', '13'), '495')).toMatchObject({
      owners: [{ match: 'exact' }],
    })
    expect(store.findNumber(asked('+374957776655'), '495')).toMatchObject({ owners: [{ match: 'last10' }] })
    expect(store.findNumber(asked('+74951234599'), '495')).toEqual({
      kind: 'block',
      organisationIds: [ids.organisation],
    })
    expect(store.findNumber(asked('+74990000000'), '495')).toEqual({ kind: 'none' })
  })

  test('seven digits count only for a number kept without an area, in the area of the plan', () => {
    const store = withContact('c-local', '7776655')
    expect(store.findNumber(asked('+74957776655'), '495')).toMatchObject({
      owners: [{ contactId: 'c-local', match: 'last7' }],
    })
    expect(store.findNumber(asked('+78127776655'), '495')).toEqual({ kind: 'none' })
    expect(store.findNumber(asked('+74957776655'), null)).toEqual({ kind: 'none' })
  })

  test('an internal number is found by itself, and a contact that lists a number twice once', () => {
    const store = withContact('c-inside', '101')
    expect(store.findNumber(asked('101'), '495')).toMatchObject({ owners: [{ contactId: 'c-inside' }] })
    const phones = [phone, phone].map((one) => ({ ...one, number: '+79001112299', ext: null }))
    store.load([{ entity: 'contact', row: { ...olga, id: 'c-twice' as Contact['id'], v: 2, phones } }], 2)
    expect(store.findNumber(asked('+79001112299'), '495')).toMatchObject({
      total: 1,
      owners: [{ contactId: 'c-twice', match: 'exact' }],
    })
  })

  test('a contact who left or changed the number is no longer found by it', () => {
    const store = withContact('c-gone', '+79001112233')
    const gone: Contact = { ...olga, id: 'c-gone' as Contact['id'], v: 3, phones: [] }
    store.load([{ entity: 'contact', row: gone }], 2)
    expect(store.findNumber(asked('+79001112233'), '495')).toEqual({ kind: 'none' })
  })
})

describe('search', () => {
  test('takes ё for е, any case, the middle of a name and the beginning of a word', () => {
    const store = filled()
    store.applyPage(
      'hot',
      page(null, 'a', [put(ticketRow('t-1', { subject: 'Счётчик ЁЛОЧНЫЙ', number: '1042' }), 1)]),
    )
    expect(store.organisationsByText('омашк', 5)).toEqual([ids.organisation])
    expect(store.organisationsByText('7701234', 5)).toEqual([ids.organisation])
    expect(store.contactsByText('КУКУШК', 5)).toEqual([ids.contact])
    expect(store.ticketsByText('счетчик елоч', 5)).toEqual(['t-1'])
    expect(store.ticketsByText('1042', 5)).toEqual(['t-1'])
  })

  test('never takes text for syntax', () => {
    const store = filled()
    for (const text of ['"', 'a" OR b', '*', 'NEAR(', "'; drop table ticket; --", '', ' ', 'ё']) {
      expect(() => [
        store.organisationsByText(text, 5),
        store.contactsByText(text, 5),
        store.ticketsByText(text, 5),
      ]).not.toThrow()
    }
  })
})
