// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextLine } from '#renderer/phone/line/line-machine.ts'
import type { LineEffect, LineEvent, LineState } from '#renderer/phone/line/line-state.ts'
import { LineSupervisor } from '#renderer/phone/line/line-supervisor.ts'
import { lineView } from '#renderer/phone/line/line-view.ts'
import { registerFault } from '#renderer/phone/line/register-fault.ts'

/** A line with a clock of its own: timers fire only when time is moved, and what it did is kept. */
class FakeLine {
  now = 1_000
  random = 0.5
  did: string[] = []
  readonly #timers = new Set<{ at: number; then: () => void }>()
  readonly supervisor: LineSupervisor

  constructor(servers = 1) {
    const note = (what: string) => () => void this.did.push(what)
    this.supervisor = new LineSupervisor(
      {
        now: () => this.now,
        random: () => this.random,
        after: (ms, then) => {
          const timer = { at: this.now + ms, then }
          this.#timers.add(timer)
          return () => this.#timers.delete(timer)
        },
      },
      {
        open: (server) => this.did.push(`open ${server}`),
        close: note('close'),
        register: note('register'),
        ping: note('ping'),
        detachCalls: note('detach'),
        attachCalls: note('attach'),
      },
      () => {},
    )
    this.supervisor.use({ servers, extension: '101' })
  }

  /** Moves time, firing what comes due in order. */
  pass(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (!next) break
      this.#timers.delete(next)
      this.now = Math.max(this.now, next.at)
      next.then()
    }
    this.now = until
  }

  /** Moves time to the next try; answers how long that was. */
  passWait(): number {
    const { line } = this.supervisor
    const wait = line.state === 'backoff' ? line.retryAt - this.now : 0
    this.pass(wait)
    return wait
  }

  tell(...events: LineEvent[]): void {
    for (const event of events) this.supervisor.tell(event)
  }

  ready(): void {
    this.tell({ type: 'opened' }, { type: 'registered', expiresS: 300 })
    this.did = []
  }

  get timers(): number {
    return this.#timers.size
  }
}

describe('the line', () => {
  test('goes from nothing to ready, and tells live calls', () => {
    const line = new FakeLine()
    line.tell({ type: 'opened' }, { type: 'registered', expiresS: 300 })
    expect(line.did).toEqual(['close', 'detach', 'open 0', 'register', 'attach'])
    expect(line.supervisor.line).toEqual({
      state: 'ready',
      since: 1_000,
      extension: '101',
      lastRegisterAt: 1_000,
    })
  })

  test('a cable pulled is known within 35 s, though no socket closed', () => {
    const line = new FakeLine()
    line.ready()
    line.pass(10_000)
    line.tell({ type: 'heard' })
    line.pass(35_000)
    expect(line.did.slice(0, 5)).toEqual(['ping', 'ping', 'ping', 'close', 'detach'])
    expect(line.supervisor.line).not.toMatchObject({ state: 'ready' })
  })

  test('a PBX that answers each keep-alive is left alone all shift', () => {
    const line = new FakeLine()
    line.ready()
    for (let tick = 0; tick < 100; tick++) {
      line.pass(10_000)
      line.tell({ type: 'heard' })
      if (line.did.at(-1) === 'register' || line.did.at(-2) === 'register') {
        line.tell({ type: 'registered', expiresS: 300 })
      }
    }
    expect(new Set(line.did)).toEqual(new Set(['ping', 'register']))
  })

  test('after sleep the answer is wanted at once', () => {
    const line = new FakeLine()
    line.ready()
    line.now += 3_600_000
    line.pass(0)
    expect(line.did).toContain('ping')
    line.did = []
    line.pass(2_000)
    expect(line.did).toContain('close')
  })

  test('a network change is checked within two seconds, and ends a waiting', () => {
    const line = new FakeLine()
    line.ready()
    line.tell({ type: 'network' })
    line.pass(2_000)
    expect(line.did).toEqual(['ping', 'close', 'detach'])
    line.tell({ type: 'network' })
    expect(line.supervisor.line.state).toBe('connecting')
  })

  test('asked to reconnect while it works, it checks and keeps its calls', () => {
    const line = new FakeLine()
    line.ready()
    line.tell({ type: 'retryNow' })
    expect(line.did).toEqual(['ping'])
    expect(line.supervisor.line.state).toBe('ready')
  })

  test('registration is refreshed between half and four fifths of its time', () => {
    for (const [random, atMs] of [
      [0, 150_000],
      [0.999, 239_910],
    ] as const) {
      const line = new FakeLine()
      line.random = random
      line.ready()
      const alive = () => {
        line.pass(9_990)
        line.tell({ type: 'heard' })
      }
      while (line.now < 1_000 + atMs - 10_000) alive()
      expect(line.did).not.toContain('register')
      alive()
      alive()
      expect(line.did).toContain('register')
    }
  })

  test('a registrar that is silent to a refresh is as good as gone', () => {
    const line = new FakeLine()
    line.ready()
    line.random = 0
    for (let tick = 0; tick < 40 && !line.did.includes('close'); tick++) {
      line.pass(9_000)
      line.tell({ type: 'heard' })
    }
    expect(line.did.filter((what) => what !== 'ping').slice(0, 3)).toEqual(['register', 'close', 'detach'])
  })

  test('two servers take turns, the one that worked is tried once more', () => {
    const line = new FakeLine(2)
    line.ready()
    line.tell({ type: 'closed' })
    line.pass(30_000)
    line.tell({ type: 'closed' })
    line.pass(30_000)
    expect(line.did.filter((what) => what.startsWith('open')).slice(0, 2)).toEqual(['open 0', 'open 1'])
  })

  test('the wait doubles to half a minute and no further, and begins anew when it worked', () => {
    const line = new FakeLine()
    line.random = 0.999
    const waits: number[] = []
    for (let attempt = 0; attempt < 9; attempt++) {
      line.tell({ type: 'closed' })
      waits.push(line.passWait())
    }
    expect(waits.map((wait) => Math.round(wait / 500))).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
    line.ready()
    line.tell({ type: 'closed' })
    expect(line.supervisor.line).toMatchObject({ attempt: 1 })
  })

  test('a certificate that is not trusted is told from a server that is away, also over further tries', () => {
    const line = new FakeLine()
    line.tell({ type: 'closed' })
    expect(line.supervisor.line).toMatchObject({ state: 'backoff', fault: 'unreachable' })
    line.tell({ type: 'certificate', trusted: false })
    expect(line.supervisor.line).toMatchObject({ state: 'backoff', fault: 'untrustedCertificate' })
    line.passWait()
    expect(line.supervisor.line).toMatchObject({ state: 'connecting', fault: 'untrustedCertificate' })
    line.tell({ type: 'closed' })
    expect(line.supervisor.line).toMatchObject({ state: 'backoff', fault: 'untrustedCertificate' })
    line.tell({ type: 'certificate', trusted: true })
    expect(line.supervisor.line).toMatchObject({ fault: 'unreachable' })
  })

  test('what is found of a certificate late changes nothing of a line that is ready', () => {
    const line = new FakeLine()
    line.ready()
    line.tell({ type: 'certificate', trusted: false })
    expect(line.supervisor.line).toMatchObject({ state: 'ready' })
  })

  test('a wrong password is not tried again by itself', () => {
    const line = new FakeLine()
    line.tell({ type: 'opened' }, refused(401))
    line.pass(3_600_000)
    expect(line.did.filter((what) => what === 'register')).toHaveLength(1)
    expect(line.supervisor.line).toMatchObject({ state: 'refused', fault: 'wrongPassword', deafSince: 1_000 })
    line.tell({ type: 'retryNow' })
    expect(line.supervisor.line.state).toBe('connecting')
  })

  test('a line that worked today is refused three times before it is believed: the PBX may be loading its users', () => {
    const line = new FakeLine()
    line.ready()
    line.tell({ type: 'closed' })
    for (const state of ['backoff', 'backoff', 'refused']) {
      line.passWait()
      line.tell({ type: 'opened' }, refused(404))
      expect(line.supervisor.line).toMatchObject({ state, fault: 'unknownUser' })
    }
  })

  test('Retry-After is kept to', () => {
    const line = new FakeLine()
    line.tell({ type: 'opened' }, { ...refused(503), retryAfterS: 120 })
    expect(line.supervisor.line).toMatchObject({
      state: 'backoff',
      fault: 'registrarError',
      retryAt: line.now + 120_000,
    })
  })

  test.each([
    [401, true, 'wrongPassword'],
    [403, true, 'wrongPassword'],
    [403, false, 'forbidden'],
    [404, false, 'unknownUser'],
    [408, false, 'noAnswer'],
    [500, true, 'registrarError'],
  ] as const)('REGISTER refused %i (password given: %s) means %s', (code, withCredentials, fault) => {
    expect(registerFault(code, withCredentials)).toBe(fault)
  })
})

const anyEvent: fc.Arbitrary<LineEvent> = fc.oneof(
  fc.constantFrom<LineEvent>(
    { type: 'opened' },
    { type: 'closed' },
    { type: 'replaced' },
    { type: 'heard' },
    { type: 'network' },
    { type: 'retryNow' },
    refused(401),
    refused(503),
  ),
  fc.record({ type: fc.constant('registered' as const), expiresS: fc.integer({ min: 10, max: 86_400 }) }),
  fc.record({ type: fc.constant('account' as const), servers: fc.integer({ min: 0, max: 2 }) }),
  fc.record({
    type: fc.constant('timer' as const),
    name: fc.constantFrom(
      'connect' as const,
      'register' as const,
      'retry' as const,
      'refresh' as const,
      'keepAlive' as const,
    ),
  }),
)

describe('whatever happens, in any order', () => {
  const run = (events: readonly LineEvent[]) => {
    let state: LineState = { phase: 'off', fault: null }
    const effects: LineEffect[] = []
    let at = 1_000
    const steps = events.map((event) => {
      const before = state
      at += 7
      const next = nextLine(before, event, at, () => 0.3)
      state = next.state
      effects.push(...next.effects)
      return { before, event, ...next }
    })
    return { steps, effects, state }
  }

  test('ready is reached by a registration alone, and every phase that waits has a timer', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const timers = new Set<string>()
        for (const { before, event, state, effects } of run(events).steps) {
          for (const effect of effects) {
            if (effect.do === 'clearTimers') timers.clear()
            if (effect.do === 'timer') timers.add(effect.name)
          }
          if (state.phase === 'ready' && before.phase !== 'ready') expect(event.type).toBe('registered')
          // A timer the line believes in may have fired as the event itself; then it was set again or left behind.
          const needed = {
            connecting: 'connect',
            registering: 'register',
            backoff: 'retry',
            ready: 'keepAlive',
          }
          if (state.phase in needed) expect([...timers]).toContain(needed[state.phase as keyof typeof needed])
          expect(() => lineView(state, '101')).not.toThrow()
        }
      }),
      { numRuns: 10_000, seed: 20_261_122 },
    )
  })

  test('a socket that is left is closed, and its calls are told', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        for (const { before, state, effects } of run(events).steps) {
          if (before.phase !== 'ready' || state.phase === 'ready') continue
          expect(effects.map((effect) => effect.do)).toEqual(expect.arrayContaining(['close', 'detachCalls']))
        }
      }),
      { numRuns: 10_000, seed: 20_261_122 },
    )
  })
})

function refused(code: number) {
  return { type: 'registerRefused', code, withCredentials: true, retryAfterS: null } as const
}
