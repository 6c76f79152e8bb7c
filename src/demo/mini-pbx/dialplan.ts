import type { Bridge } from './bridge.ts'
import { featureCodes, pickUpOf } from './feature-codes.ts'
import type { Identity } from './identity.ts'
import type { Pacer } from './pacer.ts'
import type { ParkingLot } from './parking-lot.ts'
import { type Behaviour, type Party, PhoneParty, SimulatedParty } from './party.ts'
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
  /** The caller belongs to a queue, a slot or somebody's call now (`by`): nothing more will be told. */
  taken(by: Identity | null): void
}

export type DialplanHost = RingHost & {
  pacer: Pacer
  bridge: Bridge
  queues: ReadonlyMap<string, QueueRunner>
  parking: ParkingLot
  /** Names by extension; a key for everyone who may have a phone. */
  people: ReadonlyMap<string, string>
  outside: (number: string) => OutsideAnswer
  dispatcherRingMs: number
  /** Running timers, so that the PBX can go down at once. */
  timers: Set<NodeJS.Timeout>
}

/** Nothing is left to stop. */
const settled = { stop: () => {} }

/** The first sends back what it hears, 601 is a steady tone. */
const services: Readonly<Record<string, Behaviour>> = { [featureCodes.echo]: 'echo', '601': 'tone' }

/**
 * Calls `number` for `caller`. Told through `progress`, never more than one of answered, failed, taken. Answers how
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
    progress.taken(null)
    queue.join({ party: caller, headers, answered: () => {} })
    return settled
  }
  if (number === featureCodes.park) return park(host, caller, progress)
  if (host.parking.has(number)) return takeParked(host, caller, number, progress)
  const rung = pickUpOf(number)
  if (rung !== null) return pickUp(host, caller, rung, progress)
  if (/^\+?\d{3,15}$/.test(number)) return dialOutside(host, caller, number, progress)
  progress.failed(404, 'Q.850;cause=1;text="Unallocated number"')
  return settled
}

function park(host: DialplanHost, caller: Party, progress: DialProgress): { stop(): void } {
  if (host.parking.isFull) {
    progress.failed(486, 'Q.850;cause=34;text="No slot is free"')
    return settled
  }
  // First out of the call it comes from, whose music ends with it.
  progress.taken(null)
  host.parking.park(caller)
  return settled
}

function takeParked(
  host: DialplanHost,
  caller: Party,
  slot: string,
  progress: DialProgress,
): { stop(): void } {
  const parked = host.parking.take(slot)
  if (!parked) {
    progress.failed(404, 'Q.850;cause=1;text="Nobody is parked there"')
    return settled
  }
  progress.answered(parked)
  parked.identify(caller.identity)
  return settled
}

function pickUp(
  host: DialplanHost,
  caller: Party,
  extension: string,
  progress: DialProgress,
): { stop(): void } {
  const group = [...host.rings].find(([leg]) => leg.extension === extension)?.[1]
  // Only a phone can take over; a caller who is transferred to the code has nobody to talk with there.
  if (!group || !(caller instanceof PhoneParty)) {
    progress.failed(404, 'Q.850;cause=1;text="Nothing rings there"')
    return settled
  }
  progress.taken(group.caller.identity)
  group.pickUp(extension, caller)
  return settled
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
  return settled
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
  if (world.kind === 'rings') return settled
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
