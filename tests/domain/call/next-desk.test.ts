import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallEvent } from '#domain/call/call-event.ts'
import { type DeskPolicy, defaultDeskPolicy, deskPolicy, wrapUpMsFor } from '#domain/call/desk-policy.ts'
import {
  type DeskState,
  microphoneCalls,
  nextDueOf,
  pendingPhases,
  soundOf,
} from '#domain/call/desk-state.ts'
import type { DeskEffect, DeskStep } from '#domain/call/desk-step.ts'
import { type DeskEvent, emptyDesk, nextDesk } from '#domain/call/next-desk.ts'
import { type OwnReport, queuePauseOf } from '#domain/call/own-report.ts'
import { nextOwn, type OwnEvent, type OwnState, ownState } from '#domain/call/own-state.ts'
import type { CallId } from '#domain/ids.ts'

const id = (name: string) => name as CallId
const caller = { number: '+74951112233', name: '', source: 'from' as const, hidden: false }

/** What the phone tells, in few words. */
const tells = {
  offered: (callId: string, at = 0, callQueue: string | null = 'support'): DeskEvent => ({
    type: 'call',
    event: {
      type: 'offered',
      callId: id(callId),
      at,
      caller,
      pbxCallId: callId,
      sipCallId: callId,
      callQueue,
      dialledNumber: null,
      divertedBy: null,
    },
  }),
  dialled: (callId: string, at = 0): DeskEvent => ({
    type: 'call',
    event: { type: 'dialled', callId: id(callId), at, number: '101', sipCallId: callId },
  }),
  word: (
    type: 'answering' | 'answered' | 'cancelling' | 'holdFailed',
    callId: string,
    at = 0,
  ): DeskEvent => ({
    type: 'call',
    event: { type, callId: id(callId), at },
  }),
  held: (callId: string, on: boolean, at = 0): DeskEvent => ({
    type: 'call',
    event: { type: 'held', callId: id(callId), at, on },
  }),
  ended: (callId: string, at = 0): DeskEvent => ({
    type: 'call',
    event: { type: 'ended', callId: id(callId), at, end: 'endedByThem', sipCode: null } satisfies CallEvent,
  }),
}
const orders = (
  type: 'answer' | 'answerFailed' | 'hold' | 'resume' | 'silence' | 'transfer' | 'transferFailed',
  callId: string,
  at = 0,
): DeskEvent => ({
  type,
  callId: id(callId),
  at,
})

function play(
  events: readonly DeskEvent[],
  policy: DeskPolicy = defaultDeskPolicy,
  from: DeskState = emptyDesk(0),
) {
  const effects: DeskEffect[] = []
  let desk = from
  for (const event of events) {
    const step: DeskStep = nextDesk(desk, event, policy)
    desk = step.desk
    effects.push(...step.effects)
  }
  return { desk, effects, phases: Object.fromEntries(desk.calls.map((call) => [call.id, call.phase])) }
}
const ownEvent = (event: Exclude<OwnEvent, { type: 'callBegan' | 'callsOver' | 'tick' }>): DeskEvent => ({
  type: 'own',
  event,
})
const talking = (callId: string) => [
  tells.offered(callId),
  orders('answer', callId),
  tells.word('answered', callId),
]

describe('one call', () => {
  test('rings, is answered, is written down, and the dispatcher is free again', () => {
    const { desk, effects } = play([...talking('a'), tells.ended('a', 60_000)])
    expect(effects).toEqual([
      { do: 'sound', sound: 'ring' },
      { do: 'answer', callId: 'a', auto: false },
      { do: 'sound', sound: 'none' },
      { do: 'microphone', callIds: ['a'] },
      { do: 'microphone', callIds: [] },
      { do: 'pauseQueue', reason: 'wrapUp' },
    ])
    expect(desk.own).toMatchObject({ state: 'wrapUp', callId: 'a', until: 90_000 })
    const later = nextDesk(desk, { type: 'tick', at: 90_000 }, defaultDeskPolicy)
    expect(later.desk.own).toMatchObject({ state: 'available', since: 90_000 })
    expect(later.effects).toEqual([{ do: 'pauseQueue', reason: null }])
  })

  test('a call nobody answered, or one between colleagues, is not written down', () => {
    expect(play([tells.offered('a'), tells.ended('a')]).desk.own.state).toBe('available')
    const internal = [
      tells.offered('a', 0, null),
      orders('answer', 'a'),
      tells.word('answered', 'a'),
      tells.ended('a'),
    ]
    expect(play(internal).desk.own.state).toBe('available')
  })

  test('a 200 that crossed our CANCEL does not open the microphone', () => {
    const { desk } = play([tells.dialled('a'), tells.word('cancelling', 'a'), tells.word('answered', 'a')])
    expect(microphoneCalls(desk)).toEqual([])
  })

  test('late news of a call that is over does not begin it again', () => {
    const over = play([...talking('a'), tells.ended('a')]).desk
    expect(nextDesk(over, tells.offered('a', 9), defaultDeskPolicy)).toEqual({ desk: over, effects: [] })
  })
})

describe('several calls', () => {
  test('answering the second holds the first, and its microphone is closed before the second one opens', () => {
    const { phases, effects } = play([
      ...talking('a'),
      tells.offered('b'),
      orders('answer', 'b'),
      tells.word('answered', 'b'),
    ])
    expect(phases).toEqual({ a: 'holding', b: 'talking' })
    expect(effects.slice(4)).toEqual([
      { do: 'sound', sound: 'soft' },
      { do: 'hold', callId: 'a' },
      { do: 'answer', callId: 'b', auto: false },
      { do: 'microphone', callIds: [] },
      { do: 'sound', sound: 'none' },
      { do: 'microphone', callIds: ['b'] },
    ])
  })

  test('a hold the other side refuses (glare) is asked for again while another talks', () => {
    const two = [...talking('a'), tells.offered('b'), orders('answer', 'b'), tells.word('answered', 'b')]
    const { desk, phases } = play([...two, tells.word('holdFailed', 'a')])
    expect(phases.a).toBe('holding')
    expect(nextDesk(desk, { type: 'tick', at: 8_000 }, defaultDeskPolicy).effects).toEqual([
      { do: 'hold', callId: 'a' },
    ])
  })

  test('alone, a refused hold gives the talk back', () => {
    expect(play([...talking('a'), orders('hold', 'a'), tells.word('holdFailed', 'a')]).phases).toEqual({
      a: 'talking',
    })
  })

  test('swapping: back to the first holds the second', () => {
    const two = [...talking('a'), ...talking('b'), tells.held('a', true)]
    const { phases, effects } = play([...two, orders('resume', 'a'), tells.held('a', false)])
    expect(phases).toEqual({ a: 'talking', b: 'holding' })
    expect(effects).toContainEqual({ do: 'resume', callId: 'a' })
  })

  test('merged, both hear the microphone; a third answered puts both on hold', () => {
    const merged = [
      ...talking('a'),
      ...talking('b'),
      tells.held('a', true),
      { type: 'merge', callIds: ['a', 'b'].map(id), at: 0 } as DeskEvent,
    ]
    expect(microphoneCalls(play(merged).desk)).toEqual(['a', 'b'])
    expect(play([...merged, ...talking('c')]).phases).toEqual({ a: 'holding', b: 'holding', c: 'talking' })
  })

  test.each([true, false])('a failed transfer leaves the caller held (held before: %s)', (heldBefore) => {
    const before = heldBefore ? [orders('hold', 'a'), tells.held('a', true)] : []
    const failed = play([...talking('a'), ...before, orders('transfer', 'a'), orders('transferFailed', 'a')])
    expect(failed.phases).toEqual({ a: heldBefore ? 'held' : 'holding' })
    expect(microphoneCalls(failed.desk)).toEqual([])
  })

  test('a transfer that never says how it ended comes back after its time', () => {
    const { desk } = play([...talking('a'), orders('transfer', 'a'), tells.held('a', true)])
    expect(nextDesk(desk, { type: 'tick', at: 200_000 }, defaultDeskPolicy).desk.calls[0]?.phase).toBe('held')
  })
})

describe('what rings', () => {
  const ringing = [tells.offered('a')]
  const away: DeskEvent = { type: 'own', event: { type: 'goAway', at: 0, reason: 'lunch' } }
  test.each<[string, DeskEvent[], Partial<DeskPolicy>, string]>([
    ['a free desk rings', ringing, {}, 'ring'],
    ['silenced, it does not', [...ringing, orders('silence', 'a')], {}, 'none'],
    ['another one after that does', [...ringing, orders('silence', 'a'), tells.offered('b')], {}, 'ring'],
    ['away: only by policy', [away, ...ringing], {}, 'none'],
    ['away, and the policy says ring', [away, ...ringing], { ringWhenAway: true }, 'ring'],
    ['call waiting is soft', [...talking('a'), tells.offered('b')], {}, 'soft'],
    ['no call waiting: nothing', [...talking('a'), tells.offered('b')], { callWaiting: false }, 'none'],
    ['wrap-up: soft', [...talking('a'), tells.ended('a'), tells.offered('b')], {}, 'soft'],
    ['do not disturb: nothing', [{ type: 'doNotDisturb', on: true, at: 0 }, ...ringing], {}, 'none'],
  ])('%s', (_story, events, change, sound) => {
    const policy = { ...defaultDeskPolicy, ...change }
    expect(soundOf(play(events, policy).desk, policy)).toBe(sound)
  })

  test('do not disturb answers busy and takes the queues away', () => {
    const { effects } = play([{ type: 'doNotDisturb', on: true, at: 0 }, ...ringing])
    expect(effects).toEqual([
      { do: 'pauseQueue', reason: 'doNotDisturb' },
      { do: 'refuseBusy', callId: 'a' },
    ])
  })
})

describe('auto-answer', () => {
  const policy = { ...defaultDeskPolicy, autoAnswer: ['support'] }
  const answers = (events: DeskEvent[], by: DeskPolicy) =>
    play(events, by).effects.some((effect) => effect.do === 'answer')

  test('only a listed queue, only by policy', () => {
    expect(answers([tells.offered('a')], defaultDeskPolicy)).toBe(false)
    expect(answers([tells.offered('a')], policy)).toBe(true)
    expect(answers([tells.offered('a', 0, 'sales')], policy)).toBe(false)
    expect(answers([tells.offered('a', 0, null)], policy)).toBe(false)
  })

  test('never into another call, away, wrap-up or do-not-disturb', () => {
    expect(play([...talking('a'), tells.offered('b')], policy).phases.b).toBe('ringing')
    expect(play([tells.offered('a', 0, null), tells.offered('b')], policy).phases.b).toBe('ringing')
    expect(
      answers([{ type: 'own', event: { type: 'goAway', at: 0, reason: 'x' } }, tells.offered('a')], policy),
    ).toBe(false)
    expect(answers([{ type: 'doNotDisturb', on: true, at: 0 }, tells.offered('a')], policy)).toBe(false)
    const wrapping = [...talking('a'), tells.ended('a'), tells.offered('b')]
    expect(play(wrapping, policy).phases.b).toBe('ringing')
  })
})

describe('a call nobody here wants', () => {
  const again = (pbxCallId: string): DeskEvent => {
    const event = tells.offered('second', 5_000)
    if (event.type === 'call' && event.event.type === 'offered') event.event.pbxCallId = pbxCallId
    return event
  }
  const refused: DeskEvent[] = [
    tells.offered('a'),
    { type: 'call', event: { type: 'ended', callId: id('a'), at: 1, end: 'rejected', sipCode: 486 } },
  ]

  test('refused, it rings again from the queue without a sound; another caller sounds', () => {
    expect(soundOf(play([...refused, again('a')]).desk, defaultDeskPolicy)).toBe('none')
    expect(soundOf(play([...refused, again('other')]).desk, defaultDeskPolicy)).toBe('ring')
  })

  test('silenced and given to the next one by the queue, it stays silent when its turn comes again', () => {
    const events = [tells.offered('a'), orders('silence', 'a'), tells.ended('a', 1), again('a')]
    expect(soundOf(play(events).desk, defaultDeskPolicy)).toBe('none')
  })

  test('is not answered by policy either, but a person may', () => {
    const policy = { ...defaultDeskPolicy, autoAnswer: ['support'] }
    const { desk } = play([{ type: 'doNotDisturb', on: false, at: 0 }, ...refused, again('a')], policy)
    expect(desk.calls[0]).toMatchObject({ phase: 'ringing', autoAnswered: false })
    expect(nextDesk(desk, orders('answer', 'second'), policy).desk.calls[0]?.phase).toBe('answering')
  })
})

describe('wrap-up', () => {
  const own = (events: DeskEvent[], policy = defaultDeskPolicy) => play(events, policy).desk.own

  test('lasts as long as the call queue has it', () => {
    const policy = { ...defaultDeskPolicy, wrapUpMsOf: { support: 90_000 } }
    expect(own([...talking('a'), tells.ended('a', 10)], policy)).toMatchObject({ until: 90_010 })
    const none = { ...defaultDeskPolicy, wrapUpMsOf: { support: 0 } }
    expect(own([...talking('a'), tells.ended('a', 10)], none).state).toBe('available')
    expect(wrapUpMsFor(policy, 'constructor')).toBe(defaultDeskPolicy.wrapUpMs)
  })

  test('of a customer given to a colleague begins when the talk with the colleague is over', () => {
    const consulted = [...talking('a'), tells.dialled('b'), tells.word('answered', 'b'), tells.ended('a', 5)]
    expect(own(consulted).state).toBe('busy')
    expect(own([...consulted, tells.ended('b', 9)])).toMatchObject({ state: 'wrapUp', callId: 'a' })
  })

  test('its end is the next time the clock is looked at; without anything pending there is none', () => {
    expect(nextDueOf(play([...talking('a'), tells.ended('a', 10)]).desk)).toBe(30_010)
    expect(nextDueOf(emptyDesk(0))).toBeNull()
    expect(nextDueOf(play([tells.offered('a', 7)]).desk)).toBe(600_007)
  })
})

describe('a phone that begins anew', () => {
  const restore = (report: OwnReport, ...before: DeskEvent[]) =>
    play([...before, { type: 'restore', report, at: 50_000 }])
  const lunch = { is: 'away', reason: 'lunch' } as const

  test('is what it was: away, with do-not-disturb, and the queues stay paused', () => {
    const { desk, effects } = restore({ own: { state: 'away', since: 3, wanted: lunch }, doNotDisturb: true })
    expect(desk).toMatchObject({ own: { state: 'away', since: 3 }, doNotDisturb: true })
    expect(effects).toEqual([{ do: 'pauseQueue', reason: 'doNotDisturb' }])
  })

  test('goes on writing up while there is time, and not after', () => {
    const wrapUp = (until: number): OwnReport => ({
      own: { state: 'wrapUp', since: 1, wanted: lunch, callId: id('a'), until },
      doNotDisturb: false,
    })
    expect(restore(wrapUp(60_000)).desk.own).toMatchObject({ state: 'wrapUp', until: 60_000 })
    expect(restore(wrapUp(40_000)).desk.own).toMatchObject({ state: 'away', since: 40_000 })
  })

  test('lost the call it was busy with, and keeps a call that came since', () => {
    const busy: OwnReport = { own: { state: 'busy', since: 1, wanted: lunch }, doNotDisturb: false }
    expect(restore(busy).desk.own).toMatchObject({ state: 'away', since: 50_000 })
    const { desk } = restore(busy, ...talking('a'))
    expect(desk.own).toMatchObject({ state: 'busy', wanted: lunch })
    expect(microphoneCalls(desk)).toEqual(['a'])
  })
})

test('a microphone that is denied leaves the call ringing, for a person to see why', () => {
  const policy = { ...defaultDeskPolicy, autoAnswer: ['support'] }
  const { desk, effects } = play([tells.offered('a'), orders('answerFailed', 'a', 400)], policy)
  expect(effects[0]).toEqual({ do: 'answer', callId: 'a', auto: true })
  expect(desk.calls[0]).toMatchObject({ phase: 'ringing', autoAnswered: false })
  expect(soundOf(desk, policy)).toBe('ring')
})

describe('the policy', () => {
  test('of an older configuration gets what it does not know by default', () => {
    expect(deskPolicy.parse({ wrapUpMs: 5_000 })).toEqual({ ...defaultDeskPolicy, wrapUpMs: 5_000 })
    expect(deskPolicy.safeParse({ wrapUpMs: -1 }).success).toBe(false)
    expect(deskPolicy.safeParse({ doNotDisturbAnswer: 200 }).success).toBe(false)
  })
})

describe('own state', () => {
  const free: OwnState = { state: 'available', since: 0, wanted: { is: 'available' } }
  const ownAfter = (...events: OwnEvent[]) => events.reduce(nextOwn, free)

  test('away asked during a call is taken after it, and after its wrap-up', () => {
    const lunch: OwnEvent = { type: 'goAway', at: 2, reason: 'lunch' }
    const talk: OwnEvent = { type: 'callBegan', at: 1 }
    expect(ownAfter(talk, lunch)).toMatchObject({ state: 'busy', wanted: { is: 'away', reason: 'lunch' } })
    expect(ownAfter(talk, lunch, { type: 'callsOver', at: 3, wrapUp: null })).toMatchObject({
      state: 'away',
      since: 3,
    })
    const wrapUp = { callId: id('a'), ms: 10 }
    const wrapping = ownAfter(talk, lunch, { type: 'callsOver', at: 3, wrapUp })
    expect(wrapping).toMatchObject({ state: 'wrapUp', until: 13 })
    expect(nextOwn(wrapping, { type: 'tick', at: 12 }).state).toBe('wrapUp')
    expect(nextOwn(wrapping, { type: 'wrapUpMore', at: 12, ms: 5 })).toMatchObject({ until: 18 })
    expect(nextOwn(wrapping, { type: 'wrapUpDone', at: 5 })).toMatchObject({ state: 'away', since: 5 })
  })

  test('a call taken while away leads back to away; the clock of the same reason runs on', () => {
    const lunch = ownAfter({ type: 'goAway', at: 1, reason: 'lunch' })
    expect(nextOwn(lunch, { type: 'goAway', at: 9, reason: 'lunch' })).toBe(lunch)
    const called = nextOwn(nextOwn(lunch, { type: 'callBegan', at: 2 }), {
      type: 'callsOver',
      at: 3,
      wrapUp: null,
    })
    expect(called).toMatchObject({ state: 'away', wanted: { reason: 'lunch' } })
  })
})

/** Everything that can be told or ordered about three calls, at a clock that only goes on. */
const name = fc.constantFrom('a', 'b', 'c', 'd')
const anyEvent: fc.Arbitrary<(at: number) => DeskEvent> = fc.oneof(
  fc.tuple(name, fc.constantFrom(null, 'support', 'sales')).map(
    ([n, queue]) =>
      (at: number) =>
        tells.offered(n, at, queue),
  ),
  name.map((n) => (at: number) => tells.dialled(n, at)),
  fc.tuple(fc.constantFrom('answering', 'answered', 'answered', 'cancelling', 'holdFailed'), name).map(
    ([type, n]) =>
      (at: number) =>
        tells.word(type, n, at),
  ),
  fc.tuple(name, fc.boolean()).map(
    ([n, on]) =>
      (at: number) =>
        tells.held(n, on, at),
  ),
  name.map((n) => (at: number) => tells.ended(n, at)),
  fc
    .tuple(
      fc.constantFrom(
        ...(['answer', 'answer', 'answerFailed', 'hold'] as const),
        ...(['resume', 'silence', 'transfer', 'transferFailed'] as const),
      ),
      name,
    )
    .map(
      ([type, n]) =>
        (at: number) =>
          orders(type, n, at),
    ),
  name.map(
    (n) =>
      (at: number): DeskEvent => ({
        type: 'adopted',
        call: { id: id(n), pbxCallId: n, callQueue: 'support' },
        at,
      }),
  ),
  fc.subarray(['a', 'b', 'c', 'd']).map(
    (names) =>
      (at: number): DeskEvent => ({ type: 'merge', callIds: names.map(id), at }),
  ),
  fc.boolean().map(
    (on) =>
      (at: number): DeskEvent => ({ type: 'doNotDisturb', on, at }),
  ),
  fc
    .constantFrom<OwnReport>(
      { own: { state: 'away', since: 0, wanted: { is: 'away', reason: 'lunch' } }, doNotDisturb: false },
      { own: { state: 'busy', since: 0, wanted: { is: 'available' } }, doNotDisturb: true },
    )
    .map(
      (report) =>
        (at: number): DeskEvent => ({ type: 'restore', report, at }),
    ),
  fc.constant((at: number): DeskEvent => ({ type: 'tick', at })),
  fc.constantFrom(
    (at: number) => ownEvent({ type: 'goAvailable', at }),
    (at: number) => ownEvent({ type: 'goAway', at, reason: 'lunch' }),
    (at: number) => ownEvent({ type: 'wrapUpDone', at }),
    (at: number) => ownEvent({ type: 'wrapUpMore', at, ms: 1000 }),
  ),
)
const story = fc
  .array(fc.tuple(anyEvent, fc.constantFrom(0, 5, 1_000, 9_000, 40_000)), { maxLength: 40 })
  .map((steps) => {
    let at = 0
    return steps.map(([make, wait]) => {
      at += wait
      return make(at)
    })
  })
const anyPolicy: fc.Arbitrary<DeskPolicy> = fc
  .record({
    callWaiting: fc.boolean(),
    ringWhenAway: fc.boolean(),
    ringInWrapUp: fc.boolean(),
    autoAnswer: fc.constantFrom<string[]>([], ['support']),
    wrapUpMs: fc.constantFrom(0, 30_000),
    wrapUpMsOf: fc.constantFrom<Record<string, number>>({}, { sales: 5_000 }),
  })
  .map((change) => ({ ...defaultDeskPolicy, ...change }))
/** Runs `look` after every event of 10,000 random shifts. */
function always(look: (before: DeskState, event: DeskEvent, step: DeskStep, policy: DeskPolicy) => void) {
  fc.assert(
    fc.property(story, anyPolicy, (events, policy) => {
      let desk = emptyDesk(0)
      for (const event of events) {
        const step = nextDesk(desk, event, policy)
        look(desk, event, step, policy)
        desk = step.desk
      }
    }),
    { numRuns: 10_000 },
  )
}
/** Cheap: an expect of vitest for each of 200,000 steps would take longer than the steps. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

describe('whatever happens in a shift', () => {
  test('I2: a call that is over stays over', () => {
    always((before, _event, { desk }) => {
      for (const over of before.over) must(!desk.calls.some((call) => call.id === over), `${over} came back`)
    })
  })

  test('I3: at most one call hears the microphone, unless they are one conference', () => {
    always((_before, _event, { desk }) => {
      const open = desk.calls.filter(({ phase }) => phase === 'talking')
      must(open.length <= 1 || open.every(({ conference }) => conference), JSON.stringify(desk.calls))
    })
  })

  test('I4: the same news twice changes nothing the second time', () => {
    always((_before, event, { desk }, policy) => {
      if (event.type !== 'call') return
      const again = nextDesk(desk, event, policy)
      must(again.desk === desk && again.effects.length === 0, JSON.stringify(event))
    })
  })

  test('I5: what sounds was told, and only for a call that rings', () => {
    let told = 'none'
    always((before, _event, { desk, effects }, policy) => {
      if (before.calls.length === 0 && before.over.length === 0) told = 'none'
      for (const effect of effects) if (effect.do === 'sound') told = effect.sound
      must(told === soundOf(desk, policy), `told ${told}`)
      const rings = desk.calls.some(({ phase, silenced }) => phase === 'ringing' && !silenced)
      if (told !== 'none') must(rings && !desk.doNotDisturb, 'sounds for nothing')
    })
  })

  test('I6: a transfer that fails leaves its call on the desk, off the air', () => {
    always((before, event, { desk }) => {
      if (event.type !== 'transferFailed') return
      const was = before.calls.find((call) => call.id === event.callId)
      if (was?.phase !== 'transferring') return
      const now = desk.calls.find((call) => call.id === event.callId)
      must(now?.phase === 'held' || now?.phase === 'holding', String(now?.phase))
    })
  })

  test('I7: nothing is asked of a call that is not on the desk', () => {
    always((_before, _event, { desk, effects }) => {
      for (const effect of effects) {
        const ids = 'callIds' in effect ? effect.callIds : 'callId' in effect ? [effect.callId] : []
        for (const one of ids)
          must(
            desk.calls.some((call) => call.id === one),
            JSON.stringify(effect),
          )
      }
    })
  })

  test('I8: the journal read back from text gives the same desk', () => {
    fc.assert(
      fc.property(story, anyPolicy, (events, policy) => {
        const journal = JSON.parse(JSON.stringify(events)) as DeskEvent[]
        let replayed = emptyDesk(0)
        for (const event of journal)
          replayed = JSON.parse(JSON.stringify(nextDesk(replayed, event, policy).desk))
        expect(replayed).toEqual(play(events, policy).desk)
      }),
      { numRuns: 10_000 },
    )
  })

  test('I9: every pending phase has a time, and at that time something is done or settled', () => {
    always((_before, _event, { desk }, policy) => {
      for (const call of desk.calls) {
        const pending = (pendingPhases as readonly string[]).includes(call.phase)
        must(pending === 'until' in call, JSON.stringify(call))
        if (!('until' in call)) continue
        const due = nextDesk(desk, { type: 'tick', at: call.until }, policy)
        const now = due.desk.calls.find((other) => other.id === call.id)
        const asked = due.effects.some((effect) => 'callId' in effect && effect.callId === call.id)
        must(asked || now?.phase !== call.phase, JSON.stringify(call))
      }
      if (desk.own.state === 'wrapUp') {
        must(
          nextOwn(desk.own, { type: 'tick', at: desk.own.until }).state !== 'wrapUp',
          'wrap-up without end',
        )
      }
    })
  })

  test('busy exactly while a call keeps the person; rows fit their schema; the queue pause is told', () => {
    let paused: string | null = null
    always((before, _event, { desk, effects }) => {
      if (before.calls.length === 0 && before.over.length === 0 && queuePauseOf(before) === null)
        paused = null
      for (const effect of effects) if (effect.do === 'pauseQueue') paused = effect.reason
      must(paused === (queuePauseOf(desk)?.reason ?? null), `told ${paused}`)
      const kept = desk.calls.some(({ phase }) => !['ringing', 'answering'].includes(phase))
      if (kept) must(desk.own.state === 'busy', JSON.stringify(desk))
      if (desk.calls.length === 0) must(desk.own.state !== 'busy', JSON.stringify(desk))
      must(ownState.safeParse(desk.own).success, JSON.stringify(desk.own))
    })
  })
})
