// @vitest-environment node
import { describe, expect, test, vi } from 'vitest'
import { Headsets } from '#renderer/phone/headset/headsets.ts'
import { FakeHeadset, FakeUsb } from '#tests/support/headset/fake-headset.ts'
import { keyboard, manyReports, oneReport, pressedKeys } from '#tests/support/headset/layouts.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { plainSdp, type SipText } from '../../support/sip-peer/sip-text.ts'

const hook = 0b0000_0001
const muteKey = 0b0000_0100

async function at(rig: PhoneAtPeer, headset: FakeHeadset) {
  const usb = new FakeUsb(headset)
  const headsets = new Headsets(usb, rig.phone)
  await headsets.look()
  return { usb, headsets }
}

/** The peer's part of an answer, whoever gave it. */
async function acknowledge(rig: PhoneAtPeer, invite: SipText): Promise<void> {
  rig.peer.inDialog(invite, await rig.peer.response(200, 'INVITE'), 'ACK', 1)
  await rig.callIn('active')
  await rig.peer.roundTrip()
}

async function talking(rig: PhoneAtPeer) {
  const invite = rig.peer.invite()
  const { id } = await rig.callIn('ringing')
  const answered = rig.phone.answer(id)
  await acknowledge(rig, invite)
  await answered
  return id
}

const endedByUs = async (rig: PhoneAtPeer) => {
  rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
  expect(await rig.callIn('over')).toMatchObject({ end: 'endedByUs' })
}
/** The peer agrees to the next hold or its end. */
const agree = async (rig: PhoneAtPeer, direction: 'recvonly' | 'sendrecv') => {
  const offer = await rig.peer.request('INVITE')
  rig.peer.reply(offer, '200 OK', { body: plainSdp(direction) })
  await rig.peer.request('ACK')
}

const lit = (headset: FakeHeadset, reportId: number, bits: string) =>
  vi.waitFor(() => expect(headset.lamps[reportId]).toBe(bits))

describe('a headset with one report', () => {
  test('rings, answers by its hook, hangs up by it, and its own echo of our lamp does nothing', async () => {
    await using rig = await PhoneAtPeer.ready()
    const headset = new FakeHeadset('Headset', oneReport)
    await at(rig, headset)
    const invite = rig.peer.invite()
    await rig.callIn('ringing')
    await lit(headset, 2, '01001000 00000000')
    headset.press(2, hook, 0)
    await acknowledge(rig, invite)
    await lit(headset, 2, '00000001 00000000')
    // The same state again: reports are repeated.
    headset.press(2, hook, 0)
    headset.press(2, 0, 0)
    await endedByUs(rig)
    await lit(headset, 2, '00000000 00000000')
  })

  test('answered on the screen: its hook follows our lamp and does not answer or hang up', async () => {
    await using rig = await PhoneAtPeer.ready()
    const headset = new FakeHeadset('Headset', oneReport)
    await at(rig, headset)
    await talking(rig)
    headset.press(2, hook, 0)
    expect((await rig.callIn('active')).state).toBe('active')
  })

  test('mutes and unmutes both ways, and the lamp says what the track does', async () => {
    await using rig = await PhoneAtPeer.ready()
    const headset = new FakeHeadset('Headset', oneReport)
    await at(rig, headset)
    const id = await talking(rig)
    headset.press(2, hook | muteKey, 0)
    headset.press(2, hook, 0)
    await lit(headset, 2, '00000101 00000000')
    expect(rig.media.voices[0]?.sending).toBe(false)
    await rig.phone.setMuted(id, false)
    await lit(headset, 2, '00000001 00000000')
    expect(rig.media.voices[0]?.sending).toBe(true)
  })

  test('takes a second call by its hook without hanging the first up', async () => {
    await using rig = await PhoneAtPeer.ready()
    const headset = new FakeHeadset('Headset', oneReport)
    await at(rig, headset)
    const first = await talking(rig)
    headset.press(2, hook, 0)
    rig.peer.invite()
    await rig.callIn('ringing')
    headset.press(2, 0, 0)
    const { calls } = await rig.until(
      'both',
      ({ calls }) => calls.filter(({ state }) => state === 'active').length === 2,
    )
    const held = calls.find(({ id }) => id === first)
    expect(held).toMatchObject({ state: 'active' })
    expect(held && 'holdLocal' in held && held.holdLocal).not.toBe('off')
  })

  test('unplugged in a call it leaves the call alone; plugged in again its lamps agree', async () => {
    await using rig = await PhoneAtPeer.ready()
    const headset = new FakeHeadset('Headset', oneReport)
    const { usb, headsets } = await at(rig, headset)
    await talking(rig)
    usb.plug()
    await vi.waitFor(() => expect(headsets.all).toEqual([]))
    headset.press(2, hook, 0)
    headset.press(2, 0, 0)
    expect((await rig.callIn('active')).state).toBe('active')
    const again = new FakeHeadset('Headset', oneReport)
    usb.plug(again)
    await lit(again, 2, '00000001 00000000')
    expect(headsets.all).toEqual([{ name: 'Headset', mute: true, lamps: true }])
  })
})

test('a headset whose mute switch stays where it is mutes as it stands', async () => {
  await using rig = await PhoneAtPeer.ready()
  const headset = new FakeHeadset('Dongle', manyReports)
  await at(rig, headset)
  await talking(rig)
  headset.press(9, 0b0000_1000)
  await lit(headset, 25, '00010000')
  headset.press(9, 0)
  await lit(headset, 25, '00000000')
  expect(rig.media.voices[0]?.sending).toBe(true)
  headset.press(9, 0b0001_0000)
  await endedByUs(rig)
})

test('one key for both answers, hangs up, and takes back who is held', async () => {
  await using rig = await PhoneAtPeer.ready()
  const headset = new FakeHeadset('Keys', pressedKeys)
  await at(rig, headset)
  const press = () => {
    headset.press(0, 1, 0)
    headset.press(0, 0, 0)
  }
  const invite = rig.peer.invite()
  await rig.callIn('ringing')
  press()
  await acknowledge(rig, invite)
  const { id } = await rig.callIn('active')
  const isHeld = (hold: string) =>
    rig.until(hold, ({ calls }) => calls.some((call) => 'holdLocal' in call && call.holdLocal === hold))
  await rig.phone.hold(id)
  await agree(rig, 'recvonly')
  await isHeld('on')
  press()
  await agree(rig, 'sendrecv')
  await isHeld('off')
  press()
  await endedByUs(rig)
})

test('a keyboard is left closed, and a headset another program holds is not counted', async () => {
  await using rig = await PhoneAtPeer.ready()
  const typing = new FakeHeadset('Keyboard', keyboard)
  const taken = new FakeHeadset('Taken', oneReport)
  taken.taken = true
  const headsets = new Headsets(new FakeUsb(typing, taken), rig.phone)
  await headsets.look()
  expect(headsets.all).toEqual([])
  expect(typing.opens).toBe(0)
})
