// @vitest-environment node
import { describe, expect, test } from 'vitest'
import type { Call } from '#domain/call/call.ts'
import { noPbxFeatures, type PbxFeatures } from '#domain/call/pbx-features.ts'
import { callId } from '#domain/ids.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { header, plainSdp, type SipText } from '../../support/sip-peer/sip-text.ts'

const contact = 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'
const okWith = (direction?: string) => ({ headers: [contact], body: plainSdp(direction) })

async function rigWith(features: Partial<PbxFeatures> = {}): Promise<PhoneAtPeer> {
  const rig = await PhoneAtPeer.ready()
  rig.phone.features.codes = { ...noPbxFeatures, ...features }
  return rig
}

/** A customer who is talked to; the call before is held by it, which the peer agrees to. */
async function talkingTo(rig: PhoneAtPeer, number: string, headers: readonly string[] = []) {
  const before = rig.phone.snapshot.calls.filter(
    (call) => call.state === 'active' && call.holdLocal === 'off',
  )
  const invite = rig.peer.invite({ from: `From: <sip:${number}@pbx.local>;tag=caller`, headers })
  const { id } = await rig.callIn('ringing')
  const answering = rig.phone.answer(id)
  for (const _ of before) await agreeTo(rig, 'sendonly')
  const ok = await rig.peer.response(200, 'INVITE')
  rig.peer.inDialog(invite, ok, 'ACK', 1)
  await answering
  await rig.until('talking', ({ calls }) => calls.some((call) => call.id === id && call.state === 'active'))
  await rig.peer.roundTrip()
  return { id, invite, ok }
}
type Talk = Awaited<ReturnType<typeof talkingTo>>

async function agreeTo(rig: PhoneAtPeer, direction: 'sendonly' | 'sendrecv') {
  const offer = await rig.peer.next(
    `re-INVITE ${direction}`,
    ({ method, body }) => method === 'INVITE' && body.includes(`a=${direction}`),
  )
  rig.peer.reply(offer, '200 OK', okWith(direction === 'sendonly' ? 'recvonly' : 'sendrecv'))
  await rig.peer.request('ACK')
}

/** The phone calls somebody; the peer has its INVITE. */
const dialled = (rig: PhoneAtPeer) =>
  rig.peer.next(
    'new INVITE',
    (message) => message.method === 'INVITE' && !/;tag=/.test(header(message, 'to')),
  )

function accept(rig: PhoneAtPeer, invite: SipText, headers: readonly string[] = []) {
  rig.peer.reply(invite, '200 OK', {
    toTag: 'peer',
    headers: [contact, ...headers],
    body: plainSdp(),
  } as never)
  return rig.peer.request('ACK')
}

const callOf = (rig: PhoneAtPeer, id: string) => rig.phone.snapshot.calls.find((call) => call.id === id)

describe('keys pressed in a call', () => {
  test('go into the sound by default, as RFC 4733 events', async () => {
    await using rig = await rigWith()
    const { id } = await talkingTo(rig, '+74951112233')
    expect(await rig.phone.dtmf(id, '12#')).toEqual({ ok: true, value: null })
    expect(rig.media.voices[0]?.tones).toEqual(['12#'])
  })

  test('go as SIP INFO where the PBX wants that, one after another', async () => {
    await using rig = await rigWith({ tones: 'info' })
    const { id } = await talkingTo(rig, '+74951112233')
    await rig.phone.dtmf(id, '4#')
    for (const digit of ['4', '#']) {
      const info = await rig.peer.request('INFO')
      expect(header(info, 'content-type')).toBe('application/dtmf-relay')
      expect(info.body).toBe(`Signal=${digit}\r\nDuration=160\r\n`)
      rig.peer.reply(info, '200 OK')
    }
    expect(rig.media.voices[0]?.tones).toEqual([])
  })

  test('of an extension are pressed after the other side answered, not before', async () => {
    await using rig = await rigWith()
    await rig.phone.call('+74951112233', { ext: '45' })
    const invite = await dialled(rig)
    rig.peer.reply(invite, '180 Ringing', { headers: [contact] })
    await rig.callIn('remoteRinging')
    expect(rig.media.voices[0]?.tones).toEqual([])
    await accept(rig, invite)
    await rig.callIn('active')
    await expect.poll(() => rig.media.voices[0]?.tones, { timeout: 5_000 }).toEqual(['45'])
  })
})

describe('a conference in a room of the PBX', () => {
  const codes = { conference: '65{ext}' }

  async function twoCallers(rig: PhoneAtPeer) {
    const first = await talkingTo(rig, '+74951110001')
    const second = await talkingTo(rig, '+74951110002')
    return { first, second }
  }

  /** Both callers are asked for; the peer answers each REFER. */
  async function referBoth(
    rig: PhoneAtPeer,
    { first, second }: { first: Talk; second: Talk },
    statuses: readonly string[],
  ) {
    for (const [at, status] of statuses.entries()) {
      const refer = await rig.peer.request('REFER')
      expect(header(refer, 'refer-to')).toBe('sip:65101@pbx.local')
      rig.peer.reply(refer, status)
      const talk = [first, second].find(
        ({ invite }) => header(invite, 'call-id') === header(refer, 'call-id'),
      )
      if (!talk || !status.startsWith('2')) continue
      rig.peer.inDialog(
        talk.invite,
        talk.ok,
        'NOTIFY',
        10 + at,
        ['Event: refer', 'Subscription-State: terminated', 'Content-Type: message/sipfrag;version=2.0'],
        'SIP/2.0 200 OK\r\n',
      )
      await rig.peer.response(200, 'NOTIFY')
      rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
    }
  }

  test('is called first; then each caller follows, and the members are known', async () => {
    await using rig = await rigWith(codes)
    const talks = await twoCallers(rig)
    const merging = rig.phone.features.merge([talks.first.id, talks.second.id])
    const room = await dialled(rig)
    expect(room.startLine).toContain('sip:65101@pbx.local')
    await agreeTo(rig, 'sendonly')
    expect(await merging).toEqual({ ok: true, value: null })
    expect(rig.phone.snapshot.conference).toMatchObject({
      state: 'opening',
      members: [{ state: 'waiting' }, { state: 'waiting' }],
    })
    await accept(rig, room)
    await referBoth(rig, talks, ['202 Accepted', '202 Accepted'])
    const { conference } = await rig.until(
      'both in',
      ({ conference: now }) => now?.members.every(({ state }) => state === 'in') ?? false,
    )
    expect(conference).toMatchObject({ at: 'pbx', state: 'open' })
    expect(callOf(rig, talks.first.id)).toMatchObject({ state: 'over', end: 'transferred' })
  })

  test('that does not open leaves both callers in hand, on hold', async () => {
    await using rig = await rigWith(codes)
    const { first, second } = await twoCallers(rig)
    const merging = rig.phone.features.merge([first.id, second.id])
    const room = await dialled(rig)
    await agreeTo(rig, 'sendonly')
    await merging
    rig.peer.reply(room, '404 Not Found')
    await rig.until('failed', ({ conference }) => conference?.state === 'failed')
    expect(rig.phone.snapshot.conference).toMatchObject({ failure: 'notFound' })
    for (const { id } of [first, second])
      expect(callOf(rig, id)).toMatchObject({ state: 'active', holdLocal: 'on' })
  })

  test('into which one caller does not get: they stay held, the others talk', async () => {
    await using rig = await rigWith(codes)
    const talks = await twoCallers(rig)
    const merging = rig.phone.features.merge([talks.first.id, talks.second.id])
    const room = await dialled(rig)
    await agreeTo(rig, 'sendonly')
    await merging
    await accept(rig, room)
    await referBoth(rig, talks, ['202 Accepted', '603 Decline'])
    const { conference } = await rig.until(
      'one failed',
      ({ conference: now }) => now?.members.some(({ state }) => state === 'failed') ?? false,
    )
    const failed = conference?.members.find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ failure: 'rejected' })
    expect(callOf(rig, failed?.callId ?? '')).toMatchObject({ state: 'active', holdLocal: 'on' })
  })

  test('without a code is mixed here: nobody is on hold, and it is over when one leaves', async () => {
    await using rig = await rigWith()
    const { first, second } = await twoCallers(rig)
    const merging = rig.phone.features.merge([first.id, second.id])
    await agreeTo(rig, 'sendrecv')
    expect(await merging).toEqual({ ok: true, value: null })
    await rig.until('both on air', ({ calls }) =>
      calls.every((call) => call.state === 'active' && call.holdLocal === 'off'),
    )
    expect(rig.media.mixed).toBe(2)
    expect(rig.media.voices.map(({ sending }) => sending)).toEqual([true, true])
    rig.peer.inDialog(first.invite, first.ok, 'BYE', 2)
    await rig.until('over', ({ conference }) => conference?.state === 'over')
    expect(rig.media.mixed).toBe(0)
    expect(callOf(rig, second.id)).toMatchObject({ state: 'active', holdLocal: 'off' })
  })

  test('needs two', async () => {
    await using rig = await rigWith(codes)
    const { id } = await talkingTo(rig, '+74951110001')
    expect(await rig.phone.features.merge([id])).toMatchObject({ ok: false, refusal: { why: 'notNow' } })
    expect(rig.phone.snapshot.conference).toBeNull()
  })
})

describe('parking and pick-up', () => {
  test('without a code say that the PBX has none', async () => {
    await using rig = await rigWith()
    const { id } = await talkingTo(rig, '+74951110001')
    const notAtPbx = { ok: false, refusal: { why: 'notAtPbx' } }
    expect(await rig.phone.features.park(id)).toEqual(notAtPbx)
    expect(await rig.phone.features.pickUp({ from: 'group' })).toEqual(notAtPbx)
    expect(await rig.phone.features.pickUp({ from: 'colleague', extension: '102' })).toEqual(notAtPbx)
    expect(await rig.phone.features.setRecording(id, false)).toEqual(notAtPbx)
    expect(callOf(rig, id)).toMatchObject({ state: 'active' })
  })

  test('parking that is refused gives the caller back and parks nobody', async () => {
    await using rig = await rigWith({ park: '700' })
    const { id } = await talkingTo(rig, '+74951110001')
    await rig.phone.features.park(id)
    await agreeTo(rig, 'sendonly')
    const refer = await rig.peer.request('REFER')
    expect(header(refer, 'refer-to')).toBe('sip:700@pbx.local')
    rig.peer.reply(refer, '486 Busy Here')
    await agreeTo(rig, 'sendrecv')
    await rig.until('in hand', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdLocal === 'off')
    expect(rig.phone.snapshot.parked).toEqual([])
  })

  test('a picked-up call shows who is there as soon as the PBX names them', async () => {
    await using rig = await rigWith({ pickup: '**{ext}' })
    const picked = await rig.phone.features.pickUp({ from: 'colleague', extension: '102' })
    const invite = await dialled(rig)
    expect(invite.startLine).toContain('sip:**102@pbx.local')
    await accept(rig, invite, ['P-Asserted-Identity: "Ромашка" <sip:+74951112233@pbx.local>'])
    await rig.until('named', ({ calls }) => calls[0]?.peer.number === '+74951112233')
    expect(picked.ok && callOf(rig, picked.value)?.peer).toMatchObject({
      name: 'Ромашка',
      source: 'assertedIdentity',
    })
  })

  test('an ordinary call keeps the number that was dialled, whatever the provider asserts', async () => {
    await using rig = await rigWith()
    await rig.phone.call('+74951110009')
    await accept(rig, await dialled(rig), ['P-Asserted-Identity: <sip:+70000000000@pbx.local>'])
    const call = await rig.callIn('active')
    await rig.peer.roundTrip()
    expect(callOf(rig, call.id)?.peer.number).toBe('+74951110009')
  })
})

describe('recording', () => {
  test('its state comes with the call, and is paused and resumed by code', async () => {
    await using rig = await rigWith({ recordPause: '*81', recordResume: '*82' })
    const { id } = await talkingTo(rig, '+74951110001', ['X-Recording: on'])
    expect(callOf(rig, id)).toMatchObject({ recording: 'on' })
    await rig.phone.features.setRecording(id, false)
    expect(callOf(rig, id)).toMatchObject({ recording: 'paused' })
    await rig.phone.features.setRecording(id, true)
    expect(callOf(rig, id)).toMatchObject({ recording: 'on' })
    expect(rig.media.voices[0]?.tones).toEqual(['*81', '*82'])
    expect(rig.story().filter((one) => one === 'recording')).toHaveLength(3)
  })
})

describe('taking back what a killed phone page left', () => {
  const left = (): Call => ({
    state: 'active',
    id: callId.parse('lost-1'),
    pbxCallId: 'pbx-1',
    sipCallId: 'old-call@pbx',
    callQueue: null,
    dialledNumber: null,
    divertedBy: null,
    direction: 'in',
    peer: { number: '+74951112233', name: 'Ромашка', source: 'from', hidden: false },
    startedAt: 1,
    answeredAt: 2,
    holdLocal: 'on',
    holdRemote: false,
    muted: true,
    media: 'ok',
    attached: true,
    recording: 'unknown',
    dialog: { localTag: 'ours', remoteTag: 'theirs' },
  })
  const id = left().id
  const offered = async (rig: PhoneAtPeer) => {
    rig.phone.features.offerLost([{ call: left(), until: Date.now() + 30_000 }])
    expect(rig.phone.snapshot.lost).toMatchObject([{ state: 'offered', call: { id } }])
  }

  test('asks the PBX by Replaces; the call goes on under its own id, on air', async () => {
    await using rig = await rigWith()
    await offered(rig)
    const taking = rig.phone.features.takeBack(id)
    const invite = await dialled(rig)
    // Their tag is the to-tag for them (RFC 3891 §3).
    expect(header(invite, 'replaces')).toBe('old-call@pbx;to-tag=theirs;from-tag=ours')
    expect(header(invite, 'require')).toBe('replaces')
    expect(rig.phone.snapshot.lost).toMatchObject([{ state: 'taking' }])
    await accept(rig, invite)
    await taking
    await rig.until('back', ({ lost }) => lost.length === 0)
    expect(rig.media.voices.at(-1)?.sending).toBe(true)
    expect(callOf(rig, id)).toMatchObject({
      state: 'active',
      attached: true,
      holdLocal: 'off',
      muted: false,
      media: 'ok',
      answeredAt: 2,
    })
    expect(rig.events.every((event) => event.callId === id)).toBe(true)
    expect(rig.story()).not.toContain('dialled')
  })

  test('refused by the PBX ends as a crash, and is said', async () => {
    await using rig = await rigWith()
    await offered(rig)
    void rig.phone.features.takeBack(id)
    rig.peer.reply(await dialled(rig), '481 Call/Transaction Does Not Exist')
    await rig.until('refused', ({ lost }) => lost[0]?.state === 'refused')
    expect(callOf(rig, id)).toMatchObject({ state: 'over', end: 'crash', sipCode: 481 })
  })

  test('let go ends as a crash without asking the PBX', async () => {
    await using rig = await rigWith()
    await offered(rig)
    rig.phone.features.letGo(id)
    expect(callOf(rig, id)).toMatchObject({ state: 'over', end: 'crash' })
    expect(rig.phone.snapshot.lost).toEqual([])
  })

  test('too late is said without being asked', async () => {
    await using rig = await rigWith()
    rig.phone.features.offerLost([{ call: left(), until: Date.now() - 1 }])
    await rig.until('refused', ({ lost }) => lost[0]?.state === 'refused')
    expect(callOf(rig, id)).toMatchObject({ end: 'crash' })
  })
})

describe('an INVITE that takes the place of a call', () => {
  const toTag = (ok: SipText) => /;tag=([^;\s]+)/.exec(header(ok, 'to'))?.[1]

  test('is answered at once, and the call it replaces ends as replaced', async () => {
    await using rig = await rigWith()
    const { id, invite, ok } = await talkingTo(rig, '+74951110001')
    const replacing = rig.peer.invite({
      from: 'From: "Борис" <sip:102@pbx.local>;tag=other',
      headers: [`Replaces: ${header(invite, 'call-id')};to-tag=${toTag(ok)};from-tag=caller`],
    })
    const answer = await rig.peer.next(
      '200 to the new call',
      (message) => message.code === 200 && header(message, 'call-id') === header(replacing, 'call-id'),
    )
    rig.peer.inDialog(replacing, answer, 'ACK', 1)
    const bye = await rig.peer.request('BYE')
    expect(header(bye, 'call-id')).toBe(header(invite, 'call-id'))
    rig.peer.reply(bye, '200 OK')
    await rig.until('replaced', ({ calls }) => calls.some((call) => call.id === id && call.state === 'over'))
    expect(callOf(rig, id)).toMatchObject({ end: 'replaced' })
    expect(rig.phone.snapshot.calls[0]).toMatchObject({ state: 'active', peer: { number: '102' } })
  })

  test('for a call of a phone page before us rings like any other: it is not refused unseen', async () => {
    await using rig = await rigWith()
    rig.peer.invite({ headers: ['Replaces: gone@pbx;to-tag=a;from-tag=b'] })
    expect(await rig.callIn('ringing')).toMatchObject({ peer: { number: '+74955556677' } })
  })
})

test('a second copy of an INVITE on another way is refused with 482 and makes no second call', async () => {
  await using rig = await rigWith()
  const first = rig.peer.invite({ callId: 'merged', branch: 'z9hG4bK-one' })
  await rig.callIn('ringing')
  rig.peer.invite({ callId: 'merged', branch: 'z9hG4bK-two', from: `From: ${header(first, 'from')}` })
  await rig.peer.response(482, 'INVITE')
  expect(rig.phone.snapshot.calls).toHaveLength(1)
})
