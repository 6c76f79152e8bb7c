// @vitest-environment node
import { expect, test } from 'vitest'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { header, plainSdp } from '../../support/sip-peer/sip-text.ts'

const timed = ['Supported: timer', 'Session-Expires: 1800;refresher=uac', 'Min-SE: 90']
const contact = 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'

/** The one thing that is due after so many seconds. */
function dueIn(rig: PhoneAtPeer, seconds: number) {
  const found = [...rig.later].filter(({ ms }) => ms === seconds * 1000)
  expect(found).toHaveLength(1)
  return found[0] as (typeof found)[number]
}

/** That second comes. */
function comes(rig: PhoneAtPeer, seconds: number) {
  const due = dueIn(rig, seconds)
  rig.later.delete(due)
  due.then()
}

test('a PBX that wants a timer gets it, refreshes, and is hung up on when it is gone', async () => {
  await using rig = await PhoneAtPeer.ready()
  const { invite, ok } = await rig.talk({ headers: timed })
  expect(header(ok, 'session-expires')).toBe('1800;refresher=uac')
  expect(header(ok, 'require')).toBe('timer')
  // RFC 4028 §10: 32 s before the end.
  const first = dueIn(rig, 1768)
  rig.peer.inDialog(invite, ok, 'INVITE', 2, timed, plainSdp())
  const again = await rig.peer.response(200, 'INVITE')
  expect(header(again, 'session-expires')).toBe('1800;refresher=uac')
  rig.peer.inDialog(invite, ok, 'ACK', 2)
  expect(rig.later.has(first)).toBe(false)
  comes(rig, 1768)
  rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
  expect(await rig.callIn('over')).toMatchObject({ end: 'expired' })
})

test('where the refresh is ours, we send it at half time, and it holds the call', async () => {
  await using rig = await PhoneAtPeer.ready()
  await rig.talk({ headers: ['Supported: timer', 'Session-Expires: 800;refresher=uas'] })
  comes(rig, 400)
  const refresh = await rig.peer.request('INVITE')
  expect(header(refresh, 'session-expires')).toBe('800;refresher=uac')
  expect(header(refresh, 'supported')).toContain('timer')
  rig.peer.reply(refresh, '200 OK', {
    headers: [contact, 'Session-Expires: 800;refresher=uac', 'Require: timer'],
    body: plainSdp(),
  })
  await rig.peer.request('ACK')
  await rig.peer.roundTrip()
  dueIn(rig, 400)
  expect(rig.phone.snapshot.calls).toMatchObject([{ state: 'active' }])
})

test('without a timer of theirs, or with one too short to keep, nothing is due', async () => {
  for (const headers of [[], ['Session-Expires: 1800'], ['Supported: timer', 'Session-Expires: 30']]) {
    await using rig = await PhoneAtPeer.ready()
    const before = rig.later.size
    const { ok } = await rig.talk({ headers })
    expect(header(ok, 'session-expires')).toBe('')
    expect(rig.later.size).toBe(before)
  }
})

test('a call of ours lives by the timer its answer names', async () => {
  await using rig = await PhoneAtPeer.ready()
  await rig.phone.call('102')
  const invite = await rig.peer.request('INVITE')
  expect(header(invite, 'supported')).toContain('timer')
  rig.peer.reply(invite, '200 OK', {
    headers: [contact, 'Session-Expires: 90;refresher=uas', 'Require: timer'],
    body: plainSdp(),
  })
  await rig.callIn('active')
  await rig.peer.roundTrip()
  // A third of the interval before the end, as that is less than 32 s.
  comes(rig, 60)
  await rig.peer.request('BYE')
  expect(await rig.callIn('over')).toMatchObject({ end: 'expired' })
})
