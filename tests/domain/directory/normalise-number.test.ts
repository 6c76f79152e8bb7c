import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DialPlan, russianDialPlan } from '#domain/directory/dial-plan.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import { type NormalisedNumber, normaliseNumber } from '#domain/directory/normalise-number.ts'

const moscow = (ext: string | null = null): NormalisedNumber => ({
  kind: 'e164',
  number: '+74951112233',
  nat10: '4951112233',
  loc7: '1112233',
  ext,
})
/** Asking again with the answer's own number, its extension with it. */
const again = (normal: NormalisedNumber, plan: DialPlan): NormalisedNumber => {
  if (normal.kind === 'hidden') return normal
  return read(
    'ext' in normal && normal.ext !== null ? `${normal.number};ext=${normal.ext}` : normal.number,
    plan,
  )
}
const read = (raw: string, plan: DialPlan = russianDialPlan) => normaliseNumber(raw, plan)

describe('one customer, however the number is written', () => {
  test.each([
    '+74951112233',
    '+7 495 111-22-33',
    '+7 (495) 111 22 33',
    '84951112233',
    '8 (495) 111-22-33',
    '8-495-111-22-33',
    '74951112233',
    '7 495 111.22.33',
    '4951112233',
    '(495) 111-22-33',
    '495/111-22-33',
    '111-22-33',
    '810 7 495 111 22 33',
    '8~10 7 495 1112233',
    '00 7 495 111-22-33',
    '+7 495 111–22–33',
    '+7\u00a0495\u00a0111\u201122\u201133',
    '\u202a+74951112233\u202c',
    '+74951112233',
    'tel:+7-495-111-22-33',
    'tel:1112233;phone-context=+7495',
    'callto:84951112233',
    'sip:84951112233@pbx.example:5060;user=phone',
    'sips:%2B74951112233@pbx.example',
    '"ООО «Ромашка»" <sip:+74951112233@10.0.0.5>;tag=77',
  ])('%s', (raw) => {
    expect(read(raw)).toEqual(moscow())
  })

  test.each([
    '8 (495) 111-22-33 доб. 12',
    '8 (495) 111-22-33 доб.12',
    '8 (495) 111-22-33 (доб. 12)',
    '8 (495) 111-22-33, доб. 12',
    '+7 495 111-22-33 добавочный 12',
    '+7 495 111-22-33 вн.12',
    '+7 495 111-22-33 внутренний 12',
    '+7 495 111-22-33 ext 12',
    '+7 495 111-22-33 ext. 12',
    '+7 495 111-22-33 x12',
    '+74951112233,12',
    '+74951112233,,12#',
    '+74951112233p12',
    '+74951112233*12',
    '+74951112233#12',
    '+74951112233;ext=12',
    'tel:+74951112233;ext=12',
    'sip:+74951112233;ext=12@pbx.example',
  ])('%s keeps its extension', (raw) => {
    expect(read(raw)).toEqual(moscow('12'))
  })
})

describe('what is not a subscriber of the outside world', () => {
  test.each([
    ['101', { kind: 'internal', number: '101' }],
    ['вн.12', { kind: 'internal', number: '12' }],
    ['доб 1045', { kind: 'internal', number: '1045' }],
    ['sip:101@pbx.example', { kind: 'internal', number: '101' }],
    ['+101', { kind: 'internal', number: '101' }],
    ['112', { kind: 'emergency', number: '112' }],
    ['*72', { kind: 'featureCode', number: '*72' }],
    ['*72*101#', { kind: 'featureCode', number: '*72*101#' }],
    ['sip:alice@example.org', { kind: 'unknown', number: 'alice' }],
    ['+7 101', { kind: 'internal', number: '7101' }],
    ['+7 495 111-22', { kind: 'unknown', number: '+749511122' }],
    ['12345678', { kind: 'unknown', number: '12345678' }],
  ])('%s', (raw, expected) => {
    expect(read(raw)).toEqual(expected)
  })

  test.each([
    '',
    '   ',
    'anonymous',
    'Anonymous',
    'sip:anonymous@anonymous.invalid',
    '"Anonymous" <sip:anonymous@anonymous.invalid>',
    'unavailable',
    'restricted',
    'Номер скрыт',
    'sip:@pbx.example',
  ])('"%s" is hidden', (raw) => {
    expect(read(raw)).toEqual({ kind: 'hidden' })
  })
})

describe('abroad', () => {
  test.each([
    ['8~10 49 170 1234567', '+491701234567'],
    ['00491701234567', '+491701234567'],
    ['+49 (0) 30 1234567', '+49301234567'],
    ['+375 29 123-45-67', '+375291234567'],
    ['375291234567', '+375291234567'],
    ['+998 90 123 45 67', '+998901234567'],
    ['8 727 250-00-00', '+77272500000'],
  ])('%s', (raw, number) => {
    expect(read(raw)).toMatchObject({ kind: 'e164', number })
  })

  const berlin: DialPlan = { ...russianDialPlan, country: 'DE', areaCode: '030' }
  test.each([
    ['030 1234567', '+49301234567'],
    ['1234567', '+49301234567'],
    ['0171 1234567', '+491711234567'],
    ['0049 171 1234567', '+491711234567'],
    ['+7 495 111-22-33', '+74951112233'],
  ])('a German company reads %s', (raw, number) => {
    expect(read(raw, berlin)).toMatchObject({ kind: 'e164', number })
  })

  test('a plan of a country that is not known leaves the digits alone', () => {
    expect(read('030 123456', { ...berlin, country: 'ZZ' })).toEqual({ kind: 'unknown', number: '030123456' })
  })
})

describe('what the dial plan says', () => {
  test('without an area code seven digits are nobody', () => {
    expect(read('111-22-33', { ...russianDialPlan, areaCode: null })).toEqual({
      kind: 'unknown',
      number: '1112233',
    })
  })

  test('an area code of four digits makes six-digit local numbers', () => {
    expect(read('22-33-44', { ...russianDialPlan, areaCode: '8422' })).toMatchObject({
      number: '+78422223344',
    })
  })

  test('the digit dialled for an outside line is taken off', () => {
    expect(read('9 8 495 111-22-33', { ...russianDialPlan, outsidePrefix: '9' })).toEqual(moscow())
    expect(read('9 111-22-33', { ...russianDialPlan, outsidePrefix: '9' })).toEqual(moscow())
    expect(read('916 123-45-67', { ...russianDialPlan, outsidePrefix: '9' })).toMatchObject({
      number: '+79161234567',
    })
  })

  test('a trunk that puts 00 before nine-digit numbers is undone, only for that length', () => {
    const plan = { ...russianDialPlan, trunkRules: [{ strip: '00', add: '8', digits: 12 }] }
    expect(read('004951112233', plan)).toEqual(moscow())
    expect(read('101', plan)).toEqual({ kind: 'internal', number: '101' })
  })
})

/** Written forms and noise, mixed: near-numbers find more than plain random text. */
const nearNumber = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ...'0123456789+*#()-–/.,;:@<>" ~%xpwdдобвнext=sip'.split(''),
      'доб.',
      'sip:',
      'tel:',
      ';ext=',
    ),
  }),
)

const anyPlan = fc.record({
  country: fc.constantFrom('RU', 'KZ', 'BY', 'DE', 'US', 'ZZ'),
  areaCode: fc.constantFrom(null, '495', '8422', '39022', '030'),
  internalMaxDigits: fc.integer({ min: 0, max: 6 }),
  outsidePrefix: fc.constantFrom('', '0', '9', '99'),
  // Rules as trunks need them: none of them fits what another has made.
  trunkRules: fc.subarray([
    { strip: '00', add: '8', digits: 12 },
    { strip: '', add: '+', digits: 12 },
    { strip: '7', add: '+7', digits: 11 },
  ]),
})

describe('any text at all', () => {
  test('never throws and is stable when asked again, whatever the plan', () => {
    fc.assert(
      fc.property(nearNumber, anyPlan, (raw, plan) => {
        const once = read(raw, plan)
        expect(again(once, plan)).toEqual(once)
      }),
      { numRuns: 5000 },
    )
  })

  test('a normalised number is read back from the form it is shown in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300_000_0000, max: 499_999_9999 }), (nat10) => {
        const normal = read(String(nat10))
        expect(normal).toMatchObject({ kind: 'e164', number: `+7${nat10}` })
        expect(read(formatNumber(`+7${nat10}`))).toEqual(normal)
      }),
    )
  })
})

describe('shown to people', () => {
  test.each([
    ['+74951112233', '+7 495 111-22-33'],
    ['+375291234567', '+375 29 123-45-67'],
    ['+491701234567', '+49 170 123-45-67'],
    ['+12125551234', '+1 212 555-12-34'],
    ['101', '101'],
    ['*72', '*72'],
    ['alice', 'alice'],
  ])('%s', (number, shown) => {
    expect(formatNumber(number)).toBe(shown)
  })
})
