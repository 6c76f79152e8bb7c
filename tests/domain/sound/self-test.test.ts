import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  currentStep,
  nextSelfTest,
  noSelfTest,
  resultOf,
  type SelfTestEvent,
  selfTestSteps,
} from '#domain/sound/self-test.ts'

const told = (...events: SelfTestEvent[]) => events.reduce(nextSelfTest, noSelfTest)
const begin: SelfTestEvent = { type: 'begin' }
const passed: SelfTestEvent = { type: 'passed' }

describe('the test before a shift', () => {
  test('goes through its steps and keeps the way of the voice', () => {
    const done = told(begin, passed, { type: 'asks' }, passed, passed, { type: 'passed', roundTripMs: 84 })
    expect(done.steps.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(resultOf(done, 7)).toEqual({ at: 7, passed: true, failed: null, roundTripMs: 84 })
  })

  test('goes on after a fault, and says the first', () => {
    const done = told(
      begin,
      { type: 'failed', why: 'silent' },
      { type: 'failed', why: 'notHeard' },
      passed,
      passed,
    )
    expect(resultOf(done, 7)).toMatchObject({ passed: false, failed: 'microphone' })
  })

  test('calls no echo without a line', () => {
    const done = told(begin, passed, passed, { type: 'failed', why: 'lineNotReady' })
    expect(done.state).toBe('done')
    expect(done.steps.at(-1)).toMatchObject({ state: 'skipped', why: 'notTried' })
  })

  test('is passed when the company has no echo number', () => {
    const done = told(begin, passed, passed, passed, { type: 'skipped', why: 'noEchoCode' })
    expect(resultOf(done, 7)).toMatchObject({ passed: true, roundTripMs: null })
  })

  test('is stopped by a call or a person, keeps what was found, and leaves no result', () => {
    const stopped = told(begin, passed, { type: 'stop', by: 'call' })
    expect(stopped).toMatchObject({ state: 'stopped', stoppedBy: 'call' })
    expect(stopped.steps.map(({ state }) => state)).toEqual(['ok', 'waiting', 'waiting', 'waiting'])
    expect(resultOf(stopped, 7)).toBeNull()
    expect(nextSelfTest(stopped, passed)).toBe(stopped)
  })

  test('never has two steps at once, and ends after as many answers as it has steps', () => {
    const event = fc.oneof(
      fc.constant<SelfTestEvent>(begin),
      fc.constant<SelfTestEvent>(passed),
      fc.constant<SelfTestEvent>({ type: 'asks' }),
      fc.constant<SelfTestEvent>({ type: 'failed', why: 'noEcho' }),
      fc.constant<SelfTestEvent>({ type: 'skipped', why: 'noEchoCode' }),
      fc.constant<SelfTestEvent>({ type: 'stop', by: 'person' }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let test = noSelfTest
        for (const one of events) {
          test = nextSelfTest(test, one)
          const live = test.steps.filter(({ state }) => state === 'running' || state === 'asks')
          expect(live.length).toBe(test.state === 'running' ? 1 : 0)
          expect(test.steps.map(({ step }) => step)).toEqual(selfTestSteps)
        }
        let ended = nextSelfTest(test, begin)
        for (const _ of selfTestSteps) ended = nextSelfTest(ended, passed)
        expect(currentStep(ended)).toBeNull()
        expect(ended.state).toBe('done')
      }),
      { numRuns: 2_000 },
    )
  })
})
