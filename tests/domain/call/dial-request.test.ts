import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { askGate, type DialGate, openGate, settleGate } from '#domain/call/dial-gate.ts'
import { type DialPolicy, defaultDialPolicy, dialPolicy } from '#domain/call/dial-policy.ts'
import { type DialSource, readDialRequest } from '#domain/call/dial-request.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { hostileDialTexts } from '#tests/support/hostile-dial-texts.ts'

const read = (text: string, source: DialSource = 'link', policy: DialPolicy = defaultDialPolicy) =>
  readDialRequest(text, source, russianDialPlan, policy)
const moscow = { number: '+74951112233', ext: null, country: 'RU', tariff: 'local' }

describe('what is dialled', () => {
  test.each<[string, DialSource, unknown]>([
    ['tel:+74951112233', 'link', moscow],
    ['TEL:+7-495-111-22-33', 'link', moscow],
    ['tel:%2B74951112233', 'link', moscow],
    ['tel:+7%20(495)%20111-22-33', 'link', moscow],
    ['tel:1112233;phone-context=+7495', 'link', moscow],
    ['callto:84951112233', 'link', moscow],
    ['callto://+74951112233/', 'link', moscow],
    ['tel:+74951112233;ext=12', 'link', { ...moscow, ext: '12' }],
    ['8 (495) 111-22-33', 'clipboard', moscow],
    ['  +7\u00a0495\u00a0111–22–33\r\n', 'clipboard', moscow],
    ['тел.: 8 495 111 22 33', 'clipboard', moscow],
    ['8 495 111-22-33 доб. 12', 'clipboard', { ...moscow, ext: '12' }],
    ['8 495 111-22-33 (доб. 12)', 'clipboard', { ...moscow, ext: '12' }],
    ['tel:84951112233', 'clipboard', moscow],
    ['+74951112233', 'list', moscow],
    ['101', 'list', { number: '101', ext: null, country: null, tariff: 'internal' }],
    ['tel:112', 'link', { number: '112', ext: null, country: null, tariff: 'emergency' }],
    ['8 812 333-22-11', 'list', { number: '+78123332211', ext: null, country: 'RU', tariff: 'national' }],
    ['8 800 333-22-11', 'list', { number: '+78003332211', ext: null, country: 'RU', tariff: 'national' }],
    [
      '+7 727 333-22-11',
      'list',
      { number: '+77273332211', ext: null, country: 'KZ', tariff: 'international' },
    ],
    [
      '8 10 49 170 1234567',
      'list',
      { number: '+491701234567', ext: null, country: 'DE', tariff: 'international' },
    ],
  ])('%s from a %s', (text, source, value) => {
    expect(read(text, source)).toEqual({ ok: true, value })
  })

  test.each<[string, DialSource, string]>([
    ['', 'link', 'empty'],
    [' \t\n', 'clipboard', 'empty'],
    [`tel:+7495111223${'3'.repeat(80)}`, 'link', 'tooLong'],
    ['sip:101@pbx.example', 'link', 'otherScheme'],
    ['javascript:alert(1)', 'clipboard', 'otherScheme'],
    ['+74951112233', 'link', 'otherScheme'],
    ['tel:*21*84951112233#', 'link', 'featureCode'],
    ['tel:%2A21%2A84951112233%23', 'link', 'featureCode'],
    ['*72', 'clipboard', 'featureCode'],
    ['tel:+7495111%252B2233', 'link', 'notANumber'],
    ['tel:+74951112233;isub=1', 'link', 'notANumber'],
    ['tel:1112233;phone-context=pbx.example', 'link', 'notANumber'],
    ['tel:+74951112233,,,9,1234#', 'link', 'notANumber'],
    ['callto:skype.name', 'link', 'notANumber'],
    ['tel:anonymous', 'link', 'notANumber'],
    ['позвоните 84951112233', 'clipboard', 'notANumber'],
    ['84951112233\n84951112244', 'clipboard', 'severalNumbers'],
    ['8 495 111-22-33, +7 495 111-22-44', 'clipboard', 'severalNumbers'],
    ['tel:123456', 'link', 'notANumber'],
    ['tel:+7809\u202e1234567', 'link', 'notANumber'],
  ])('%j from a %s is refused: %s', (text, source, code) => {
    expect(read(text, source)).toMatchObject({ ok: false, refusal: { code } })
  })
})

describe('what costs', () => {
  test.each([
    'tel:+78091234567',
    'tel:88091234567',
    'callto:8-809-123-45-67',
    'tel:+881612345678',
    'tel:+19005551234',
  ])('%s is a paid number and refused', (text) => {
    expect(read(text)).toMatchObject({ ok: false, refusal: { code: 'premium' } })
  })

  test('a company that pays is asked with the word for it', () => {
    expect(read('tel:+78091234567', 'link', { ...defaultDialPolicy, premium: 'confirm' })).toMatchObject({
      ok: true,
      value: { tariff: 'premium', country: 'RU' },
    })
  })

  test('the company’s own blocks go before all else and are named', () => {
    const blocked = { ...defaultDialPolicy, blockedPrefixes: ['+7495', '+7495111'] }
    expect(read('tel:84951112233', 'link', blocked)).toEqual({
      ok: false,
      refusal: { code: 'blocked', number: '+74951112233', prefix: '+7495111' },
    })
  })

  test('a company that never calls abroad is not led there', () => {
    const home: DialPolicy = { ...defaultDialPolicy, international: 'refuse' }
    expect(read('tel:+491701234567', 'link', home)).toMatchObject({
      ok: false,
      refusal: { code: 'international' },
    })
    expect(read('tel:+78123332211', 'link', home)).toMatchObject({ ok: true })
  })

  test('the default policy is a valid one', () => {
    expect(dialPolicy.parse(defaultDialPolicy)).toEqual(defaultDialPolicy)
  })
})

/** What must hold of any answer, whoever wrote the text. */
function expectNumberOrRefusal(text: string, source: DialSource) {
  const answer = read(text, source)
  if (!answer.ok) {
    expect(answer.refusal.code).toMatch(/^[a-zA-Z]+$/)
    return
  }
  expect(answer.value.number).toMatch(/^(?:\+\d{7,15}|\d{1,6})$/)
  expect(answer.value.ext ?? '0').toMatch(/^\d{1,7}$/)
  const paid = defaultDialPolicy.premiumPrefixes.some((prefix) => answer.value.number.startsWith(prefix))
  expect(paid).toBe(false)
}

describe('strangers', () => {
  const texts = hostileDialTexts()

  test('500 hostile texts: none is dialled that is not a plain number, none throws', () => {
    expect(texts.length).toBeGreaterThanOrEqual(500)
    expect(new Set(texts).size).toBe(texts.length)
    for (const text of texts)
      for (const source of ['link', 'clipboard', 'list'] as const) expectNumberOrRefusal(text, source)
  })

  test('of them, no link becomes a call', () => {
    expect(texts.filter((text) => read(text, 'link').ok)).toEqual([])
  })

  test('any text at all is a number or a refusal', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .string({ unit: fc.constantFrom(...'+0123456789 ()-.,;*#%:/telcaоext=доб'), maxLength: 40 })
        .map((rest) => `tel:${rest}`),
      fc.string({ unit: fc.constantFrom(...'+0123456789 ()-.,;*#'), maxLength: 30 }),
    )
    fc.assert(
      fc.property(text, fc.constantFrom<DialSource>('link', 'clipboard', 'list'), expectNumberOrRefusal),
      { numRuns: 10_000 },
    )
  })
})

describe('the gate', () => {
  test('one confirmation at a time', () => {
    const first = askGate(openGate, 0)
    expect(first.may).toBe(true)
    expect(askGate(first.gate, 1)).toMatchObject({ may: false, why: 'onePending' })
    expect(askGate(settleGate(first.gate), 2).may).toBe(true)
  })

  test('six in any minute, then the time of the next is told', () => {
    let gate: DialGate = openGate
    for (let ask = 0; ask < 6; ask++) gate = settleGate(askGate(gate, ask * 1000).gate)
    expect(askGate(gate, 6000)).toMatchObject({ may: false, why: 'tooMany', retryAt: 60_000 })
    expect(askGate(gate, 59_999).may).toBe(false)
    expect(askGate(gate, 60_000).may).toBe(true)
  })

  test('a storm of links lets six through in each minute, never two at once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20_000), fc.boolean()), { maxLength: 60 }), (steps) => {
        let gate = openGate
        let now = 0
        const shown: number[] = []
        for (const [wait, settles] of steps) {
          now += wait
          const answer = askGate(gate, now)
          if (answer.may) {
            expect(gate.pending).toBe(false)
            shown.push(now)
          }
          gate = settles ? settleGate(answer.gate) : answer.gate
        }
        for (const at of shown)
          expect(shown.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(6)
      }),
      { numRuns: 10_000 },
    )
  })
})
