import { expect, test } from 'vitest'
import { linkFromArguments } from '#electron/main/tel-link.ts'

test.each(['tel:+74951112233', 'TEL:+7-495-111-22-33', 'callto://+442079460123', 'tel:*21*84951112233#'])(
  '%s goes to the console as it came: there is one grammar, and it says what is wrong',
  (link) => {
    expect(linkFromArguments(['pult', '--some-switch', link])).toBe(link)
  },
)

test.each(['sip:101@example.com', 'https://example.com/tel:+74951112233', 'pult --tel:101', '--tel:101'])(
  '%s is no link of ours',
  (argument) => {
    expect(linkFromArguments(['pult', argument])).toBeNull()
  },
)

test('a link longer than any number is cut where the console already refuses it', () => {
  expect(linkFromArguments([`tel:${'1-'.repeat(4000)}`])).toHaveLength(256)
})
