import { expect, test } from 'vitest'
import { type CandidateFacts, rankCandidates } from '#domain/directory/rank-candidates.ts'
import { as } from '../rows.ts'

const hour = 3_600_000
const now = 1000 * hour
const facts = (contactId: string, more: Partial<CandidateFacts> = {}): CandidateFacts => ({
  contactId: as(contactId),
  match: 'exact',
  source: 'imported',
  openTickets: 0,
  nearestDue: null,
  calledAt: null,
  learnt: 0,
  mayRequest: false,
  lastSeenAt: null,
  ...more,
})
const ranked = (...candidates: CandidateFacts[]) =>
  rankCandidates(candidates, now).map(({ contactId, ranked }) => `${contactId} ${ranked}`)

test('owners of one number stand in the order of what speaks for them, each with its reason', () => {
  expect(
    ranked(
      facts('nothing'),
      facts('seen', { lastSeenAt: now - hour }),
      facts('authority', { mayRequest: true }),
      facts('called', { calledAt: now - hour }),
      facts('verified', { source: 'confirmed' }),
      facts('tickets', { openTickets: 9, nearestDue: now + 50 * hour }),
      facts('urgent', { openTickets: 1, nearestDue: now + hour }),
      facts('learnt', { learnt: 1 }),
      facts('extension', { match: 'exactWithExt' }),
    ),
  ).toEqual([
    'extension recent',
    'learnt learnt',
    'urgent openTickets',
    'tickets openTickets',
    'verified verified',
    'called calledLast',
    'authority authority',
    'seen recent',
    'nothing recent',
  ])
})

test('one owner needs no reason, equals stand by id however they came', () => {
  expect(ranked(facts('a'))).toEqual(['a only'])
  expect(ranked(facts('b'), facts('a'))).toEqual(ranked(facts('a'), facts('b')))
})

test('few digits and mined numbers are a maybe, what a dispatcher chose is not', () => {
  const maybe = (more: Partial<CandidateFacts>) => rankCandidates([facts('a', more)], now)[0]?.maybe
  expect(maybe({})).toBe(false)
  expect(maybe({ match: 'last10' })).toBe(false)
  expect(maybe({ match: 'last7' })).toBe(true)
  expect(maybe({ source: 'mined' })).toBe(true)
  expect(maybe({ match: 'chosen', source: 'mined' })).toBe(false)
})
