// @vitest-environment node
import { expect, test } from 'vitest'
import { repairMessage } from '#renderer/phone/sip-guards/repair-message.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { SipPeer } from '../../support/sip-peer/sip-peer.ts'

/** Faults the mutations found, each by itself. */

test.each([
  ['a From of letters without an address', { from: `From: ${'a'.repeat(8_000)}` }],
  ['a From of words without an address', { from: `From: ${'ab '.repeat(2_600)}` }],
  ['a Contact of one long word', { contact: `Contact: ${'a'.repeat(8_000)}` }],
  ['a Contact of many long words', { contact: `Contact: ${`${'a'.repeat(120)},`.repeat(60)}` }],
  ['a host of hyphens', { from: `From: <sip:101@${'я'.repeat(8_000)}a>;tag=a` }],
  ['a user of escapes', { from: `From: <sip:${'%ff'.repeat(2_600)}@h>;tag=a` }],
  ['quotes without an end', { from: `From: ${'" '.repeat(4_000)}` }],
  ['brackets without an end', { from: `From: ${'<sip:'.repeat(1_600)}` }],
])('%s is repaired within a frame or two', (_, lines) => {
  const { text } = new SipPeer().invite(lines)
  const began = process.threadCpuUsage()
  repairMessage(text)
  const { user, system } = process.threadCpuUsage(began)
  expect((user + system) / 1_000).toBeLessThan(40)
})

test('a second call with the branch of the first rings too, and CANCEL ends the one it means', async () => {
  await using rig = await PhoneAtPeer.ready()
  const branch = 'z9hG4bKsame'
  const first = rig.peer.invite({ branch, callId: 'first' })
  rig.peer.invite({ branch, callId: 'second' })
  await rig.until('two calls', ({ calls }) => calls.filter(({ state }) => state === 'ringing').length === 2)
  rig.peer.cancel(first)
  expect(await rig.callIn('over')).toMatchObject({ sipCallId: 'first', end: 'abandoned' })
  expect(await rig.callIn('ringing')).toMatchObject({ sipCallId: 'second' })
})

test.each(['sip:somebody@console.invalid', 'sip:console.invalid'])(
  'a call for %s is refused with 404, and told',
  async (address) => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite({ startLine: `INVITE ${address} SIP/2.0` })
    await rig.peer.response(404, 'INVITE')
    expect(await rig.callIn('over')).toMatchObject({ end: 'unreadable', sipCode: 404 })
  },
)

test('of two Call-IDs the first names the call', async () => {
  await using rig = await PhoneAtPeer.ready()
  rig.peer.invite({ callId: 'first', headers: ['Call-ID: second'] })
  expect(await rig.callIn('ringing')).toMatchObject({ sipCallId: 'first' })
})

test.each([
  ['pbx%ff', 'pbx%25ff'],
  ['100%', '100%25'],
  ['100%25', '100%25'],
  ['a%20b', 'a%20b'],
])('a call with the Contact %s can be hung up: BYE goes to %s', async (user, written) => {
  await using rig = await PhoneAtPeer.ready()
  const invite = rig.peer.invite({ contact: `Contact: <sip:${user}@127.0.0.1:5060;transport=ws>` })
  const { id } = await rig.callIn('ringing')
  await rig.phone.answer(id)
  const answered = await rig.peer.response(200, 'INVITE')
  rig.peer.inDialog(invite, answered, 'ACK', 1)
  await rig.callIn('active')
  await rig.phone.hangUp(id)
  expect((await rig.peer.request('BYE')).startLine).toContain(`sip:${written}@`)
})

test('of a storm of unreadable calls the last few stay on the strip', async () => {
  await using rig = await PhoneAtPeer.ready()
  for (let nth = 0; nth < 100; nth++) rig.peer.invite({ callId: `bad${nth}`, cseq: 'CSeq: one INVITE' })
  await rig.peer.roundTrip()
  expect(rig.phone.snapshot.calls.length).toBeLessThan(20)
  expect(rig.story().filter((told) => told === 'ended unreadable').length).toBe(100)
})
