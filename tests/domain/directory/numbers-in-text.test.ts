import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numbersInText } from '#domain/directory/numbers-in-text.ts'

const found = (text: string) => numbersInText(text, 'RU').map(({ number }) => number)

test('numbers are found where people write them', () => {
  expect(found('Перезвонить Ивану: 8 (495) 111-22-33 доб. 12, или +49 170 1234567 вечером')).toEqual([
    '+74951112233 ext 12',
    '+491701234567',
  ])
})

test('the place is the text itself', () => {
  const text = 'тел. +7 916 123-45-67!'
  const [number] = numbersInText(text, 'RU')
  expect(text.slice(number?.from, number?.to)).toBe('+7 916 123-45-67')
})

test.each([
  'Заявка 2026-001234 от 23.11.2026',
  'ИНН 7707083893',
  'счёт 40702810900000012345',
  'мало 12-34',
  '',
])('%j holds no number', (text) => {
  expect(found(text)).toEqual([])
})

test('twenty are enough, and a text of any kind breaks nothing', () => {
  expect(found('+7 916 123-45-67, '.repeat(50))).toHaveLength(20)
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { from, to } of numbersInText(text, 'RU')) {
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})
