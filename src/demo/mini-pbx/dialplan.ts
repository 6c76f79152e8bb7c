import type { Bridge } from './bridge.ts'
import type { Pacer } from './pacer.ts'
import { type Behaviour, type Party, SimulatedParty } from './party.ts'
import type { QueueRunner } from './queue-runner.ts'
import { RingGroup, type RingHost } from './ring-group.ts'
import type { SipHeaders } from './sip-message.ts'

/** How the world outside takes a call to a number. */
export type OutsideAnswer =
  | { kind: 'answers'; ringMs: number; name?: string }
  | { kind: 'refuses'; ringMs: number; status: number }
  /** Rings until the caller gives up. */
  | { kind: 'rings' }

export type DialProgress = {
  ringing(): void
  /** The peer is up and not connected to anybody yet. */
  answered(peer: Party): void
  /** `reason` is a Reason header (RFC 3326). */
  failed(status: number, reason?: string): void
  /** The caller waits in a queue now and belongs to it: nothing more will be told. */
  queued(): void
}

export type DialplanHost = RingHost & {
  pacer: Pacer
  bridge: Bridge
  queues: ReadonlyMap<string, QueueRunner>
  /** Names by extension; a key for everyone who may have a phone. */
  people: ReadonlyMap<string, string>
  outside: (number: string) => OutsideAnswer
  dispatcherRingMs: number
  /** Running timers, so that the PBX can go down at once. */
  timers: Set<NodeJS.Timeout>
}

/** 600 sends back what it hears, 601 is a steady tone. */
const services: Readonly<Record<string, Behaviour>> = { '600': 'echo', '601': 'tone' }

/**
 * Calls `number` for `caller`. Told through `progress`, never more than one of answered, failed, queued. Answers how
 * to stop while it has not been answered.
 */
export function dial(
  host: DialplanHost,
  caller: Party,
  number: string,
  headers: SipHeaders,
  progress: DialProgress,
): { stop(): void } {
  const service = services[number]
  if (service) return dialService(host, caller, number, service, progress)
  if (host.people.has(number)) return dialPerson(host, caller, number, headers, progress)
  const queue = host.queues.get(number)
  if (queue) {
    progress.queued()
    queue.join({ party: caller, headers, answered: () => {} })
    return { stop: () => {} }
  }
  if (/^\+?\d{3,15}$/.test(number)) return dialOutside(host, caller, number, progress)
  progress.failed(404, 'Q.850;cause=1;text="Unallocated number"')
  return { stop: () => {} }
}

function dialService(
  host: DialplanHost,
  caller: Party,
  number: string,
  behaviour: Behaviour,
  progress: DialProgress,
): { stop(): void } {
  const party = new SimulatedParty(host.pacer, caller.callId, { number, name: '' }, behaviour)
  progress.answered(party)
  party.speak()
  return { stop: () => {} }
}

function dialPerson(
  host: DialplanHost,
  caller: Party,
  extension: string,
  headers: SipHeaders,
  progress: DialProgress,
): { stop(): void } {
  const group = new RingGroup(host, caller, headers)
  const stop = group.news.on((news) => {
    if (news.type === 'ringing') {
      progress.ringing()
      return
    }
    stop()
    if (news.type === 'answered') progress.answered(news.party)
    else if (news.type === 'noAnswer') progress.failed(480, 'Q.850;cause=19;text="No answer"')
    else progress.failed(news.status)
  })
  if (!group.add(extension, host.dispatcherRingMs)) {
    stop()
    // What Asterisk answers for an extension without a phone.
    progress.failed(404, 'Q.850;cause=3;text="No route to destination"')
  }
  return {
    stop: () => {
      stop()
      group.stop(['Q.850;cause=127'])
    },
  }
}

function dialOutside(
  host: DialplanHost,
  caller: Party,
  number: string,
  progress: DialProgress,
): { stop(): void } {
  const world = host.outside(number)
  progress.ringing()
  if (world.kind === 'rings') return { stop: () => {} }
  const timer = setTimeout(() => {
    host.timers.delete(timer)
    if (world.kind === 'refuses') {
      progress.failed(world.status)
      return
    }
    const identity = { number, name: world.name ?? '' }
    const party = new SimulatedParty(host.pacer, caller.callId, identity, 'murmur')
    progress.answered(party)
    party.speak()
  }, world.ringMs)
  host.timers.add(timer)
  return {
    stop: () => {
      clearTimeout(timer)
      host.timers.delete(timer)
    },
  }
}
