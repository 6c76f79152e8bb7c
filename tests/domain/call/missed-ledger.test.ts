import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '#domain/call/call-record.ts'
import {
  claimCaller,
  closeCalls,
  type LedgerActor,
  mayCallBack,
  releaseCaller,
} from '#domain/call/ledger-deeds.ts'
import {
  callerKey,
  type LedgerClaim,
  type LedgerClosure,
  ledgerClaim,
  ledgerClosure,
} from '#domain/call/ledger-rows.ts'
import { callerKeyOf, missedCalls } from '#domain/call/missed-call.ts'
import { reckonLedger, waitOf } from '#domain/call/missed-ledger.ts'
import { as } from '#tests/domain/rows.ts'

const minute = 60_000
let made = 0
/** A call that rang at Anna's at that minute; nobody took it unless the fields say so. */
function rang(at: number, fields: Partial<CallRecord> = {}): CallRecord {
  made += 1
  return {
    id: as(`call-${made}`),
    v: 1,
    direction: 'in',
    userId: as('anna'),
    pbxCallId: `pbx-${made}`,
    sipCallId: `sip-${made}`,
    callQueue: 'support',
    dialledNumber: null,
    numberRaw: '84951112233',
    number: '+74951112233',
    callerName: 'Иван',
    hidden: false,
    contactId: null,
    organisationId: null,
    ticketIds: [],
    ringAt: at * minute,
    answeredAt: null,
    endedAt: (at + 1) * minute,
    end: 'abandoned',
    quality: null,
    wrapUpCode: null,
    recording: 'unknown',
    consent: 'none',
    ...fields,
  }
}
const answered = (at: number, fields: Partial<CallRecord> = {}) =>
  rang(at, { answeredAt: at * minute + 5_000, end: 'endedByThem', ...fields })
const out = (at: number, fields: Partial<CallRecord> = {}) =>
  rang(at, { direction: 'out', userId: as('boris'), end: 'noAnswer', ...fields })

const openOf = (
  records: CallRecord[],
  now = 1000,
  claims: LedgerClaim[] = [],
  closures: LedgerClosure[] = [],
) => reckonLedger(records, claims, closures, now * minute).open
const key = callerKey.parse('n:+74951112233')

describe('who waits to be called back', () => {
  test('a caller who gave up, once, with all their calls', () => {
    const entries = openOf([rang(10), rang(20), rang(15, { number: '+78123332211' })])
    expect(
      entries.map(({ callerKey, calls, firstAt, lastAt }) => [callerKey, calls.length, firstAt, lastAt]),
    ).toEqual([
      ['n:+74951112233', 2, 10 * minute, 20 * minute],
      ['n:+78123332211', 1, 15 * minute, 15 * minute],
    ])
  })

  test('a call answered by a colleague was not missed', () => {
    const anna = rang(10, { end: 'answeredElsewhere' })
    const boris = answered(10, { pbxCallId: anna.pbxCallId, userId: as('boris') })
    expect(openOf([anna])).toEqual([])
    expect(openOf([anna, boris])).toEqual([])
  })

  test('rejected by Anna and taken by Boris was not missed; rejected by both was, once', () => {
    const anna = rang(10, { end: 'rejected' })
    const same = { pbxCallId: anna.pbxCallId, userId: as<NonNullable<CallRecord['userId']>>('boris') }
    expect(openOf([anna, answered(10, same)])).toEqual([])
    expect(openOf([anna, rang(10, { end: 'noAnswer', ...same })])[0]?.calls).toHaveLength(1)
  })

  test('while it still rings at Boris it is not missed; a console that died does not hide it for ever', () => {
    const anna = rang(10, { end: 'rejected' })
    const boris = rang(10, { pbxCallId: anna.pbxCallId, end: null, endedAt: null })
    expect(openOf([anna, boris], 15)).toEqual([])
    expect(openOf([anna, boris], 21)).toHaveLength(1)
  })

  test('our own calls that nobody took are no missed calls', () => {
    expect(openOf([out(10)])).toEqual([])
  })

  test('hidden callers stay apart, cannot be dialled, and a talk with a number does not settle them', () => {
    const hidden = { hidden: true, number: null, numberRaw: '' }
    const entries = openOf([rang(10, hidden), rang(11, hidden), answered(12)])
    expect(entries.map(({ number, hidden }) => ({ number, hidden }))).toEqual([
      { number: null, hidden: true },
      { number: null, hidden: true },
    ])
  })

  test('what is no number is still somebody', () => {
    expect(callerKeyOf(rang(1, { number: null, numberRaw: 'reception' }))).toBe('r:reception')
  })

  test('has no age limit', () => {
    expect(openOf([rang(10)], 400 * 24 * 60)).toHaveLength(1)
  })
})

describe('the clock', () => {
  test.each([
    [29.9, 'fresh'],
    [30, 'amber'],
    [59.9, 'amber'],
    [60, 'red'],
    [60 * 24 * 365, 'red'],
  ] as const)('after %f minutes: %s', (minutes, colour) => {
    expect(waitOf({ firstAt: 0 }, minutes * minute)).toBe(colour)
  })

  test('runs from the first call: calling again does not make it young', () => {
    const [entry] = openOf([rang(0), rang(59)])
    expect(entry && waitOf(entry, 61 * minute)).toBe('red')
  })
})

describe('settled by itself', () => {
  const contact = { contactId: as<NonNullable<CallRecord['contactId']>>('ivan') }

  test('they got through, later, by the same number', () => {
    const missed = rang(10)
    const talk = answered(12, { userId: as('boris') })
    const ledger = reckonLedger([missed, talk], [], [], 1000 * minute)
    expect(ledger.open).toEqual([])
    expect(ledger.settled.get(missed.pbxCallId)).toEqual({
      how: 'theyGotThrough',
      at: 12 * minute + 5_000,
      by: 'boris',
      callId: talk.id,
    })
  })

  test('we got through, also by another number of the same contact', () => {
    const missed = rang(10, contact)
    const talk = out(30, { ...contact, number: '+79160000000', answeredAt: 31 * minute, end: 'endedByUs' })
    expect(reckonLedger([missed, talk], [], [], 1000 * minute).settled.get(missed.pbxCallId)?.how).toBe(
      'weGotThrough',
    )
    expect(openOf([{ ...missed, contactId: null }, talk])).toHaveLength(1)
  })

  test('a talk before it, or one that was on meanwhile, settles nothing', () => {
    expect(openOf([answered(5), rang(10)])).toHaveLength(1)
  })

  test('a call of ours they did not take is an attempt, not an end', () => {
    const [entry] = openOf([rang(10), out(20), out(25), out(5)])
    expect(entry).toMatchObject({ attempts: 2, lastAttemptAt: 25 * minute })
  })

  test('a call missed after the talk opens a new entry of its own', () => {
    const [entry] = openOf([rang(10), answered(12), rang(20)])
    expect(entry?.calls.map(({ at }) => at)).toEqual([20 * minute])
  })
})

const anna: LedgerActor = { by: as('anna'), role: 'dispatcher', at: 100 }
const boris: LedgerActor = { by: as('boris'), role: 'dispatcher', at: 200 }
const vera: LedgerActor = { by: as('vera'), role: 'supervisor', at: 300 }
const value = <T>(result: { ok: true; value: T } | { ok: false }): T => {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result.value
}

describe('who calls back', () => {
  const ask = { callerKey: key, pbxCallIds: ['p1'], expected: null }
  const annas = value(claimCaller(null, ask, anna))

  test('the first who claims; the second is told who and since when', () => {
    expect(annas).toMatchObject({ userId: 'anna', at: 100 })
    expect(claimCaller(annas, ask, boris)).toEqual({
      ok: false,
      refusal: { code: 'takenBy', userId: 'anna', at: 100 },
    })
  })

  test('said twice, it counts from the first', () => {
    expect(value(claimCaller(annas, ask, { ...anna, at: 150 }))).toEqual(annas)
  })

  test('released, it is free; only the owner or a supervisor releases', () => {
    expect(releaseCaller(annas, as('anna'), boris)).toEqual({ ok: false, refusal: { code: 'notYours' } })
    const free = value(releaseCaller(annas, as('anna'), anna))
    expect(value(claimCaller(free, ask, boris)).userId).toBe('boris')
    expect(value(releaseCaller(annas, as('anna'), vera))?.userId).toBeNull()
    expect(value(releaseCaller(null, as('anna'), boris))).toBeNull()
  })

  test('a supervisor takes over from the owner they saw, not from another', () => {
    const saw = (expected: string | null) =>
      claimCaller(annas, { ...ask, expected: expected === null ? null : as(expected) }, vera)
    expect(saw('anna')).toMatchObject({ ok: true, value: { userId: 'vera' } })
    expect(saw(null)).toMatchObject({ ok: false })
    expect(saw('boris')).toMatchObject({ ok: false })
    expect(claimCaller(annas, { ...ask, expected: as('anna') }, boris)).toMatchObject({ ok: false })
  })

  test('a claim ends with the calls it was made for', () => {
    const first = rang(10)
    const claim: LedgerClaim = { ...annas, pbxCallIds: [first.pbxCallId] }
    expect(openOf([first], 1000, [claim])[0]?.owner?.userId).toBe('anna')
    const again = rang(20)
    expect(openOf([first, again], 1000, [claim])[0]?.owner?.userId).toBe('anna')
    expect(openOf([first, answered(12), again], 1000, [claim])[0]?.owner).toBeNull()
    expect(value(claimCaller(claim, { ...ask, pbxCallIds: [again.pbxCallId] }, boris)).userId).toBe('boris')
  })

  test('dialling is the owner’s; free entries are claimed first; hidden ones have nothing to dial', () => {
    const number = '+74951112233'
    expect(mayCallBack({ owner: null, number }, as('anna'))).toEqual({
      ok: true,
      value: { claimFirst: true, number },
    })
    const owner = { userId: annas.userId as NonNullable<typeof annas.userId>, at: 100 }
    expect(mayCallBack({ owner, number }, as('anna'))).toMatchObject({
      ok: true,
      value: { claimFirst: false },
    })
    expect(mayCallBack({ owner, number }, as('boris'))).toMatchObject({
      ok: false,
      refusal: { code: 'takenBy' },
    })
    expect(mayCallBack({ owner: null, number: null }, as('anna'))).toMatchObject({
      refusal: { code: 'noNumber' },
    })
  })

  test('of any two who act at once, one at most comes to dial', () => {
    const actor = fc.constantFrom(anna, boris)
    const deed = fc.record({ actor, what: fc.constantFrom('claim', 'release', 'dial') })
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 20 }), (deeds) => {
        let claim: LedgerClaim | null = null
        let owner: string | null = null
        for (const { actor, what } of deeds) {
          if (what === 'claim') {
            const result = claimCaller(claim, ask, actor)
            expect(result.ok).toBe(owner === null || owner === actor.by)
            if (result.ok) claim = result.value
          } else if (what === 'release') {
            const result = releaseCaller(claim, actor.by, actor)
            expect(result.ok).toBe(owner === null || owner === actor.by)
            if (result.ok) claim = result.value
          } else {
            const held: LedgerClaim | null = claim
            const seen = held?.userId ? { userId: held.userId, at: held.at } : null
            const result = mayCallBack({ owner: seen, number: '+7' }, actor.by)
            if (result.ok && !result.value.claimFirst) expect(actor.by).toBe(owner)
          }
          owner = (claim as LedgerClaim | null)?.userId ?? null
        }
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('settled by a person', () => {
  const closure = (ids: string[]) => ({
    id: 'closure-1',
    callerKey: key,
    pbxCallIds: ids,
    reason: 'handledOtherwise' as const,
    note: 'Написали на почту',
  })

  test('only what the person saw is closed: a call that came meanwhile stays', () => {
    const [seen, newer] = [rang(10), rang(20)]
    const row = value(closeCalls(null, closure([seen.pbxCallId]), anna))
    const ledger = reckonLedger([seen, newer], [], [row], 1000 * minute)
    expect(ledger.open[0]?.calls.map(({ pbxCallId }) => pbxCallId)).toEqual([newer.pbxCallId])
    expect(ledger.settled.get(seen.pbxCallId)).toEqual({
      how: 'handledOtherwise',
      at: 100,
      by: 'anna',
      note: 'Написали на почту',
    })
  })

  test('what another has taken is theirs to close, or a supervisor’s', () => {
    const annas = value(claimCaller(null, { callerKey: key, pbxCallIds: ['p1'], expected: null }, anna))
    expect(closeCalls(annas, closure(['p1']), boris)).toMatchObject({
      ok: false,
      refusal: { code: 'takenBy' },
    })
    expect(closeCalls(annas, closure(['p1']), anna).ok).toBe(true)
    expect(closeCalls(annas, closure(['p1']), vera).ok).toBe(true)
    expect(closeCalls(annas, closure(['p9']), boris).ok).toBe(true)
  })

  test('rows fit their schemas', () => {
    expect(ledgerClosure.safeParse(value(closeCalls(null, closure(['p1']), anna))).success).toBe(true)
    const claim = value(claimCaller(null, { callerKey: key, pbxCallIds: ['p1'], expected: null }, anna))
    expect(ledgerClaim.safeParse(claim).success).toBe(true)
    expect(ledgerClosure.safeParse({ ...closure([]), v: 0, by: 'anna', at: 1 }).success).toBe(false)
    expect(callerKey.safeParse('+7495').success).toBe(false)
  })
})

describe('whatever comes, in whatever order', () => {
  const record = fc
    .record({
      at: fc.nat(200),
      kind: fc.constantFrom('missed', 'answered', 'out', 'weTalked', 'elsewhere', 'ringing'),
      caller: fc.nat(3),
      contact: fc.option(fc.nat(2), { nil: null }),
      hidden: fc.boolean(),
      call: fc.nat(12),
    })
    .map(({ at, kind, caller, contact, hidden, call }): CallRecord => {
      const base = {
        number: hidden ? null : `+7495000000${caller}`,
        numberRaw: hidden ? '' : `8495000000${caller}`,
        hidden,
        contactId: contact === null ? null : as<NonNullable<CallRecord['contactId']>>(`contact-${contact}`),
      }
      if (kind === 'out') return out(at, base)
      if (kind === 'weTalked') return out(at, { ...base, answeredAt: (at + 1) * minute, end: 'endedByUs' })
      const pbx = { ...base, pbxCallId: `shared-${call}` }
      if (kind === 'answered') return answered(at, pbx)
      if (kind === 'elsewhere') return rang(at, { ...pbx, end: 'answeredElsewhere' })
      return kind === 'ringing' ? rang(at, { ...pbx, end: null, endedAt: null }) : rang(at, pbx)
    })
  const history = fc.array(record, { maxLength: 25 })
  const now = 205 * minute

  test('the ledger is the same for any order of the records and for repeats', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat(1000)), (records, keys) => {
        const repeated = [...records, ...records.slice(0, 5)]
        const shuffled = repeated
          .map((one) => ({ one, at: keys.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one)
        expect(reckonLedger(shuffled, [], [], now)).toEqual(reckonLedger(records, [], [], now))
      }),
      { numRuns: 10_000 },
    )
  })

  test('no missed call is lost: each is open or settled, and never both', () => {
    fc.assert(
      fc.property(history, (records) => {
        const { open, settled } = reckonLedger(records, [], [], now)
        const waiting = open.flatMap(({ calls }) => calls.map(({ pbxCallId }) => pbxCallId))
        const all = missedCalls(records, now).map(({ pbxCallId }) => pbxCallId)
        expect([...waiting, ...settled.keys()].sort()).toEqual(all.sort())
        expect(new Set(open.map(({ callerKey }) => callerKey)).size).toBe(open.length)
      }),
      { numRuns: 10_000 },
    )
  })
})
