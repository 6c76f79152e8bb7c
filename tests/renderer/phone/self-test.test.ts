// @vitest-environment node
import { expect, test, vi } from 'vitest'
import type { LastSelfTest } from '#domain/sound/self-test.ts'
import { type SelfTestPorts, SelfTestRun } from '#renderer/phone/sound/self-test-run.ts'
import { refuse } from '#shared/result.ts'
import { PhoneAtPeer } from '../../support/sip-peer/phone-at-peer.ts'
import { selfTestPorts } from '../../support/sip-peer/silent-sound.ts'
import { plainSdp } from '../../support/sip-peer/sip-text.ts'

function begin(rig: PhoneAtPeer, change: Partial<SelfTestPorts> = {}) {
  const kept: LastSelfTest[] = []
  const run = new SelfTestRun(selfTestPorts(rig, { keep: (result) => kept.push(result), ...change }))
  const states = () => run.test.steps.map(({ state, why }) => why ?? state)
  const until = (...wanted: string[]) =>
    vi.waitFor(() => expect(states()).toEqual(wanted), { timeout: 5_000 })
  return { run, kept, until }
}

/** The PBX's echo takes the call. */
async function echoAnswers(rig: PhoneAtPeer): Promise<void> {
  const invite = await rig.peer.request('INVITE')
  expect(invite.startLine).toContain('INVITE sip:600@')
  rig.peer.reply(invite, '200 OK', { body: plainSdp('sendrecv') })
  await rig.peer.request('ACK')
}

test('goes through microphone, speaker, line and an echo call, hangs it up and keeps the result', async () => {
  await using rig = await PhoneAtPeer.ready()
  const { run, kept, until } = begin(rig)
  expect(run.start()).toBe(true)
  expect(run.start()).toBe(false)
  await until('ok', 'asks', 'waiting', 'waiting')
  run.answer(true)
  await echoAnswers(rig)
  await until('ok', 'ok', 'ok', 'ok')
  rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
  await vi.waitFor(() => expect(kept).toEqual([{ at: 1_000, passed: true, failed: null, roundTripMs: 40 }]))
})

test('gives way to a call that comes: the echo is hung up and the customer can be answered', async () => {
  await using rig = await PhoneAtPeer.ready()
  const { run, kept } = begin(rig, { echoDelay: () => new Promise(() => {}) })
  run.start()
  await vi.waitFor(() => expect(run.test.steps[1]?.state).toBe('asks'))
  run.answer(true)
  await echoAnswers(rig)
  rig.peer.invite()
  rig.peer.reply(await rig.peer.request('BYE'), '200 OK')
  expect(run.test).toMatchObject({ state: 'stopped', stoppedBy: 'call' })
  const { id } = await rig.callIn('ringing')
  expect((await rig.phone.answer(id)).ok).toBe(true)
  expect(kept).toEqual([])
})

test('does not begin while a call is live', async () => {
  await using rig = await PhoneAtPeer.ready()
  rig.peer.invite()
  await rig.callIn('ringing')
  const { run } = begin(rig)
  expect(run.start()).toBe(false)
  expect(run.test.state).toBe('none')
})

test('says what is wrong of each step and goes on', async () => {
  await using rig = await PhoneAtPeer.ready()
  const { run, kept, until } = begin(rig, { listen: async () => refuse('busy'), echoDelay: async () => null })
  run.start()
  await until('busy', 'asks', 'waiting', 'waiting')
  run.answer(false)
  await echoAnswers(rig)
  await until('busy', 'notHeard', 'ok', 'noSound')
  expect(kept).toMatchObject([{ passed: false, failed: 'microphone' }])
})

test('an echo that is refused, or that nobody set up, is said', async () => {
  await using rig = await PhoneAtPeer.ready()
  const refused = begin(rig)
  refused.run.start()
  await refused.until('ok', 'asks', 'waiting', 'waiting')
  refused.run.answer(true)
  const invite = await rig.peer.request('INVITE')
  rig.peer.reply(invite, '404 Not Found')
  await refused.until('ok', 'ok', 'ok', 'noEcho')
  const none = begin(rig, { echoCode: () => null })
  none.run.start()
  await none.until('ok', 'asks', 'waiting', 'waiting')
  none.run.answer(true)
  await none.until('ok', 'ok', 'ok', 'noEchoCode')
  expect(none.kept).toMatchObject([{ passed: true, roundTripMs: null }])
})

test('stopped by the person it closes the microphone, and what comes later changes nothing', async () => {
  await using rig = await PhoneAtPeer.ready()
  const closed = vi.fn()
  const { run } = begin(rig, {
    listen: (_hear, signal) => {
      signal.addEventListener('abort', closed)
      return new Promise(() => {})
    },
  })
  run.start()
  run.stop()
  expect(closed).toHaveBeenCalledOnce()
  expect(run.test).toMatchObject({ state: 'stopped', stoppedBy: 'person' })
  run.answer(true)
  expect(run.start()).toBe(true)
  run.stop()
})
