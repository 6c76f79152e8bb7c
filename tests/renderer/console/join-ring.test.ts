import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { callId } from '#domain/ids.ts'
import { RingJoiner } from '#renderer/console/model/join-ring.ts'

const first = callId.parse('01890000-0000-7000-8000-000000000001')
const second = callId.parse('01890000-0000-7000-8000-000000000002')

type State = 'ringing' | 'answering' | 'cancelling'
type Told = { calls: { id: typeof first; state: State }[] }

const phone = (calls: readonly (readonly [typeof first, State])[]): Told => ({
  calls: calls.map(([id, state]) => ({ id, state })),
})

describe('a fresh ring', () => {
  let shown: Told[]
  let joiner: RingJoiner<Told>
  const last = () => shown.at(-1) ?? null
  const hear = (snapshot: Told, popped: readonly string[] = []) =>
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
