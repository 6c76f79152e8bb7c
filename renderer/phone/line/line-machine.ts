import type { LineFault } from '#domain/call/line.ts'
import type { Instant } from '#domain/instant.ts'
import { assertNever } from '#shared/assert-never.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import type { LineCommon, LineEffect, LineEvent, LineState, LineStep, LineTimer } from './line-state.ts'
import { registerFault } from './register-fault.ts'

/** Full jitter from half a second to half a minute, endless: a crowd that lost one PBX does not come back as one. */
const backoff = { baseMs: 500, capMs: 30_000 }
/**
 * A PBX that restarts is back within half a minute, and its dispatchers are not to wait longer than 5 s for it: so long no
 * wait is longer than this. 200 consoles then ask some fifty times a second at most, which a PBX bears.
 */
const restart = { withinMs: 30_000, capMs: 4_000 }
/** A socket that is not open by then is given up; browsers themselves wait for minutes. */
export const connectTimeoutMs = 5_000
/** SIP's own Timer F is 32 s; a registrar that is silent so long on an open socket will not hear a call either. */
export const registerTimeoutMs = 8_000
/**
 * A PBX that restarts opens its socket before it can read a REGISTER, and never answers that one. A line that worked is
 * so impatient the first time, and twice as patient each time after, so that a crowd does not wear down a slow registrar.
 */
const firstPatienceMs = 2_000
/** Two silences in a row are death: at most 30 s after the cable was pulled, within the 35 s promised. */
export const keepAliveMs = 10_000
const missesMax = 2
/** After sleep or a network change the answer is awaited this long only. */
const quickCheckMs = 2_000
/** A line that worked today is refused while the PBX is loading its users; so many tries before it is believed. */
const refusalsBelieved = 3
const refusedRetryMs = 5_000

/** One step of the line. `random` answers in [0, 1). Stale news changes nothing. */
export function nextLine(state: LineState, event: LineEvent, at: Instant, random: () => number): LineStep {
  if (event.type === 'account') return onAccount(event.servers, at)
  if (state.phase === 'off') return stay(state)
  switch (event.type) {
    case 'retryNow':
      // A line that works is checked, not torn down under a conversation.
      if (state.phase === 'ready') return onNetwork(state, at)
      return connect({ ...common(state), attempt: 0, refusals: 0, server: 0 }, leave(state))
    case 'network':
      return onNetwork(state, at)
    case 'opened':
      if (state.phase !== 'connecting') return stay(state)
      return step({ ...state, phase: 'registering' }, [
        { do: 'clearTimers' },
        { do: 'register' },
        { do: 'timer', name: 'register', ms: patienceMs(state) },
      ])
    case 'closed': {
      if (!hasSocket(state)) return stay(state)
      return fail(state, state.phase === 'connecting' ? notOpened(state) : 'socketLost', at, random)
    }
    case 'registered':
      return onRegistered(state, event.expiresS, at, random)
    case 'replaced':
      if (state.phase !== 'registering' && state.phase !== 'ready') return stay(state)
      return refuse(state, 'replacedElsewhere', at)
    case 'registerRefused':
      return onRefused(state, event, at, random)
    case 'certificate':
      return onCertificate(state, event.trusted)
    case 'heard':
      return state.phase === 'ready' && !state.heard
        ? step({ ...state, heard: true, misses: 0 }, [])
        : stay(state)
    case 'timer':
      return onTimer(state, event.name, at, random)
    default:
      return assertNever(event, 'line event')
  }
}

type Alive = Exclude<LineState, { phase: 'off' }>

function onAccount(servers: number, at: Instant): LineStep {
  const effects: LineEffect[] = [{ do: 'clearTimers' }, { do: 'close' }, { do: 'detachCalls' }]
  if (servers === 0) return step({ phase: 'off', fault: 'noAccount' }, effects)
  const fresh: LineCommon = {
    ...{ server: 0, servers, attempt: 0, refusals: 0, silences: 0, wasReady: false },
    ...{ startedAt: at, deafSince: null, fault: null },
  }
  return connect(fresh, effects)
}

/** Found once, it is not taken back by every further try: only by news of the certificate itself. */
function notOpened({ fault }: Alive): LineFault {
  return fault === 'untrustedCertificate' ? fault : 'unreachable'
}

function onCertificate(state: Alive, trusted: boolean): LineStep {
  const other = trusted ? 'untrustedCertificate' : 'unreachable'
  if (state.fault !== other || state.phase === 'ready') return stay(state)
  return step({ ...state, fault: trusted ? 'unreachable' : 'untrustedCertificate' }, [])
}

function onNetwork(state: Alive, at: Instant): LineStep {
  switch (state.phase) {
    case 'backoff':
      return connect({ ...common(state), attempt: 0 }, [{ do: 'clearTimers' }])
    case 'ready':
      return step({ ...state, heard: false, misses: missesMax - 1, tickAt: at }, [
        { do: 'ping' },
        { do: 'timer', name: 'keepAlive', ms: quickCheckMs },
      ])
    default:
      return stay(state)
  }
}

function onRegistered(state: Alive, expiresS: number, at: Instant, random: () => number): LineStep {
  if (state.phase !== 'registering' && state.phase !== 'ready') return stay(state)
  // Between half and four fifths of the time granted, and never the same moment for all.
  const refresh: LineEffect = {
    do: 'timer',
    name: 'refresh',
    ms: Math.floor(expiresS * 1000 * (0.5 + 0.3 * random())),
  }
  const fresh = { attempt: 0, refusals: 0, silences: 0, deafSince: null, fault: null }
  const kept = { ...common(state), ...fresh, wasReady: true }
  if (state.phase === 'ready') {
    const { since, heard, misses, tickAt } = state
    return step(
      { phase: 'ready', ...kept, since, heard, misses, tickAt, lastRegisterAt: at, refreshing: false },
      [refresh],
    )
  }
  const first = { since: at, lastRegisterAt: at, refreshing: false, heard: true, misses: 0, tickAt: at }
  return step({ phase: 'ready', ...kept, ...first }, [
    { do: 'clearTimers' },
    refresh,
    { do: 'timer', name: 'keepAlive', ms: keepAliveMs },
    { do: 'attachCalls' },
  ])
}

function onRefused(
  state: Alive,
  refusal: { code: number; withCredentials: boolean; retryAfterS: number | null },
  at: Instant,
  random: () => number,
): LineStep {
  if (state.phase !== 'registering' && state.phase !== 'ready') return stay(state)
  const fault = registerFault(refusal.code, refusal.withCredentials)
  if (fault === 'registrarError' || fault === 'noAnswer') {
    return fail(state, fault, at, random, (refusal.retryAfterS ?? 0) * 1000)
  }
  const refusals = state.refusals + 1
  if (!state.wasReady || refusals >= refusalsBelieved) return refuse({ ...state, refusals }, fault, at)
  return fail({ ...state, refusals }, fault, at, random, refusedRetryMs * 2 ** (refusals - 1))
}

function onTimer(state: Alive, name: LineTimer, at: Instant, random: () => number): LineStep {
  switch (name) {
    case 'connect':
      return state.phase === 'connecting' ? fail(state, 'unreachable', at, random) : stay(state)
    case 'register':
      if (state.phase === 'registering') return onSilence(state, at, random)
      return state.phase === 'ready' && state.refreshing ? fail(state, 'noAnswer', at, random) : stay(state)
    case 'retry':
      return state.phase === 'backoff' ? connect(common(state), []) : stay(state)
    case 'refresh':
      return state.phase === 'ready'
        ? step({ ...state, refreshing: true }, [
            { do: 'register' },
            { do: 'timer', name: 'register', ms: registerTimeoutMs },
          ])
        : stay(state)
    case 'keepAlive':
      return state.phase === 'ready' ? onKeepAlive(state, at, random) : stay(state)
    default:
      return assertNever(name, 'line timer')
  }
}

function patienceMs({ wasReady, silences }: LineCommon): number {
  return wasReady ? Math.min(registerTimeoutMs, firstPatienceMs * 2 ** silences) : registerTimeoutMs
}

/** It listens already: the next try comes soon, and later each time. */
function onSilence(state: Alive, at: Instant, random: () => number): LineStep {
  const { wasReady, silences, attempt } = state
  return fail(
    { ...state, silences: silences + 1, attempt: wasReady ? silences : attempt },
    'noAnswer',
    at,
    random,
  )
}

function onKeepAlive(
  state: Extract<LineState, { phase: 'ready' }>,
  at: Instant,
  random: () => number,
): LineStep {
  // A tick that comes far too late means that the machine slept: silence until now says nothing, and the answer
  // is wanted at once.
  const slept = at - state.tickAt > 3 * keepAliveMs
  const misses = state.heard || slept ? 0 : state.misses + 1
  if (misses >= missesMax) return fail(state, 'socketLost', at, random)
  const next = { ...state, heard: false, tickAt: at, misses: slept ? missesMax - 1 : misses }
  return step(next, [
    { do: 'ping' },
    { do: 'timer', name: 'keepAlive', ms: slept ? quickCheckMs : keepAliveMs },
  ])
}

function connect(kept: LineCommon, before: LineEffect[]): LineStep {
  return step({ phase: 'connecting', ...kept }, [
    ...before,
    { do: 'open', server: kept.server },
    { do: 'timer', name: 'connect', ms: connectTimeoutMs },
  ])
}

function fail(state: Alive, fault: LineFault, at: Instant, random: () => number, atLeastMs = 0): LineStep {
  const since = deafSince(state, at)
  const capMs = state.wasReady && at - since < restart.withinMs ? restart.capMs : backoff.capMs
  const wait = Math.max(atLeastMs, fullJitterMs(state.attempt, random, { ...backoff, capMs }))
  const kept = common(state)
  // What worked is tried once more before its neighbour; what did not is left for the next one.
  const server = state.phase === 'ready' ? kept.server : (kept.server + 1) % kept.servers
  return step(
    {
      phase: 'backoff',
      ...kept,
      server,
      attempt: kept.attempt + 1,
      deafSince: since,
      fault,
      retryAt: at + wait,
    },
    [...leave(state), { do: 'timer', name: 'retry', ms: wait }],
  )
}

function refuse(state: Alive, fault: LineFault, at: Instant): LineStep {
  return step({ phase: 'refused', ...common(state), deafSince: deafSince(state, at), fault }, leave(state))
}

function deafSince(state: Alive, at: Instant): Instant {
  return state.phase === 'ready' ? at : (state.deafSince ?? state.startedAt)
}

function leave(state: Alive): LineEffect[] {
  if (!hasSocket(state)) return [{ do: 'clearTimers' }]
  return [{ do: 'clearTimers' }, { do: 'close' }, { do: 'detachCalls' }]
}

function hasSocket({ phase }: Alive): boolean {
  return phase === 'connecting' || phase === 'registering' || phase === 'ready'
}

function common(state: Alive): LineCommon {
  const { server, servers, attempt, refusals, silences, wasReady, startedAt, deafSince: since, fault } = state
  return { server, servers, attempt, refusals, silences, wasReady, startedAt, deafSince: since, fault }
}

function step(state: LineState, effects: LineEffect[]): LineStep {
  return { state, effects }
}

function stay(state: LineState): LineStep {
  return { state, effects: [] }
}
