// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { readAssertedCaller, readCaller, readInvite } from '#renderer/phone/call/caller-from-invite.ts'
import { cleanName } from '#renderer/phone/call/clean-name.ts'

type Headers = Record<string, string | string[]>
const of = (headers: Headers) => (name: string) => [headers[name] ?? []].flat()

describe('who calls', () => {
  const from = '"Анна" <sip:101@pbx>;tag=1'
  test.each<[string, Headers, { number: string; name: string; source: string }]>([
    [
      'our dialplan before all',
      { 'x-caller-number': '+74951112233', 'p-asserted-identity': '<sip:1@h>', from },
      { number: '+74951112233', name: 'Анна', source: 'header' },
    ],
    [
      'P-Asserted-Identity before From',
      { 'p-asserted-identity': '"Пётр" <sip:+79161112233@h>', from },
      { number: '+79161112233', name: 'Пётр', source: 'assertedIdentity' },
    ],
    [
      'the tel: of two asserted identities when sip: names a person',
      { 'p-asserted-identity': '<sip:petr@h>, <tel:+7-916-111-22-33>', from },
      { number: '+7-916-111-22-33', name: 'Анна', source: 'assertedIdentity' },
    ],
    [
      'Remote-Party-ID before From',
      { 'remote-party-id': '"Офис" <sip:84951112233@h>;party=calling;privacy=off', from },
      { number: '84951112233', name: 'Офис', source: 'remotePartyId' },
    ],
    ['From when nothing else is there', { from }, { number: '101', name: 'Анна', source: 'from' }],
    [
      'a display name that is the number, when the user part is none',
      { from: '"8 (495) 111-22-33" <sip:pbx.local>;tag=1' },
      { number: '8 (495) 111-22-33', name: '', source: 'displayName' },
    ],
    [
      'no name when it only repeats the number',
      { from: '"+7 495 111-22-33" <sip:74951112233@h>' },
      { number: '74951112233', name: '', source: 'from' },
    ],
    [
      'an extension kept with its number',
      { from: '<sip:+74951112233;ext=45@h>' },
      { number: '+74951112233;ext=45', name: '', source: 'from' },
    ],
    [
      'an escaped user',
      { from: '<sip:%2B74951112233@h>' },
      { number: '+74951112233', name: '', source: 'from' },
    ],
  ])('%s', (_, headers, caller) => {
    expect(readCaller(of(headers))).toEqual({ ...caller, hidden: false })
  })

  test.each<[string, Headers]>([
    ['an anonymous From', { from: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1' }],
    [
      'Privacy: id, whatever is asserted',
      { privacy: 'id', 'p-asserted-identity': '<sip:+7916@h>', from: '<sip:1@h>' },
    ],
    [
      'Remote-Party-ID with full privacy',
      { 'remote-party-id': '<sip:7916@h>;privacy=full', from: '<sip:1@h>' },
    ],
    ['a user of "restricted"', { from: '<sip:Restricted@h>' }],
  ])('hidden: %s', (_, headers) => {
    expect(readCaller(of(headers))).toEqual({ number: '', name: '', source: 'none', hidden: true })
  })

  test('nothing at all is not hidden, only unknown', () => {
    expect(readCaller(of({}))).toEqual({ number: '', name: '', source: 'none', hidden: false })
  })
})

test('queue, dialled number and the id of the whole call come from the dialplan', () => {
  const headers = of({
    from: '<sip:1@h>',
    'x-call-id': '179.12',
    'x-queue': 'support',
    'x-dialed-number': '7495',
  })
  expect(readInvite(headers)).toMatchObject({
    pbxCallId: '179.12',
    callQueue: 'support',
    dialledNumber: '7495',
  })
  expect(readInvite(of({ from: '<sip:1@h>' }))).toMatchObject({
    pbxCallId: null,
    callQueue: null,
    divertedBy: null,
  })
})

test('who forwarded is told beside the caller, never instead', () => {
  const diverted = of({ from: '<sip:+7916@h>', diversion: '"Секретарь" <sip:200@h>;reason=no-answer' })
  expect(readInvite(diverted)).toMatchObject({ divertedBy: '200', caller: { number: '+7916' } })
  const history = of({ from: '<sip:+7916@h>', 'history-info': '<sip:300@h>;index=1, <sip:101@h>;index=1.1' })
  expect(readInvite(history)).toMatchObject({ divertedBy: '300' })
})

test('a re-INVITE that asserts nobody changes nobody', () => {
  expect(readAssertedCaller(of({ from: '<sip:102@h>' }))).toBeNull()
  expect(
    readAssertedCaller(of({ from: '<sip:102@h>', 'p-asserted-identity': '<sip:+7916@h>' })),
  ).toMatchObject({
    number: '+7916',
    source: 'assertedIdentity',
  })
})

test('a name is safe to show', () => {
  expect(cleanName('И\u0306ван')).toBe('Йван')
  expect(cleanName('\u202eабв\u200b\u0007 г')).toBe('абв г')
  expect([...new Intl.Segmenter().segment(cleanName('👩‍👩‍👧'.repeat(200)))].length).toBeLessThanOrEqual(64)
  expect(cleanName('👩‍👩‍👧'.repeat(200)).length).toBeLessThanOrEqual(256)
  expect(cleanName('\ud800')).toBe('\ufffd')
})
