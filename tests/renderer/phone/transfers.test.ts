// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { callId } from '#domain/ids.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { header, plainSdp, type SipText } from '../../support/sip-peer/sip-text.ts'

const contact = 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'
const okWith = (direction?: string) => ({ headers: [contact], body: plainSdp(direction) })

type Answered = Awaited<ReturnType<PhoneAtPeer['talk']>>

/** The phone offers hold or resumes, and the peer agrees. */
async function agreeTo(rig: PhoneAtPeer, direction: 'sendonly' | 'sendrecv') {
  const offer = await rig.peer.request('INVITE')
  expect(offer.body).toContain(`a=${direction}`)
  rig.peer.reply(offer, '200 OK', okWith(direction === 'sendonly' ? 'recvonly' : 'sendrecv'))
  await rig.peer.request('ACK')
}

function notify(rig: PhoneAtPeer, { invite, ok }: Answered, cseq: number, status: string, last = false) {
  rig.peer.inDialog(
    invite,
    ok,
    'NOTIFY',
    cseq,
    [
      'Event: refer',
      `Subscription-State: ${last ? 'terminated;reason=noresource' : 'active;expires=60'}`,
      'Content-Type: message/sipfrag;version=2.0',
    ],
    status === '' ? '' : `SIP/2.0 ${status}\r\n`,
  )
  return rig.peer.response(200, 'NOTIFY')
}

async function referred(rig: PhoneAtPeer, to = '102'): Promise<Answered & { refer: SipText }> {
  const call = await rig.talk()
  expect(await rig.phone.transfer(call.id, to)).toEqual({ ok: true, value: null })
  await agreeTo(rig, 'sendonly')
  return { ...call, refer: await rig.peer.request('REFER') }
}

const inHandAgain = (rig: PhoneAtPeer) =>
  rig.until('in hand again', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdLocal === 'off')

describe('a blind transfer', () => {
  test('holds the caller, asks the PBX, and hangs up once the PBX says it went well', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await referred(rig)
    expect(header(call.refer, 'refer-to')).toBe('sip:102@pbx.local')
    expect(header(call.refer, 'referred-by')).toContain('101@pbx.local')
    rig.peer.reply(call.refer, '202 Accepted')
    await rig.until('trying', ({ transfers }) => transfers[0]?.state === 'trying')
    await notify(rig, call, 2, '180 Ringing')
    expect(rig.phone.snapshot.transfers).toMatchObject([{ callId: call.id, to: '102', state: 'ringing' }])
    await notify(rig, call, 3, '200 OK', true)
    rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
    expect(await rig.callIn('over')).toMatchObject({ end: 'transferred' })
    expect(rig.phone.snapshot.transfers).toEqual([])
  })

  test('to an outside number goes by the dial plan', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { refer } = await referred(rig, '8 (916) 123-45-67')
    expect(header(refer, 'refer-to')).toBe('sip:89161234567@pbx.local')
  })

  test.each([
    ['404 Not Found', 'notFound'],
    ['603 Decline', 'rejected'],
    ['501 Not Implemented', 'failed'],
  ])('the PBX refuses with %s gives the caller back, and says why', async (status, failure) => {
    await using rig = await PhoneAtPeer.ready()
    const call = await referred(rig)
    rig.peer.reply(call.refer, status)
    await agreeTo(rig, 'sendrecv')
    const { transfers } = await inHandAgain(rig)
    expect(transfers).toMatchObject([{ state: 'failed', failure }])
    expect(rig.media.voices[0]).toMatchObject({ sending: true, playing: true })
  })

  test('to a colleague who is busy gives the caller back', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await referred(rig)
    rig.peer.reply(call.refer, '202 Accepted')
    await notify(rig, call, 2, '100 Trying')
    await notify(rig, call, 3, '486 Busy Here', true)
    await agreeTo(rig, 'sendrecv')
    expect((await inHandAgain(rig)).transfers).toMatchObject([{ failure: 'busy' }])
  })

  test('whose subscription ends without a word gives the caller back', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await referred(rig)
    rig.peer.reply(call.refer, '202 Accepted')
    await notify(rig, call, 2, '', true)
    await agreeTo(rig, 'sendrecv')
    expect((await inHandAgain(rig)).transfers).toMatchObject([{ failure: 'noWord' }])
  })

  test('whose BYE comes before the last NOTIFY ends as transferred', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await referred(rig)
    rig.peer.reply(call.refer, '202 Accepted')
    await rig.until('trying', ({ transfers }) => transfers[0]?.state === 'trying')
    rig.peer.inDialog(call.invite, call.ok, 'BYE', 2)
    expect(await rig.callIn('over')).toMatchObject({ end: 'transferred' })
    expect(rig.phone.snapshot.transfers).toEqual([])
  })

  test('of a caller who hung up while being held is over with the call', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await rig.talk()
    await rig.phone.transfer(call.id, '102')
    await rig.peer.request('INVITE')
    rig.peer.inDialog(call.invite, call.ok, 'BYE', 2)
    expect(await rig.callIn('over')).toMatchObject({ end: 'endedByThem' })
    expect(rig.phone.snapshot.transfers).toEqual([])
  })

  test('goes on though the PBX refused the hold', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await rig.talk()
    await rig.phone.transfer(call.id, '102')
    rig.peer.reply(await rig.peer.request('INVITE'), '488 Not Acceptable Here')
    expect((await rig.peer.request('REFER')).method).toBe('REFER')
  })

  test('cannot begin twice, before the answer, or to what is no number', async () => {
    await using rig = await PhoneAtPeer.ready()
    expect(await rig.phone.transfer(callId.parse('none'), '102')).toMatchObject({
      refusal: { why: 'noSuchCall' },
    })
    rig.peer.invite({ callId: 'second' })
    const { id: ringing } = await rig.callIn('ringing')
    expect(await rig.phone.transfer(ringing, '102')).toMatchObject({ refusal: { why: 'notNow' } })
    await rig.phone.reject(ringing)
    await rig.peer.response(486, 'INVITE')
    const call = await referred(rig)
    expect(await rig.phone.transfer(call.id, '103')).toMatchObject({ refusal: { why: 'notNow' } })
    expect(await rig.phone.consult(call.id, '103')).toMatchObject({ refusal: { why: 'notNow' } })
  })

  test('to what is no number leaves the call talking', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await rig.talk()
    expect(await rig.phone.transfer(id, 'Борис')).toMatchObject({ refusal: { why: 'badNumber' } })
    expect(rig.phone.snapshot).toMatchObject({ calls: [{ holdLocal: 'off' }], transfers: [] })
  })
})

describe('an attended transfer', () => {
  /** The caller is held, the colleague is called and answers. */
  async function consulted(rig: PhoneAtPeer) {
    const call = await rig.talk()
    const asking = rig.phone.consult(call.id, '102')
    const offers = [await rig.peer.request('INVITE'), await rig.peer.request('INVITE')]
    const invite = offers.find(({ startLine }) => startLine.includes('102@'))
    const held = offers.find((offer) => offer !== invite)
    if (!invite || !held) throw new Error('no call to the colleague')
    rig.peer.reply(held, '200 OK', okWith('recvonly'))
    const asked = await asking
    if (!asked.ok) throw new Error('not asked')
    return { ...call, consultId: asked.value, consultInvite: invite }
  }

  async function talking(rig: PhoneAtPeer) {
    const call = await consulted(rig)
    rig.peer.reply(call.consultInvite, '200 OK', { ...okWith(), tag: 'boris' })
    await rig.until('talking to the colleague', ({ calls }) =>
      calls.some(({ id, state }) => id === call.consultId && state === 'active'),
    )
    return call
  }

  test('asks the colleague first, then connects both sides and leaves', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await talking(rig)
    expect(rig.phone.snapshot.transfers).toMatchObject([
      { callId: call.id, consultCallId: call.consultId, state: 'consulting' },
    ])
    expect(await rig.phone.transferTo(call.id, call.consultId)).toEqual({ ok: true, value: null })
    const refer = await rig.peer.request('REFER')
    expect(header(refer, 'call-id')).toBe(header(call.invite, 'call-id'))
    const ours = /;tag=([^;]+)/.exec(header(call.consultInvite, 'from'))?.[1]
    const replaces = /\?Replaces=([^>]+)>/.exec(header(refer, 'refer-to'))?.[1] ?? ''
    expect(decodeURIComponent(replaces)).toBe(
      `${header(call.consultInvite, 'call-id')};to-tag=boris;from-tag=${ours}`,
    )
    rig.peer.reply(refer, '202 Accepted')
    await notify(rig, call, 2, '200 OK', true)
    const byes = [await rig.peer.request('BYE'), await rig.peer.request('BYE')]
    expect(new Set(byes.map((bye) => header(bye, 'call-id')))).toEqual(
      new Set([header(call.invite, 'call-id'), header(call.consultInvite, 'call-id')]),
    )
    expect(rig.phone.snapshot.calls.map((one) => one.state === 'over' && one.end)).toEqual([
      'transferred',
      'transferred',
    ])
  })

  test('a colleague who refuses leaves the caller held and in hand', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await consulted(rig)
    rig.peer.reply(call.consultInvite, '486 Busy Here')
    const { transfers, calls } = await rig.until(
      'told',
      (now) =>
        now.transfers[0]?.state === 'failed' &&
        now.calls[0]?.state === 'active' &&
        now.calls[0].holdLocal === 'on',
    )
    expect(transfers).toMatchObject([{ callId: call.id, failure: 'consultOver' }])
    expect(calls).toMatchObject([
      { id: call.id, holdLocal: 'on' },
      { state: 'over', end: 'busy' },
    ])
    await rig.phone.resume(call.id)
    await agreeTo(rig, 'sendrecv')
    await inHandAgain(rig)
  })

  test('the PBX refuses leaves both calls as they were', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await talking(rig)
    await rig.phone.transferTo(call.id, call.consultId)
    rig.peer.reply(await rig.peer.request('REFER'), '481 Call/Transaction Does Not Exist')
    await rig.until('told', (now) => now.transfers[0]?.state === 'failed')
    expect(rig.phone.snapshot.calls).toMatchObject([
      { id: call.id, state: 'active', holdLocal: 'on' },
      { id: call.consultId, state: 'active', holdLocal: 'off' },
    ])
  })

  test('needs a colleague who answered', async () => {
    await using rig = await PhoneAtPeer.ready()
    const call = await consulted(rig)
    expect(await rig.phone.transferTo(call.id, call.consultId)).toMatchObject({
      refusal: { why: 'notNow', state: 'dialling' },
    })
    expect(await rig.phone.transferTo(call.id, call.id)).toMatchObject({ refusal: { why: 'notNow' } })
  })
})
