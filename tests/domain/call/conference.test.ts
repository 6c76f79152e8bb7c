import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallEnd } from '#domain/call/call-end.ts'
import {
  type Conference,
  type ConferenceMember,
  type ConferenceNews,
  conference,
  membersToMove,
  nextConference,
} from '#domain/call/conference.ts'
import { callId } from '#domain/ids.ts'

const id = (name: string) => callId.parse(name)
const member = (name: string): ConferenceMember => ({
  callId: id(name),
  peer: { number: `+7495111000${name}`, name: '', source: 'from', hidden: false },
  state: 'waiting',
  failure: null,
})
const opening: Conference = {
  at: 'pbx',
  roomCallId: id('room'),
  state: 'opening',
  failure: null,
  members: [member('1'), member('2')],
}
const play = (from: Conference, ...news: ConferenceNews[]) => news.reduce(nextConference, from)
const states = ({ members }: Conference) => members.map(({ state }) => state)
const moving = (name: string, state: 'trying' | 'done' | 'failed'): ConferenceNews => ({
  type: 'moving',
  callId: id(name),
  transfer: { state, failure: state === 'failed' ? 'busy' : null },
})
const gone = (name: string, end: CallEnd): ConferenceNews => ({ type: 'memberOver', callId: id(name), end })

describe('a conference in a room of the PBX', () => {
  test('asks for nobody before the room is there, then for everybody', () => {
    expect(membersToMove(opening)).toEqual([])
    const open = nextConference(opening, { type: 'roomAnswered' })
    expect(membersToMove(open).map(({ callId: one }) => one)).toEqual(['1', '2'])
    expect(states(play(open, moving('1', 'done'), gone('2', 'transferred')))).toEqual(['in', 'in'])
  })

  test('whose room does not open moves nobody', () => {
    const failed = play(opening, { type: 'roomOver', end: 'busy' }, { type: 'roomAnswered' })
    expect(failed).toMatchObject({ state: 'failed', failure: 'busy' })
    expect(states(failed)).toEqual(['waiting', 'waiting'])
    expect(membersToMove(failed)).toEqual([])
  })

  test('keeps who did not get in as failed, and who hung up on the way as left', () => {
    const open = nextConference(opening, { type: 'roomAnswered' })
    expect(states(play(open, moving('1', 'failed'), gone('2', 'endedByThem')))).toEqual(['failed', 'left'])
    expect(play(open, moving('1', 'failed')).members[0]?.failure).toBe('busy')
  })

  test('takes one more while it is open, at once', () => {
    const open = play(opening, { type: 'roomAnswered' }, { type: 'added', member: member('3') })
    expect(states(open)).toEqual(['joining', 'joining', 'joining'])
    expect(play(open, { type: 'added', member: member('3') })).toBe(open)
  })
})

test('mixed here nobody is moved, and a member whose call ends has left', () => {
  const here: Conference = { ...opening, at: 'here', roomCallId: null, state: 'open', members: [member('1')] }
  const two = nextConference(here, { type: 'added', member: member('2') })
  expect(membersToMove(two)).toEqual([])
  expect(states(nextConference(two, gone('2', 'endedByThem')))).toEqual(['waiting', 'left'])
})

const name = fc.constantFrom('1', '2', '3', 'nobody')
const end = fc.constantFrom<CallEnd>('transferred', 'endedByThem', 'endedByUs', 'failed', 'transportLost')
const anyNews: fc.Arbitrary<ConferenceNews> = fc.oneof(
  fc.constant<ConferenceNews>({ type: 'roomAnswered' }),
  end.map<ConferenceNews>((how) => ({ type: 'roomOver', end: how })),
  fc
    .tuple(name, fc.constantFrom('trying' as const, 'done' as const, 'failed' as const))
    .map(([who, state]) => moving(who, state)),
  fc.tuple(name, end).map(([who, how]) => gone(who, how)),
  name.map<ConferenceNews>((who) => ({ type: 'added', member: member(who) })),
)

test('I4, I6: whatever comes, in whatever order, nobody is forgotten and nobody is asked for twice after an answer', () => {
  fc.assert(
    fc.property(fc.array(anyNews, { maxLength: 30 }), fc.boolean(), (story, here) => {
      let now: Conference = here ? { ...opening, at: 'here', roomCallId: null, state: 'open' } : opening
      for (const news of story) {
        const after = nextConference(now, news)
        expect(conference.parse(after)).toEqual(after)
        // Every member of before is one still, in the same place.
        expect(after.members.slice(0, now.members.length).map(({ callId: one }) => one)).toEqual(
          now.members.map(({ callId: one }) => one),
        )
        expect(nextConference(after, news)).toBe(after)
        if (now.state === 'failed' || now.state === 'over') expect(after).toBe(now)
        for (const [at, before] of now.members.entries()) {
          const next = after.members[at]?.state
          // Who did not get in is never said to be in: their call is with us, held.
          if (before.state === 'failed') expect(['failed', 'left']).toContain(next)
          if (before.state === 'left') expect(next).toBe('left')
        }
        now = after
      }
    }),
    { numRuns: 10_000 },
  )
})
