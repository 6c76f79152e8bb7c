import { describe, expect, test } from 'vitest'
import { nextLine } from '#renderer/phone/line/line-machine.ts'
import type { LineState } from '#renderer/phone/line/line-state.ts'

/** The longest wait each time the socket is lost again, ms; `random` at its worst. */
function waits(state: LineState, forMs: number): { at: number; wait: number }[] {
  const worst = () => 0.999_999
  const seen: { at: number; wait: number }[] = []
  let at = 0
  let line = state
  while (at < forMs) {
    line = nextLine(line, { type: 'closed' }, at, worst).state
    if (line.phase !== 'backoff') throw new Error(line.phase)
    seen.push({ at, wait: line.retryAt - at })
    at = line.retryAt
    line = nextLine(line, { type: 'timer', name: 'retry' }, at, worst).state
  }
  return seen
}

function connecting(): LineState {
  return nextLine({ phase: 'off', fault: null }, { type: 'account', servers: 1 }, 0, () => 0).state
}

function ready(): LineState {
  const opened = nextLine(connecting(), { type: 'opened' }, 0, () => 0).state
  return nextLine(opened, { type: 'registered', expiresS: 300 }, 0, () => 0).state
}

describe('a PBX that restarts', () => {
  test('is asked again within 4 s for half a minute, later within 30 s', () => {
    const all = waits(ready(), 300_000)
    for (const { at, wait } of all)
      expect(wait, `after ${at} ms`).toBeLessThanOrEqual(at < 30_000 ? 4_000 : 30_000)
    // A crowd is spread wide in the end.
    expect(Math.max(...all.map(({ wait }) => wait))).toBeGreaterThan(25_000)
  })

  test('that listens and does not read yet is left soon, and more patiently each time', () => {
    let line = nextLine(ready(), { type: 'closed' }, 0, () => 0).state
    const patience: number[] = []
    for (let tries = 0; tries < 4; tries++) {
      line = nextLine(line, { type: 'timer', name: 'retry' }, 0, () => 0).state
      const opened = nextLine(line, { type: 'opened' }, 0, () => 0)
      patience.push(...opened.effects.flatMap((effect) => (effect.do === 'timer' ? effect.ms : [])))
      const silent = nextLine(opened.state, { type: 'timer', name: 'register' }, 0, () => 0.999_999)
      line = silent.state
      // The server that is there is asked again at once, not after the wait of one that is away.
      if (tries === 0) expect(line).toMatchObject({ phase: 'backoff', retryAt: 499 })
    }
    expect(patience).toEqual([2_000, 4_000, 8_000, 8_000])
  })

  test('is believed of a line that worked: one that never did waits longer each time', () => {
    expect(waits(connecting(), 60_000).find(({ at, wait }) => at < 30_000 && wait > 4_000)).toBeDefined()
  })
})
