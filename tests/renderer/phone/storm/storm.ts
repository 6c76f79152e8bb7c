import type { Call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'
import { PhoneAtPeer } from '#tests/support/sip-peer/phone-at-peer.ts'
import { Dice } from './dice.ts'
import { RandomPeer } from './random-peer.ts'

const steps = 14
/** Seconds of waiting become milliseconds; SIP.js's own clock stays. */
const timesFaster = 25
/** A PBX rings no dispatcher oftener than this at once. */
const callsAtOnce = 4

export type StormReport = {
  seed: number
  did: string[]
  wrong: string[]
  calls: number
  talked: number
  transfersFailed: number
}

/**
 * One shift gone mad: the PBX and the dispatcher act by dice, on a real socket, and after each step the whole phone is looked
 * at. Answers what was wrong, as sentences; the seed shows it again.
 */
export async function storm(seed: number): Promise<StormReport> {
  const dice = new Dice(seed)
  const rig = await PhoneAtPeer.start({ timesFaster })
  const report: StormReport = { seed, did: [], wrong: [], calls: 0, talked: 0, transfersFailed: 0 }
  const wrong = (what: string) => {
    report.wrong.push(`${what} (after: ${report.did.slice(-4).join(', ')})`)
  }
  const silenced = new Set<CallId>()
  try {
    await rig.until('ready', ({ line }) => line.state === 'ready')
    const peer = new RandomPeer(rig, dice)
    rig.phone.onChange(() => atMostOneTalks(rig, wrong))
    for (let step = 0; step < steps; step++) {
      report.did.push(await act(rig, peer, dice, silenced))
      if (dice.chance(0.6)) await settle(rig)
      atMostOneTalks(rig, wrong)
      ringsAsItShould(rig, silenced, wrong)
      report.transfersFailed += failedTransfersLive(rig, peer, wrong)
    }
    peer.kind = true
    await settle(rig)
    await rig.until('ready again', ({ line }) => line.state === 'ready')
    await end(rig, peer)
    oneRecordAndOneEnd(rig, peer, wrong)
    if (rig.media.ringing !== 'none') wrong('it rings with no call left')
    report.calls = peer.calls.size
    report.talked = rig.events.filter(({ type }) => type === 'answered').length
  } catch (error) {
    wrong(error instanceof Error ? error.message : String(error))
  } finally {
    await rig[Symbol.asyncDispose]()
  }
  return report
}

/** What came over the wire is worked off, unless the line is down. */
async function settle(rig: PhoneAtPeer): Promise<void> {
  const deaf = rig.until('deaf', ({ line }) => line.state !== 'ready')
  // One of the two does not come.
  await Promise.any([rig.peer.roundTrip(), deaf])
  await new Promise((resolve) => setImmediate(resolve))
}

/** One act of the PBX or of the dispatcher; answers which. */
async function act(rig: PhoneAtPeer, peer: RandomPeer, dice: Dice, silenced: Set<CallId>): Promise<string> {
  const { phone } = rig
  const live = phone.snapshot.calls.filter(({ state }) => state !== 'over')
  const inState = (...states: Call['state'][]) => live.filter(({ state }) => states.includes(state))
  const acts: [name: string, run: () => unknown][] = []
  const may = <Item>(name: string, items: readonly Item[], run: (item: Item) => unknown, weight = 1) => {
    for (let n = 0; n < weight && items.length > 0; n++) acts.push([name, () => run(dice.pick(items))])
  }
  const ready = phone.snapshot.line.state === 'ready'
  if (ready && live.length < callsAtOnce) {
    may('a call comes', [0], () => peer.invite(), 4)
    may('a call is made', [0], () => phone.call('102'), 2)
  }
  may('they cancel', peer.all('asked', 'pbx'), (call) => peer.cancel(call))
  may('they hang up', peer.all('talking'), (call) => peer.bye(call))
  may('they offer', peer.all('talking'), (call) => peer.reinvite(call))
  may('the socket is cut', [0], () => peer.cut())
  may('answer', inState('ringing'), ({ id }) => phone.answer(id), 4)
  may('reject', inState('ringing'), ({ id }) => phone.reject(id))
  may('silence', inState('ringing'), async ({ id }) => {
    if ((await phone.silence(id)).ok) silenced.add(id)
  })
  may('hang up', live, ({ id }) => {
    const told = live.find((call) => call.id === id)
    const atPbx = told && peer.calls.get(told.sipCallId)
    if (atPbx) atPbx.transferFailed = false
    return phone.hangUp(id)
  })
  may('hold', inState('active'), ({ id }) => phone.hold(id))
  may('resume', inState('active'), ({ id }) => phone.resume(id), 2)
  may('mute', inState('active'), ({ id }) => phone.setMuted(id, dice.chance(0.5)))
  may('transfer', inState('active'), ({ id }) => phone.transfer(id, '103'), 3)
  may('do-not-disturb', [0], () => phone.desk.setDoNotDisturb(dice.chance(0.3)))
  const [name, run] = dice.pick(acts)
  if (name === 'the socket is cut') {
    run()
    // Else the dispatcher acts while nobody hears.
    if (dice.chance(0.7)) {
      await rig.until('deaf', ({ line }) => line.state !== 'ready')
      await rig.until('ready', ({ line }) => line.state === 'ready')
    }
    return name
  }
  const done = Promise.resolve(run())
  // Some verbs wait for the PBX; the storm does not.
  if (dice.chance(0.4)) await Promise.race([done, settle(rig)])
  return name
}

/** I3: of all conversations one at most hears the microphone. */
function atMostOneTalks(rig: PhoneAtPeer, wrong: (what: string) => void): void {
  const talking = rig.phone.snapshot.calls.filter((call) => {
    const voice = call.state === 'active' ? rig.phone.voice(call.id) : null
    return voice !== null && rig.media.voices.some((one) => one === voice && one.sending && !one.closed)
  })
  if (talking.length > 1) wrong(`I3: ${talking.length} calls hear the microphone`)
}

/** I5: it rings if and only if a call rings that nobody silenced, and the dispatcher may be disturbed. */
function ringsAsItShould(
  rig: PhoneAtPeer,
  silenced: ReadonlySet<CallId>,
  wrong: (what: string) => void,
): void {
  const { calls, doNotDisturb } = rig.phone.snapshot
  const wanted = !doNotDisturb && calls.some(({ state, id }) => state === 'ringing' && !silenced.has(id))
  if (wanted !== (rig.media.ringing !== 'none')) wrong(`I5: sound ${rig.media.ringing}, wanted ${wanted}`)
  if (wanted !== rig.phone.snapshot.ringing) wrong('I5: the snapshot says otherwise')
}

/** I6: a transfer that failed leaves the caller with us. Answers how many did. */
function failedTransfersLive(rig: PhoneAtPeer, peer: RandomPeer, wrong: (what: string) => void): number {
  let failed = 0
  for (const atPbx of peer.all('talking')) {
    if (!atPbx.transferFailed) continue
    failed++
    atPbx.transferFailed = false
    const call = rig.phone.snapshot.calls.find(({ sipCallId }) => sipCallId === atPbx.sipCallId)
    if (call?.state !== 'active') wrong(`I6: a failed transfer left the caller ${call?.state ?? 'nowhere'}`)
  }
  return failed
}

async function end(rig: PhoneAtPeer, peer: RandomPeer): Promise<void> {
  for (const call of peer.all('asked', 'pbx')) peer.cancel(call)
  await settle(rig)
  for (const { id, state } of rig.phone.snapshot.calls) if (state !== 'over') await rig.phone.hangUp(id)
  await rig.until('quiet', ({ calls }) => calls.every(({ state }) => state === 'over'))
}

/** I1: one record and one end of each INVITE, and nothing after the end. */
function oneRecordAndOneEnd(rig: PhoneAtPeer, peer: RandomPeer, wrong: (what: string) => void): void {
  for (const { sipCallId, seen, from } of peer.calls.values()) {
    const begun = rig.events.filter(
      (event) => (event.type === 'offered' || event.type === 'dialled') && event.sipCallId === sipCallId,
    )
    const ids = new Set(begun.map(({ callId }) => callId))
    const ended = rig.events.filter((event) => event.type === 'ended' && ids.has(event.callId))
    // An INVITE that was on its way when the socket was cut may never have come.
    if (begun.length > 1 || (seen && begun.length === 0))
      wrong(`I1: ${begun.length} records of a call from the ${from}`)
    if (ended.length !== begun.length) wrong(`I1: ${ended.length} ends of a call from the ${from}`)
    for (const id of ids) {
      const last = rig.events.findLast(({ callId }) => callId === id)
      if (last?.type !== 'ended') wrong(`I1: ${last?.type} after the end`)
    }
  }
}
