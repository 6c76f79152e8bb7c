// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { acceptRegister, challenge, refuseRegister, type SipPeer } from '../../support/sip-peer/sip-peer.ts'
import { cseqMethod, header, plainSdp, type SipText } from '../../support/sip-peer/sip-text.ts'

async function answeredCall(rig: PhoneAtPeer, change: Parameters<PhoneAtPeer['peer']['invite']>[0] = {}) {
  const invite = rig.peer.invite(change)
  const { id } = await rig.callIn('ringing')
  const answering = rig.phone.answer(id)
  const ok = await rig.peer.response(200, 'INVITE')
  rig.peer.inDialog(invite, ok, 'ACK', 1)
  expect(await answering).toEqual({ ok: true, value: null })
  await rig.callIn('active')
  // Frames of one read are handled in one turn by Node's WebSocket; the ACK's own turn must have ended.
  await rig.peer.roundTrip()
  return { id, invite, ok }
}

describe('an incoming call', () => {
  test('rings with who calls and by which queue, is answered, and ends when they hang up', async () => {
    await using rig = await PhoneAtPeer.ready()
    const invite = rig.peer.invite({
      headers: ['X-Call-Id: 1795320771.12', 'X-Queue: support', 'X-Dialed-Number: 74951112233'],
    })
    await rig.peer.response(180, 'INVITE')
    const ringing = await rig.callIn('ringing')
    expect(ringing).toMatchObject({
      direction: 'in',
      pbxCallId: '1795320771.12',
      callQueue: 'support',
      dialledNumber: '74951112233',
      peer: { number: '+74955556677', name: 'Ромашка', source: 'from', hidden: false },
    })
    expect(rig.media.ringing).toBe('ring')
    const answering = rig.phone.answer(ringing.id)
    const ok = await rig.peer.response(200, 'INVITE')
    rig.peer.inDialog(invite, ok, 'ACK', 1)
    await answering
    expect(rig.media.ringing).toBe('none')
    rig.peer.inDialog(invite, ok, 'BYE', 2)
    await rig.peer.response(200, 'BYE')
    expect(await rig.callIn('over')).toMatchObject({ end: 'endedByThem' })
    expect(rig.story()).toEqual(['offered', 'answering', 'answered', 'ended endedByThem'])
  })

  test('is hung up by us with BYE', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await answeredCall(rig)
    await rig.phone.hangUp(id)
    rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
    expect(await rig.callIn('over')).toMatchObject({ end: 'endedByUs' })
  })

  test('is rejected with 486', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite()
    const { id } = await rig.callIn('ringing')
    await rig.phone.reject(id)
    await rig.peer.response(486, 'INVITE')
    expect(await rig.callIn('over')).toMatchObject({ end: 'rejected' })
  })

  test.each([
    [
      'answered by a colleague',
      ['SIP;cause=200;text="Call completed elsewhere"', 'Q.850;cause=26'],
      'answeredElsewhere',
    ],
    ['given up by the caller', ['Q.850;cause=127'], 'abandoned'],
    ['cancelled without a word why', [], 'abandoned'],
  ])('is %s', async (_, reasons, end) => {
    await using rig = await PhoneAtPeer.ready()
    const invite = rig.peer.invite()
    await rig.callIn('ringing')
    rig.peer.cancel(invite, reasons)
    await rig.peer.response(487, 'INVITE')
    expect(await rig.callIn('over')).toMatchObject({ end })
  })

  test('cancelled in the same breath is told all the same, with its reason', async () => {
    await using rig = await PhoneAtPeer.ready()
    const invite = rig.peer.invite()
    rig.peer.cancel(invite, ['SIP;cause=200;text="Call completed elsewhere"'])
    expect(await rig.callIn('over')).toMatchObject({ end: 'answeredElsewhere' })
  })

  test('rings on while the microphone is denied, and says so', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.media.fault = 'denied'
    rig.peer.invite()
    const { id } = await rig.callIn('ringing')
    expect(await rig.phone.answer(id)).toEqual({ ok: false, refusal: { why: 'microphone', fault: 'denied' } })
    expect(rig.phone.snapshot.calls[0]).toMatchObject({ state: 'ringing' })
  })

  test('silenced, it rings on without sound', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite()
    const { id } = await rig.callIn('ringing')
    await rig.phone.silence(id)
    expect(rig.media.ringing).toBe('none')
    expect(rig.phone.snapshot).toMatchObject({ ringing: false, calls: [{ state: 'ringing' }] })
  })

  test('goes over to the customer when a transfer says who is on the line now', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { invite, ok } = await answeredCall(rig)
    const asserted = ['P-Asserted-Identity: "Пётр" <sip:+79161234567@pbx.local>']
    rig.peer.inDialog(invite, ok, 'INVITE', 2, asserted, plainSdp())
    await rig.peer.response(200, 'INVITE')
    await rig.until('renamed', ({ calls }) => calls[0]?.peer.number === '+79161234567')
    expect(rig.phone.snapshot.calls[0]?.peer).toMatchObject({ name: 'Пётр', source: 'assertedIdentity' })
  })
})

describe('hold', () => {
  test('stops our microphone, and gives it back', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await answeredCall(rig)
    await rig.phone.hold(id)
    const held = await rig.peer.request('INVITE')
    expect(held.body).toContain('a=sendonly')
    expect(rig.media.voices[0]).toMatchObject({ sending: false, playing: false })
    rig.peer.reply(held, '200 OK', contactAnd(plainSdp('recvonly')))
    await rig.until('held', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdLocal === 'on')
    await rig.phone.resume(id)
    const resumed = await rig.peer.request('INVITE')
    expect(resumed.body).toContain('a=sendrecv')
    rig.peer.reply(resumed, '200 OK', contactAnd(plainSdp()))
    await rig.until('resumed', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdLocal === 'off')
    expect(rig.media.voices[0]).toMatchObject({ sending: true, playing: true })
  })

  test('that meets their own offer (491) is offered again', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await answeredCall(rig)
    await rig.phone.hold(id)
    rig.peer.reply(await rig.peer.request('INVITE'), '491 Request Pending')
    const again = await rig.peer.request('INVITE')
    expect(rig.media.voices[0]?.log).toContain('rollback')
    rig.peer.reply(again, '200 OK', contactAnd(plainSdp('recvonly')))
    await rig.until('held', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdLocal === 'on')
  })

  test('refused leaves the call talking', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await answeredCall(rig)
    await rig.phone.hold(id)
    rig.peer.reply(await rig.peer.request('INVITE'), '488 Not Acceptable Here')
    await rig.until('talking', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdLocal === 'off')
    expect(rig.media.voices[0]).toMatchObject({ sending: true })
    expect(rig.story()).toContain('holdFailed')
  })

  test('by them is seen by the direction of their offer', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { invite, ok } = await answeredCall(rig)
    rig.peer.inDialog(invite, ok, 'INVITE', 2, [], plainSdp('sendonly'))
    const agreed = await rig.peer.response(200, 'INVITE')
    rig.peer.inDialog(invite, agreed, 'ACK', 2)
    await rig.peer.roundTrip()
    await rig.until('held by them', ({ calls }) => calls[0]?.state === 'active' && calls[0].holdRemote)
    rig.peer.inDialog(invite, ok, 'INVITE', 3, [], plainSdp())
    await rig.until('freed', ({ calls }) => calls[0]?.state === 'active' && !calls[0].holdRemote)
  })

  test('of the first call comes with answering the second: one microphone at a time', async () => {
    await using rig = await PhoneAtPeer.ready()
    const first = await answeredCall(rig)
    const second = rig.peer.invite({ from: 'From: <sip:+79160000002@pbx.local>;tag=second' })
    const ringing = await rig.callIn('ringing')
    expect(rig.media.ringing).toBe('callWaiting')
    const answering = rig.phone.answer(ringing.id)
    const held = await rig.peer.request('INVITE')
    expect(header(held, 'call-id')).toBe(header(first.invite, 'call-id'))
    rig.peer.reply(held, '200 OK', contactAnd(plainSdp('recvonly')))
    rig.peer.inDialog(second, await rig.peer.response(200, 'INVITE'), 'ACK', 1)
    await answering
    expect(rig.media.voices.map(({ sending }) => sending)).toEqual([false, true])
  })
})

describe('mute and tones', () => {
  test('muted means that the track is silent, held or not', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await answeredCall(rig)
    await rig.phone.setMuted(id, true)
    expect(rig.media.voices[0]?.sending).toBe(false)
    expect(rig.phone.snapshot.calls[0]).toMatchObject({ muted: true })
    await rig.phone.setMuted(id, false)
    expect(rig.media.voices[0]?.sending).toBe(true)
    await rig.phone.dtmf(id, '12#')
    expect(rig.media.voices[0]?.tones).toEqual(['12#'])
  })
})

describe('an outgoing call', () => {
  async function dial(rig: PhoneAtPeer) {
    const called = await rig.phone.call('8 (495) 111-22-33')
    const invite = await rig.peer.request('INVITE')
    expect(invite.startLine).toBe('INVITE sip:84951112233@pbx.local SIP/2.0')
    return { called, invite }
  }

  test('rings there, is answered and hung up', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { called, invite } = await dial(rig)
    rig.peer.reply(invite, '180 Ringing')
    await rig.callIn('remoteRinging')
    rig.peer.reply(invite, '200 OK', contactAnd(plainSdp()))
    await rig.peer.request('ACK')
    await rig.callIn('active')
    if (called.ok) await rig.phone.hangUp(called.value)
    rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
    expect(rig.story()).toEqual(['dialled', 'remoteRinging', 'answered', 'ended endedByUs'])
  })

  test.each([
    ['486 Busy Here', 'busy'],
    ['404 Not Found', 'notFound'],
    ['603 Decline', 'rejected'],
    ['480 Temporarily Unavailable', 'unavailable'],
    ['302 Moved Temporarily', 'redirected'],
  ])('refused with %s ends as %s', async (status, end) => {
    await using rig = await PhoneAtPeer.ready()
    const { invite } = await dial(rig)
    rig.peer.reply(invite, status)
    expect(await rig.callIn('over')).toMatchObject({ end, sipCode: Number(status.slice(0, 3)) })
  })

  test.each([
    ['<sip:+74951112244@pbx.local>', '+74951112244'],
    ['"Склад" <sip:205@10.0.0.9;transport=udp>;q=0.7', '205'],
    ['<tel:+74951112244>', '+74951112244'],
    ['<sip:*72%23@pbx.local>, <sip:evil@attacker.example>', undefined],
    ['%%%', undefined],
  ])('redirected to %s offers %s, and calls nobody', async (contact, offered) => {
    await using rig = await PhoneAtPeer.ready()
    const { invite } = await dial(rig)
    rig.peer.reply(invite, '302 Moved Temporarily', { headers: [`Contact: ${contact}`] })
    const over = await rig.callIn('over')
    expect(over.state === 'over' && over.redirectTo).toBe(offered)
    await rig.peer.request('ACK')
    await rig.peer.roundTrip()
    expect(rig.peer.received.filter(({ method }) => method === 'INVITE')).toHaveLength(1)
  })

  test('taken back while it rings sends CANCEL', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { called, invite } = await dial(rig)
    rig.peer.reply(invite, '180 Ringing')
    await rig.callIn('remoteRinging')
    if (called.ok) await rig.phone.hangUp(called.value)
    rig.peer.reply(await rig.peer.request('CANCEL'), '200 OK')
    rig.peer.reply(invite, '487 Request Terminated')
    expect(await rig.callIn('over')).toMatchObject({ end: 'endedByUs' })
  })

  test('taken back too late is hung up at once', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { called, invite } = await dial(rig)
    rig.peer.reply(invite, '180 Ringing')
    await rig.callIn('remoteRinging')
    if (called.ok) await rig.phone.hangUp(called.value)
    rig.peer.reply(await rig.peer.request('CANCEL'), '481 Call/Transaction Does Not Exist')
    rig.peer.reply(invite, '200 OK', contactAnd(plainSdp()))
    await rig.peer.request('BYE')
    expect(await rig.callIn('over')).toMatchObject({ end: 'endedByUs' })
  })

  test.each(['', 'abc', '+', 'sip:x@y'])('to %j is refused before a microphone opens', async (number) => {
    await using rig = await PhoneAtPeer.ready()
    expect(await rig.phone.call(number)).toEqual({ ok: false, refusal: { why: 'badNumber' } })
  })
})

describe('digest', () => {
  test('is given to our registrar, and to nobody else in a call', async () => {
    await using rig = await PhoneAtPeer.start()
    rig.peer.register = challengeOnce
    rig.phone.reconnect()
    await rig.until('ready', ({ line }) => line.state === 'ready')
    const { id } = await answeredCall(rig)
    await rig.phone.hangUp(id)
    const bye = await rig.peer.request('BYE')
    rig.peer.reply(bye, '401 Unauthorized', { headers: [challenge('evil.example')] })
    await rig.peer.roundTrip()
    const told = rig.peer.received.filter((message) => header(message, 'authorization') !== '')
    expect(told.map(cseqMethod)).toEqual(['REGISTER'])
    expect(rig.journal.entries().map(({ why }) => why)).toContain('challenge of another realm')
  })

  function challengeOnce(request: SipText, peer: SipPeer) {
    const known = header(request, 'authorization') !== ''
    return known
      ? acceptRegister()(request, peer)
      : refuseRegister('401 Unauthorized', [challenge('pbx')])(request, peer)
  }
})

function contactAnd(body: string) {
  return { headers: ['Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'], body }
}
