import { expect, test } from 'vitest'
import { Reference } from '#core/reference.ts'
import type { Rows } from '#core/store/rows.ts'

/** Customers by `entity id`, and how often they were read. */
function customers(names: Record<string, string>) {
  const known = new Map(Object.entries(names))
  const reads: string[] = []
  const rows = {
    get(entity: string, id: string) {
      reads.push(`${entity} ${id}`)
      const name = known.get(`${entity} ${id}`)
      return name === undefined ? null : { id, name }
    },
  } as unknown as Rows
  return { known, reads, reference: new Reference(rows) }
}

test('a name is read once, and again after its row changed', () => {
  const { known, reads, reference } = customers({ 'organisation o': 'Ромашка', 'contact o': 'Иван' })
  expect([reference.name('organisation', 'o'), reference.name('contact', 'o')]).toEqual(['Ромашка', 'Иван'])
  known.set('organisation o', 'Лютик')
  expect(reference.name('organisation', 'o')).toBe('Ромашка')
  reference.forgetName('organisation', 'o')
  expect([reference.name('organisation', 'o'), reference.name('contact', 'o')]).toEqual(['Лютик', 'Иван'])
  expect(reads).toEqual(['organisation o', 'contact o', 'organisation o'])
})

test('who is not here yet is asked for again, and everything after a reset', () => {
  const { known, reference } = customers({ 'site s': 'Склад' })
  expect([reference.name('contact', 'c'), reference.name('contact', null)]).toEqual([null, null])
  known.set('contact c', 'Пётр')
  expect([reference.name('contact', 'c'), reference.name('site', 's')]).toEqual(['Пётр', 'Склад'])
  known.clear()
  reference.forget()
  expect([reference.name('contact', 'c'), reference.name('site', 's')]).toEqual([null, null])
})

test('of a large company only the names looked at last are kept', () => {
  const { reads, reference } = customers(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, nth) => [`contact ${nth}`, `Имя ${nth}`])),
  )
  for (let nth = 0; nth < 20_000; nth++) reference.name('contact', String(nth))
  reads.length = 0
  reference.name('contact', '19999')
  reference.name('contact', '0')
  expect(reads).toEqual(['contact 0'])
})
