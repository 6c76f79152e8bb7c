// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { phoneSnapshot } from '#bridge/phone.ts'
import type { Call } from '#domain/call/call.ts'
import { type CallEnd, callEnds } from '#domain/call/call-end.ts'
import { endOfRefusal } from '#domain/call/end-of-call.ts'
import { lineFault } from '#domain/call/line.ts'
import { endNextWords, endsWithoutNextStep } from '#renderer/console/words/end-words.ts'
import { catalogue } from '#renderer/texts/catalogue.ts'
import { createI18n } from '#renderer/texts/i18n.ts'
import { sayIn } from '#renderer/texts/use-text.ts'
import { ringingCall } from './fake-company.ts'

const languages = ['ru', 'en'] as const
const say = { ru: sayIn(createI18n('ru')), en: sayIn(createI18n('en')) }
const entry = (key: string) => (catalogue as Record<string, { ru: unknown; en: unknown }>)[key]
/** A whole sentence that says more than the fault: what still works, or what to do. */
const withNextStep = /^\p{Lu}.+[:;.,].+\.$/u

function over(end: CallEnd, change: Partial<Extract<Call, { state: 'over' }>> = {}): Call {
  const { state: _, ...ringing } = ringingCall('call-1', 0)
  return {
    ...{ ...ringing, state: 'over', direction: 'out', answeredAt: null, endedAt: 1, end, sipCode: null },
    ...change,
  }
}

describe.each(languages)('in %s', (language) => {
  const t = say[language]

  test.each(callEnds)('the end %s is said', (end) => {
    expect(t(`end.${end}`)).not.toContain('end.')
    for (const direction of ['in', 'out'] as const) {
      const next = endNextWords(t, over(end, { direction }))
      if (next !== null) expect(next).toMatch(/^\p{Lu}.+\.$/u)
    }
    const settled = endsWithoutNextStep.some((one) => one === end)
    expect(endNextWords(t, over(end)) === null).toBe(settled)
  })

  test.each(lineFault.options)('the line fault %s is said with the next step', (fault) => {
    expect(entry(`banner.line.${fault}`)?.[language]).toMatch(withNextStep)
  })

  const microphoneFaults = phoneSnapshot.shape.microphone.options.filter(
    (one) => one !== 'ok' && one !== 'unknown',
  )
  test.each(microphoneFaults)('the microphone fault %s is said with the next step', (fault) => {
    expect(entry(`phone.microphone.${fault}`)?.[language]).toMatch(withNextStep)
  })

  test.each([300, 302, 380, 400, 403, 404, 408, 410, 415, 480, 484, 486, 488, 500, 503, 504, 600, 603, 606])(
    'an answer of %d is said with the next step',
    (status) => {
      const end = endOfRefusal(status)
      expect(endNextWords(t, over(end, { sipCode: status }))).toMatch(/^\p{Lu}.+\.$/u)
      if (end === 'failed') expect(endNextWords(t, over(end, { sipCode: status }))).toContain(String(status))
    },
  )
})

test('who was not taken is called back from the ledger; who was turned away on purpose is not spoken of', () => {
  const words = (end: CallEnd) => endNextWords(say.en, over(end, { direction: 'in' }))
  expect(words('abandoned')).toContain('Missed')
  expect(words('noAnswer')).toContain('Missed')
  expect(words('rejected')).toBeNull()
  expect(words('doNotDisturb')).toBeNull()
})

test('the number of a redirection is told as people read it', () => {
  expect(endNextWords(say.en, over('redirected', { redirectTo: '+74951112244' }))).toContain(
    '+7 495 111-22-44',
  )
})
