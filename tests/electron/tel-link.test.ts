import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberFromArguments } from '#electron/main/tel-link.ts'

test.each([
  ['tel:+74951112233', '+74951112233'],
  ['TEL:+7-495-111-22-33', '+74951112233'],
  ['tel:8%20(495)%20111-22-33', '84951112233'],
  ['callto:101', '101'],
  ['callto://+442079460123', '+442079460123'],
])('%s is the number %s', (link, number) => {
  expect(numberFromArguments(['pult', '--some-switch', link])).toBe(number)
})

test.each([
  'tel:',
  'tel:12',
  'tel:+',
  'tel:++74951112233',
  'tel:1234567890123456',
  'tel:*21*84951112233#',
  'tel:##002#',
  'tel:+74951112233;phone-context=example.com',
  'tel:+74951112233;isub=1',
  'tel:+74951112233?call',
  'tel:+7495111223\n3',
  'tel:+7495%00111',
  'tel:--renderer-cmd-prefix=calc',
  'tel:101 --gpu-launcher=calc',
  'tel:sip:101@attacker.example',
  'tel:٠١٢٣٤',
  'sip:101@example.com',
  'https://example.com/tel:+74951112233',
  'pult --tel:101',
  `tel:${'1-'.repeat(40)}`,
])('%j is no number', (link) => {
  expect(numberFromArguments(['pult', link])).toBeNull()
})

test('whatever a page puts into a link, the outcome is digits or nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      for (const link of [`tel:${text}`, `callto:${text}`, text]) {
        const number = numberFromArguments([link])
        expect(number === null || /^\+?\d{3,15}$/.test(number)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})
