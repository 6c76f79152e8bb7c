import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Call, call } from '#domain/call/call.ts'
import { callEnds } from '#domain/call/call-end.ts'
import { type CallEvent, callEvent } from '#domain/call/call-event.ts'
import { foldCalls, nextCall } from '#domain/call/next-call.ts'
import { as } from '../rows.ts'

const base = { callId: as<never>('call-1') }
const caller = { number: '84951112233', name: 'Ромашка', source: 'from', hidden: false } as const
const offered: CallEvent = {
  type: 'offered',
  ...base,
  at: 1,
  caller,
  pbxCallId: 'pbx',
  sipCallId: 'sip',
  callQueue: 'support',
  dialledNumber: null,
  divertedBy: null,
}
const dialled: CallEvent = { type: 'dialled', ...base, at: 1, number: '101', sipCallId: 'sip' }
const event = (type: string, more: object = {}) => callEvent.parse({ type, ...base, at: 5, ...more })
const ended = (end: string) => event('ended', { end, sipCode: null })
const play = (...events: CallEvent[]) => events.reduce<Call | null>(nextCall, null)

describe('an incoming call', () => {
  test('rings, is picked up, talks, is over: each state with what exists in it', () => {
    expect(play(offered)).toMatchObject({
      state: 'ringing',
      direction: 'in',
      peer: caller,
      callQueue: 'support',
    })
    expect(play(offered, event('answering'))).toMatchObject({ state: 'answering' })
    expect(play(offered, event('answering'), event('answered'))).toMatchObject({
      state: 'active',
      answeredAt: 5,
      holdLocal: 'off',
      media: 'ok',
    })
    expect(play(offered, event('answered'), event('muted', { on: true }), ended('endedByThem'))).toEqual({
      state: 'over',
      id: 'call-1',
      pbxCallId: 'pbx',
      sipCallId: 'sip',
      callQueue: 'support',
      dialledNumber: null,
      divertedBy: null,
      direction: 'in',
      peer: caller,
      startedAt: 1,
      answeredAt: 5,
      endedAt: 5,
      end: 'endedByThem',
      sipCode: null,
    })
  })

  test('given up while we were picking up is a lost race, answered elsewhere stays that', () => {
    expect(play(offered, event('answering'), ended('abandoned'))).toMatchObject({
      end: 'lostRace',
      answeredAt: null,
    })
    expect(play(offered, event('answering'), ended('answeredElsewhere'))).toMatchObject({
      end: 'answeredElsewhere',
    })
    expect(play(offered, ended('abandoned'))).toMatchObject({ end: 'abandoned' })
  })

  test('transferred to us shows who is really there', () => {
    const customer = { ...caller, number: '+79161112233', source: 'assertedIdentity' }
    expect(play(offered, event('answered'), event('numbered', { caller: customer }))?.peer).toEqual(customer)
  })
})

describe('an outgoing call', () => {
  test('is dialled, rings there, is answered', () => {
    expect(play(dialled)).toMatchObject({ state: 'dialling', direction: 'out', peer: { number: '101' } })
    expect(play(dialled, event('remoteRinging'), event('answered'))).toMatchObject({ state: 'active' })
  })

  test('whose 200 crossed our CANCEL never becomes a talk', () => {
    expect(play(dialled, event('cancelling'), event('answered'), ended('endedByUs'))).toMatchObject({
      state: 'over',
      answeredAt: null,
    })
  })

  test('a late 180 after the answer changes nothing', () => {
    const talking = play(dialled, event('answered'))
    expect(nextCall(talking, event('remoteRinging'))).toBe(talking)
  })
})

describe('hold', () => {
  const hold = (...events: CallEvent[]) => {
    const played = play(offered, event('answered'), ...events)
    return played?.state === 'active' ? played.holdLocal : played?.state
  }
  const ask = (on: boolean) => event('holdAsked', { on })
  const held = (on: boolean) => event('held', { on })

  test('is pending until the other side agreed', () => {
    expect(hold(ask(true))).toBe('pendingOn')
    expect(hold(ask(true), held(true))).toBe('on')
    expect(hold(ask(true), held(true), ask(false))).toBe('pendingOff')
    expect(hold(ask(true), held(true), ask(false), held(false))).toBe('off')
    expect(hold(ask(true), held(true), ask(true))).toBe('on')
  })

  test('refused (491 of both sides at once) falls back to what was', () => {
    expect(hold(ask(true), event('heldByThem', { on: true }), event('holdFailed'))).toBe('off')
    expect(hold(ask(true), held(true), ask(false), event('holdFailed'))).toBe('on')
    expect(hold(event('holdFailed'))).toBe('off')
  })
})

const at = fc.integer({ min: 0, max: 1_000_000 })
const someCaller = fc.record({
  number: fc.string({ maxLength: 20 }),
  name: fc.string({ maxLength: 20 }),
  source: fc.constantFrom('header', 'from', 'none'),
  hidden: fc.boolean(),
})
const happening = (type: string, more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ type: fc.constant(type), callId: fc.constantFrom('call-1', 'call-2'), at, ...more })
const on = { on: fc.boolean() }
const anyEvent = fc
  .oneof(
    happening('offered', {
      caller: someCaller,
      pbxCallId: fc.string(),
      sipCallId: fc.string(),
      callQueue: fc.constant(null),
      dialledNumber: fc.constant(null),
      divertedBy: fc.constant(null),
    }),
    happening('dialled', { number: fc.string(), sipCallId: fc.string() }),
    ...['remoteRinging', 'answering', 'cancelling', 'answered', 'holdFailed'].map((type) => happening(type)),
    ...['holdAsked', 'held', 'heldByThem', 'muted'].map((type) => happening(type, on)),
    happening('media', { state: fc.constantFrom('ok', 'degraded', 'interrupted', 'restarting', 'lost') }),
    happening('signalling', { attached: fc.boolean() }),
    happening('dialog', {
      dialog: fc.record({ localTag: fc.constantFrom('a', 'b'), remoteTag: fc.constant('c') }),
    }),
    happening('recording', { state: fc.constantFrom('unknown', 'off', 'on', 'paused') }),
    happening('numbered', { caller: someCaller }),
    happening('ended', { end: fc.constantFrom(...callEnds), sipCode: fc.constantFrom(null, 486) }),
  )
  .map((raw) => callEvent.parse(raw))
const story = fc.array(anyEvent, { maxLength: 30 })

describe('whatever the PBX says, in whatever order', () => {
  test('a call is always one the schema knows, and only offered and dialled begin one', () => {
    fc.assert(
      fc.property(story, (events) => {
        let now: Call | null = null
        for (const one of events) {
          const after: Call | null = nextCall(now, one)
          if (now === null && one.type !== 'offered' && one.type !== 'dialled') expect(after).toBeNull()
          if (after !== null) expect(call.parse(after)).toEqual(after)
          now = after
        }
      }),
      { numRuns: 10_000 },
    )
  })

  test('what is over stays as it is, and a repeat changes nothing', () => {
    fc.assert(
      fc.property(story, anyEvent, (events, last) => {
        const before = play(...events)
        const once = nextCall(before, last)
        expect(nextCall(once, last)).toBe(once)
        if (before?.state === 'over') expect(once).toBe(before)
      }),
      { numRuns: 10_000 },
    )
  })

  test('replaying the journal, whole or in parts, gives the same calls', () => {
    fc.assert(
      fc.property(story, fc.nat(30), (events, cut) => {
        const whole = foldCalls([], events)
        expect(foldCalls([], JSON.parse(JSON.stringify(events)))).toEqual(whole)
        expect(foldCalls(foldCalls([], events.slice(0, cut)), events.slice(cut))).toEqual(whole)
        expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length)
      }),
      { numRuns: 10_000 },
    )
  })

  test('I1: every INVITE comes to one call and one end, the first that was told of it', () => {
    fc.assert(
      fc.property(story, (events) => {
        // The phone tells an end of each call it told the beginning of; the last words may come twice.
        const told = [
          ...events,
          ...(['call-1', 'call-2'] as const).map((id) => ({ ...ended('failed'), callId: as<never>(id) })),
        ]
        const calls = foldCalls([], [...told, ...told.slice(-2)])
        const begun = new Set(
          told.flatMap(({ type, callId }) => (type === 'offered' || type === 'dialled' ? [callId] : [])),
        )
        expect(calls.map(({ id }) => id).sort()).toEqual([...begun].sort())
        for (const one of calls) {
          const from = told.findIndex(
            ({ type, callId }) => callId === one.id && (type === 'offered' || type === 'dialled'),
          )
          const first = told.slice(from).find(({ type, callId }) => callId === one.id && type === 'ended')
          expect(one.state === 'over' && one.endedAt).toBe(first?.at)
        }
      }),
      { numRuns: 10_000 },
    )
  })

  test('news of nothing leaves the very same list', () => {
    const calls = foldCalls([], [offered])
    expect(foldCalls(calls, [offered, event('cancelling')])).toBe(calls)
  })
})
