// @vitest-environment node
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { holdOrder } from '#renderer/console/features/ticket-list/hold-order.ts'

type Row = { id: string; text: string }
const rows = (ids: string, text = 'old'): Row[] => [...ids].map((id) => ({ id, text }))
const idOf = (row: Row) => row.id
const ids = (list: readonly Row[]) => list.map(idOf).join('')

test('free: the list is simply what the source says', () => {
  expect(ids(holdOrder(rows('abc'), rows('cab'), false, idOf).rows)).toBe('cab')
})

test('held: contents tick in place, the order stays, newcomers wait', () => {
  const held = holdOrder(rows('abc'), [...rows('x', 'new'), ...rows('cab', 'new')], true, idOf)
  expect(ids(held.rows)).toBe('abc')
  expect(held.rows.every((row) => row.text === 'new')).toBe(true)
  expect(held).toMatchObject({ waiting: 1, moved: true })
})

test('held: a row that left keeps its place and is marked', () => {
  const held = holdOrder(rows('abc'), rows('ac'), true, idOf)
  expect(ids(held.rows)).toBe('abc')
  expect([...held.gone]).toEqual(['b'])
  expect(held.moved).toBe(false)
})

test('held: the next page while scrolling is appended, not kept waiting', () => {
  const held = holdOrder(rows('abc'), rows('abcdefg'), true, idOf)
  expect(ids(held.rows)).toBe('abcdefg')
  expect(held.waiting).toBe(0)
})

test('held: whatever comes, no row on screen changes its place', () => {
  const list = fc.uniqueArray(fc.constantFrom(...'abcdefghijkl'), { maxLength: 12 })
  fc.assert(
    fc.property(list, list, (before, now) => {
      const shown = rows(before.join(''))
      if (shown.length === 0) return
      const held = holdOrder(shown, rows(now.join('')), true, idOf)
      expect(ids(held.rows.slice(0, shown.length))).toBe(before.join(''))
    }),
  )
})
