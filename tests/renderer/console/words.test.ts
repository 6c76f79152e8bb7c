// @vitest-environment node
import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import type { CoverageVerdict } from '#domain/directory/coverage-verdict.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import { LinkReplaced } from '#renderer/console/connection/replaceable-link.ts'
import { errorWords } from '#renderer/console/words/error-words.ts'
import { refusalWords } from '#renderer/console/words/refusal-words.ts'
import { dueWords, foreignZone, momentText, spanText } from '#renderer/console/words/time-words.ts'
import { authorityReason, coverageReason, coverageWords } from '#renderer/console/words/verdict-words.ts'
import { createI18n } from '#renderer/texts/i18n.ts'
import { sayIn } from '#renderer/texts/use-text.ts'
import { contract, hour, minute } from './fake-company.ts'

const t = sayIn(createI18n('ru'))
const names = {
  queue: (id: string | null) => (id ? 'Кассы' : null),
  user: (id: string | null) => (id ? 'Ольга Кузнецова' : null),
}
const verdict = (change: Partial<CoverageVerdict>): CoverageVerdict => ({
  verdict: 'included',
  reason: 'lineIncluded',
  contractId: contract.id,
  line: 'Кассы',
  slaPolicyId: null,
  ...change,
})

test('a verdict is a word with a sign; the colour only repeats it', () => {
  const said = (change: Partial<CoverageVerdict>) => coverageWords(t, 'ru', verdict(change), contract)
  expect(said({})).toEqual({ sign: 'check', meaning: 'ok', words: 'по договору № 12-Т до 31.12.2026' })
  expect(said({ verdict: 'outside' })).toEqual({ sign: 'cross', meaning: 'breach', words: 'вне договора' })
  expect(said({ verdict: 'paid' })).toEqual({ sign: 'ruble', meaning: 'paid', words: 'платно' })
  expect(said({ verdict: 'unknown' })).toEqual({ sign: 'question', meaning: 'plain', words: 'не ясно' })
})

test('the reason names the line of the contract', () => {
  expect(coverageReason(t, verdict({ verdict: 'paid', reason: 'linePaid', line: 'Выезд ночью' }))).toContain(
    '«Выезд ночью»',
  )
  expect(coverageReason(t, verdict({ verdict: 'outside', reason: 'contractEnded', line: null }))).toBe(
    'Договор закончился.',
  )
})

test('who may ask instead is said at once', () => {
  const whoMay = [{ contactId: 'c' as never, name: 'Елена Белова', position: 'управляющая' }]
  expect(authorityReason(t, { answer: 'mayNot', reason: 'noAuthority', whoMay })).toContain(
    'Вправе: Елена Белова (управляющая)',
  )
})

test('every refusal has a sentence without a code in it', () => {
  const refusals: Refusal[] = [
    { code: 'notFound', what: 'ticket' },
    { code: 'alreadyExists', what: 'ticket' },
    { code: 'alreadyRouted', now: { queueId: 'q' as never, assigneeId: null }, by: null, at: null },
    { code: 'alreadyChanged', field: 'status', now: null },
    { code: 'statusNotAllowed', from: 'new', allowed: ['assigned', 'cancelled'] },
    { code: 'forbidden', what: 'ticket' },
    { code: 'invalid', field: 'subject' },
    { code: 'unknownKind', kind: 'x' },
    { code: 'parentRefused' },
    { code: 'quarantined' },
  ]
  for (const refusal of refusals) {
    const words = refusalWords(t, refusal, names)
    expect(words, refusal.code).not.toContain(refusal.code)
    expect(words, refusal.code).not.toMatch(/\{\{|undefined|refusal\./)
  }
  expect(refusalWords(t, refusals[2]!, names)).toContain('Кассы (кто-то из коллег)')
  expect(refusalWords(t, refusals[4]!, names)).toBe(
    'Из состояния «Новая» так нельзя. Можно: Назначена, Отменена.',
  )
})

test('a failure is worded by its code, never by its message', () => {
  const say = (error: unknown) => errorWords(t, error, names)
  expect(say(new ORPCError('DISK_FULL', { defined: true, message: 'ENOSPC' }))).toContain(
    'На диске нет места',
  )
  expect(say(new ORPCError('MICROPHONE', { defined: true, data: { why: 'missing' } }))).toContain(
    'Микрофон не найден',
  )
  expect(say(new LinkReplaced('x'))).toContain('перезапустилось')
  expect(say(new Error('TypeError: x is not a function'))).not.toContain('TypeError')
})

test('terms: late, soon within the hour, else the day and the hour', () => {
  const now = new Date(2026, 5, 10, 14, 0).getTime()
  expect(dueWords(t, 'ru', now - 130 * minute, now)).toEqual({
    words: 'просрочено 2 ч 10 мин',
    meaning: 'breach',
  })
  expect(dueWords(t, 'ru', now + 45 * minute, now)).toEqual({ words: 'осталось 45 мин', meaning: 'soon' })
  expect(dueWords(t, 'ru', now + 20 * hour, now).words).toBe('завтра 10:00')
  expect(momentText(t, 'ru', now - 24 * hour, now)).toBe('вчера 14:00')
  expect(spanText(t, 72 * hour)).toBe('3 дн')
})

test('the clock of a site is said only where it differs from ours', () => {
  const noon = Date.UTC(2026, 5, 10, 12, 0)
  expect(foreignZone('ru', 'Asia/Yekaterinburg', noon)).toEqual({ time: '17:00', zone: 'UTC+5' })
  expect(foreignZone('ru', 'UTC', noon)).toBeNull()
  expect(foreignZone('ru', 'Not/AZone', noon)).toBeNull()
})
