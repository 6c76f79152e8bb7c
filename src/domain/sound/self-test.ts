import { z } from 'zod'
import { instant } from '../instant.ts'

/** In this order: the first that fails explains the rest. */
export const selfTestSteps = ['microphone', 'speaker', 'line', 'echo'] as const
export type SelfTestStep = (typeof selfTestSteps)[number]

/** Why a step failed or was left out, as a code the window words with the next step. */
export const selfTestFaults = [
  'denied',
  'missing',
  'busy',
  /** The microphone opened, and nobody was heard. */
  'silent',
  /** The person did not hear the tone. */
  'notHeard',
  'lineNotReady',
  /** The echo did not answer, or said no. */
  'noEcho',
  /** It answered, and the tone did not come back. */
  'noSound',
  /** No echo number is set up: nothing to call. */
  'noEchoCode',
  /** A step before it failed. */
  'notTried',
] as const
export type SelfTestFault = (typeof selfTestFaults)[number]

export const stepResult = z.object({
  step: z.enum(selfTestSteps),
  /** `asks`: the person has to say whether they heard it. `skipped`: left out, which is no fault. */
  state: z.enum(['waiting', 'running', 'asks', 'ok', 'failed', 'skipped']),
  why: z.enum(selfTestFaults).nullable(),
  /** Of the echo: from our tone to its return, ms. */
  roundTripMs: z.number().nonnegative().nullable(),
})
export type StepResult = z.infer<typeof stepResult>

/** The last test that came to its end, for the shift and the record. */
export const lastSelfTest = z.object({
  at: instant,
  passed: z.boolean(),
  failed: z.enum(selfTestSteps).nullable(),
  roundTripMs: z.number().nonnegative().nullable(),
})
export type LastSelfTest = z.infer<typeof lastSelfTest>

export const selfTest = z.object({
  /** `stopped`: by the person, or by a call that came. */
  state: z.enum(['none', 'running', 'done', 'stopped']),
  stoppedBy: z.enum(['person', 'call']).nullable(),
  steps: z.array(stepResult),
})
export type SelfTest = z.infer<typeof selfTest>

export type SelfTestEvent =
  | { type: 'begin' }
  | { type: 'asks' }
  | { type: 'passed'; roundTripMs?: number }
  | { type: 'failed'; why: SelfTestFault }
  | { type: 'skipped'; why: SelfTestFault }
  | { type: 'stop'; by: 'person' | 'call' }

const waiting = (step: SelfTestStep): StepResult => ({
  step,
  state: 'waiting',
  why: null,
  roundTripMs: null,
})

export const noSelfTest: SelfTest = { state: 'none', stoppedBy: null, steps: selfTestSteps.map(waiting) }

const isLive = ({ state }: StepResult) => state === 'running' || state === 'asks'

/** The step that is under way; null when none is. */
export function currentStep(test: SelfTest): SelfTestStep | null {
  return test.state === 'running' ? (test.steps.find(isLive)?.step ?? null) : null
}

/**
 *   none/done/stopped ─begin─▶ running: microphone ─▶ speaker ─▶ line ─▶ echo ─▶ done
 *                                 └──────────────── stop ───────────────▶ stopped
 * A failed step does not end the test, but without a line there is no echo to call. News that come late change nothing.
 */
export function nextSelfTest(test: SelfTest, event: SelfTestEvent): SelfTest {
  if (event.type === 'begin') {
    if (test.state === 'running') return test
    return { state: 'running', stoppedBy: null, steps: startFirst(selfTestSteps.map(waiting)) }
  }
  const at = test.steps.findIndex(isLive)
  const step = test.steps[at]
  if (test.state !== 'running' || step === undefined) return test
  switch (event.type) {
    case 'stop':
      return { state: 'stopped', stoppedBy: event.by, steps: test.steps.with(at, waiting(step.step)) }
    case 'asks':
      return { ...test, steps: test.steps.with(at, { ...step, state: 'asks' }) }
    case 'passed':
      return advance(test, at, { ...step, state: 'ok', roundTripMs: event.roundTripMs ?? null })
    case 'failed':
    case 'skipped':
      return advance(test, at, { ...step, state: event.type, why: event.why })
  }
}

function advance(test: SelfTest, at: number, result: StepResult): SelfTest {
  const done = test.steps.with(at, result).map((one) => {
    const pointless = result.step === 'line' && result.state === 'failed' && one.step === 'echo'
    return pointless ? { ...one, state: 'skipped' as const, why: 'notTried' as const } : one
  })
  const steps = startFirst(done)
  return { ...test, state: steps.some(isLive) ? 'running' : 'done', steps }
}

function startFirst(steps: StepResult[]): StepResult[] {
  const next = steps.findIndex(({ state }) => state === 'waiting')
  const step = steps[next]
  return step ? steps.with(next, { ...step, state: 'running' }) : steps
}

/** What is kept of a test that is done; null before its end. */
export function resultOf(test: SelfTest, at: number): LastSelfTest | null {
  if (test.state !== 'done') return null
  const failed = test.steps.find(({ state }) => state === 'failed')?.step ?? null
  const echo = test.steps.find(({ step }) => step === 'echo')
  return { at, passed: failed === null, failed, roundTripMs: echo?.roundTripMs ?? null }
}
