import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PhoneSnapshot } from '#bridge/phone.ts'
import { callId } from '#domain/ids.ts'
import { RingJoiner } from '#renderer/console/model/join-ring.ts'

const first = callId.parse('01890000-0000-7000-8000-000000000001')
const second = callId.parse('01890000-0000-7000-8000-000000000002')

type State = 'ringing' | 'answering' | 'cancelling'
const phone = (calls: readonly (readonly [typeof first, State])[]): PhoneSnapshot => ({
  line: { state: 'off' },
  transfers: [],
  microphone: 'ok',
  ringing: calls.some(([, state]) => state === 'ringing'),
  calls: calls.map(([id, state]) => ({
    id,
    state,
    pbxCallId: 'p',
    sipCallId: 's',
    callQueue: null,
    dialledNumber: null,
    divertedBy: null,
    direction: 'in' as const,
    peer: { number: '101', name: '', source: 'from' as const, hidden: false },
    startedAt: 0,
  })),
})

describe('a fresh ring', () => {
  let shown: PhoneSnapshot[]
  let joiner: RingJoiner
  const last = () => shown.at(-1) ?? null
  const hear = (snapshot: PhoneSnapshot, popped: readonly string[] = []) =>
    joiner.hear(snapshot, last(), (id) => popped.includes(id))

  beforeEach(() => {
    vi.useFakeTimers()
    shown = []
    joiner = new RingJoiner((snapshot) => shown.push(snapshot))
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('waits for its pop and is shown with it', () => {
    hear(phone([[first, 'ringing']]))
    expect(shown).toHaveLength(0)
    joiner.flush()
    expect(last()?.calls).toHaveLength(1)
    vi.runAllTimers()
    expect(shown).toHaveLength(1)
  })

  test('is shown without a pop when the core is slow', () => {
    hear(phone([[first, 'ringing']]))
    vi.runAllTimers()
    expect(last()?.calls).toMatchObject([{ id: first, state: 'ringing' }])
  })

  test('is shown at once when its pop came first', () => {
    hear(phone([[first, 'ringing']]), [first])
    expect(shown).toHaveLength(1)
  })

  test('never holds back what else happens', () => {
    hear(phone([[first, 'ringing']]), [first])
    hear(
      phone([
        [first, 'answering'],
        [second, 'ringing'],
      ]),
    )
    expect(last()?.calls).toHaveLength(2)
  })

  test('that was answered meanwhile is shown as it now is', () => {
    hear(phone([[first, 'ringing']]))
    hear(phone([[first, 'answering']]))
    expect(shown).toHaveLength(1)
    expect(last()?.calls).toMatchObject([{ state: 'answering' }])
  })

  test('of a phone that went away is not shown any more', () => {
    hear(phone([[first, 'ringing']]))
    joiner.forget()
    vi.runAllTimers()
    expect(shown).toHaveLength(0)
  })
})
