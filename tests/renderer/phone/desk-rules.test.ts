// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'

const ofQueue = (pbxCallId: string) => ({ headers: [`X-Call-Id: ${pbxCallId}`, 'X-Queue: support'] })

/** A call of the queue, answered by a person or by policy. */
const talk = (rig: PhoneAtPeer, pbxCallId = '1.1', answer = true) => rig.talk(ofQueue(pbxCallId), answer)

describe('do-not-disturb', () => {
  test.each([486, 480] as const)('refuses with %i, as the company has it, without a ring', async (code) => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.desk.setPolicy({ ...defaultDeskPolicy, doNotDisturbAnswer: code })
    rig.phone.desk.setDoNotDisturb(true)
    rig.peer.invite()
    await rig.peer.response(code, 'INVITE')
    expect(await rig.callIn('over')).toMatchObject({ end: 'doNotDisturb' })
    expect(rig.media.ringing).toBe('none')
    expect(rig.phone.snapshot).toMatchObject({ doNotDisturb: true, own: { state: 'available' } })
  })

  test('refuses at once, and everybody hears of the call before its end', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.desk.setDoNotDisturb(true)
    rig.peer.invite()
    await rig.callIn('over')
    expect(rig.story()).toEqual(['offered', 'ended doNotDisturb'])
  })

  test('leaves the conversation that goes on alone', async () => {
    await using rig = await PhoneAtPeer.ready()
    await talk(rig)
    rig.phone.desk.setDoNotDisturb(true)
    expect(rig.phone.snapshot.calls).toMatchObject([{ state: 'active' }])
  })
})

describe('auto-answer', () => {
  const policy = { ...defaultDeskPolicy, autoAnswer: ['support'] }

  test('beeps first, then answers, and the call is marked', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.desk.setPolicy(policy)
    const { id } = await talk(rig, '1.1', false)
    expect(rig.media.rang).toEqual(['autoAnswer', 'none'])
    expect(rig.phone.snapshot.autoAnswered).toEqual([id])
    expect(rig.media.voices[0]?.sending).toBe(true)
  })

  test('without a microphone the call rings on for a person', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.desk.setPolicy(policy)
    rig.media.fault = 'denied'
    rig.peer.invite(ofQueue('1.1'))
    await rig.until('the ring again', () => rig.media.rang.at(-1) === 'ring' && rig.media.rang.length > 2)
    expect(rig.phone.snapshot.calls).toMatchObject([{ state: 'ringing' }])
    expect(rig.phone.snapshot.autoAnswered).toEqual([])
  })

  test('is not done while away, whatever the list says', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.desk.setPolicy(policy)
    rig.phone.desk.goAway('lunch')
    rig.peer.invite(ofQueue('1.1'))
    const { id } = await rig.callIn('ringing')
    expect(rig.media.rang).toEqual([])
    expect(rig.phone.snapshot).toMatchObject({ autoAnswered: [], quiet: [id], ringing: false })
  })
})

describe('a queue that rings a refused caller again', () => {
  test('does so as a quiet row; another caller rings', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.peer.invite(ofQueue('1.1'))
    await rig.phone.reject((await rig.callIn('ringing')).id)
    await rig.peer.response(486, 'INVITE')
    await rig.callIn('over')
    rig.peer.invite({ ...ofQueue('1.1'), callId: 'again' })
    const { id } = await rig.callIn('ringing')
    expect(rig.media.ringing).toBe('none')
    expect(rig.phone.snapshot.quiet).toEqual([id])
    rig.peer.invite({ ...ofQueue('2.2'), callId: 'other' })
    await rig.until('two calls', ({ calls }) => calls.filter(({ state }) => state === 'ringing').length === 2)
    expect(rig.media.ringing).toBe('ring')
  })
})

describe('wrap-up', () => {
  test('begins when the queue call is over, can be made longer, and ends by itself', async () => {
    await using rig = await PhoneAtPeer.ready()
    rig.phone.desk.setPolicy({ ...defaultDeskPolicy, wrapUpMs: 300, wrapUpMoreMs: 200 })
    const { id } = await talk(rig)
    await rig.phone.hangUp(id)
    rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
    const { own } = await rig.until('wrap-up', (snapshot) => snapshot.own.state === 'wrapUp')
    expect(own).toMatchObject({ callId: id })
    rig.phone.desk.wrapUpMore()
    const { own: longer } = rig.phone.snapshot
    if (own.state !== 'wrapUp' || longer.state !== 'wrapUp') throw new Error('no wrap-up')
    expect(longer.until - own.until).toBe(200)
    const { own: free } = await rig.until('free', (snapshot) => snapshot.own.state === 'available')
    expect(free.since).toBe(longer.until)
  })

  test('gives way to the absence that was asked for in the call', async () => {
    await using rig = await PhoneAtPeer.ready()
    const { id } = await talk(rig)
    rig.phone.desk.goAway('lunch')
    expect(rig.phone.snapshot.own).toMatchObject({ state: 'busy', wanted: { reason: 'lunch' } })
    await rig.phone.hangUp(id)
    rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
    await rig.until('wrap-up', ({ own }) => own.state === 'wrapUp')
    rig.phone.desk.wrapUpDone()
    expect(rig.phone.snapshot.own).toMatchObject({ state: 'away', wanted: { reason: 'lunch' } })
  })
})

test('of two calls one hears the microphone, whoever was answered last', async () => {
  await using rig = await PhoneAtPeer.ready()
  await talk(rig, '1.1')
  expect(rig.media.voices.map(({ sending }) => sending)).toEqual([true])
  rig.peer.invite({ ...ofQueue('2.2'), callId: 'second' })
  const { id } = await rig.callIn('ringing')
  expect(rig.media.ringing).toBe('callWaiting')
  expect(rig.phone.snapshot.quiet).toEqual([id])
  void rig.phone.answer(id)
  await rig.peer.response(200, 'INVITE')
  expect(rig.media.voices[0]?.sending).toBe(false)
})
