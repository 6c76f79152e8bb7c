// @vitest-environment node
import { expect, test } from 'vitest'
import { elapsedText } from '#renderer/ui/elapsed.tsx'
import { bestMatches, matchScore, otherLayout } from '#renderer/ui/match-text.ts'

test('a slip of the keyboard layout is forgiven both ways', () => {
  expect(otherLayout('rfccf')).toBe('касса')
  expect(otherLayout('щззщ')).toBe('oppo')
  expect(matchScore('Насос не качает', 'yfcjc')).toBeGreaterThan(0)
  expect(matchScore('MikroTik hAP', 'ьшлкщ')).toBeGreaterThan(0)
})

test('ё is е, case and spaces do not matter', () => {
  expect(matchScore('Пётр Артёмов', '  петр  АРТЕМ ')).toBeGreaterThan(0)
})

test('all words must occur, and a beginning is better than a middle', () => {
  expect(matchScore('Кафе на Тверской', 'кафе арбат')).toBe(0)
  const found = bestMatches(
    ['Не работает касса', 'Закассовая зона', 'Касса не печатает'],
    'касс',
    (text) => text,
  )
  expect(found).toEqual(['Касса не печатает', 'Не работает касса', 'Закассовая зона'])
})

test('a clock never runs below zero and grows an hour when it needs one', () => {
  expect([-500, 7_000, 724_000, 3_723_000].map(elapsedText)).toEqual(['0:00', '0:07', '12:04', '1:02:03'])
})
