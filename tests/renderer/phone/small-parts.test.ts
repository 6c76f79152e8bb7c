// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { dialTarget } from '#renderer/phone/call/dial-target.ts'
import { audioDirection } from '#renderer/phone/call/sdp-direction.ts'
import { codecOrder } from '#renderer/phone/media/codec-order.ts'
import { Microphone, microphoneFault } from '#renderer/phone/media/microphone.ts'
import { readStats } from '#renderer/phone/media/read-stats.ts'

describe('what is dialled', () => {
  test.each([
    ['8 (495) 111-22-33', '84951112233'],
    ['+7 495 111 22 33', '+74951112233'],
    ['101', '101'],
    ['*72', '*72'],
    ['112', '112'],
  ])('%s is %s', (number, target) => expect(dialTarget(number, russianDialPlan)).toBe(target))

  test('outside numbers get the prefix of the company, its own and its codes do not', () => {
    const plan = { ...russianDialPlan, outsidePrefix: '9' }
    expect(['84951112233', '101', '*72'].map((number) => dialTarget(number, plan))).toEqual([
      '984951112233',
      '101',
      '*72',
    ])
  })

  test.each(['', '+', 'abc', '8495+1', '1'.repeat(40), 'sip:1@h', '10;1'])(
    '%j is nothing to dial',
    (number) => {
      expect(dialTarget(number, russianDialPlan)).toBeNull()
    },
  )
})

test('the direction of an offer is that of its audio, else of the session', () => {
  const sdp = (session: string, audio: string) =>
    `v=0\r\n${session}m=audio 9 RTP/AVP 8\r\n${audio}m=video 9 RTP/AVP 9\r\na=recvonly\r\n`
  expect(audioDirection(sdp('', 'a=sendonly\r\n'))).toBe('sendonly')
  expect(audioDirection(sdp('a=inactive\r\n', ''))).toBe('inactive')
  expect(audioDirection(sdp('', ''))).toBe('sendrecv')
  expect(audioDirection('v=0\r\n')).toBeNull()
})

test('PCMA is offered first, tones stay, the rest is left out', () => {
  const codecs = [
    'audio/opus',
    'audio/red',
    'audio/G722',
    'audio/PCMU',
    'audio/PCMA',
    'audio/telephone-event',
  ]
  expect(codecOrder(codecs.map((mimeType) => ({ mimeType }))).map(({ mimeType }) => mimeType)).toEqual([
    ...['audio/PCMA', 'audio/G722', 'audio/opus', 'audio/PCMU', 'audio/telephone-event'],
  ])
})

test('a microphone that does not open is told by its kind, and may open later', async () => {
  const named = (name: string) => Object.assign(new Error(name), { name })
  expect(
    ['NotAllowedError', 'NotFoundError', 'NotReadableError'].map((name) => microphoneFault(named(name))),
  ).toEqual([...['denied', 'missing', 'busy']])
  let opens = 0
  const microphone = new Microphone(async () => {
    opens++
    if (opens === 1) throw named('NotAllowedError')
    const tracks = [{ readyState: 'live', stop() {}, addEventListener() {} }]
    return { getAudioTracks: () => tracks, getTracks: () => tracks } as unknown as MediaStream
  })
  expect(await microphone.open()).toEqual({ ok: false, refusal: 'denied' })
  expect(microphone.state).toBe('denied')
  expect(await microphone.open()).toEqual({ ok: true, value: null })
  await microphone.open()
  expect(opens).toBe(2)
})

test('a report without media is zeros, not a fault', () => {
  expect(readStats(undefined)).toMatchObject({ packetsIn: 0, packetsOut: 0, codec: null })
  const report = new Map([
    [
      'i',
      { type: 'inbound-rtp', kind: 'audio', packetsReceived: 5, packetsLost: -1, jitter: 0.01, codecId: 'c' },
    ],
    ['c', { type: 'codec', mimeType: 'audio/PCMA' }],
  ])
  expect(readStats(report)).toMatchObject({ packetsIn: 5, packetsLost: 0, jitterS: 0.01, codec: 'PCMA' })
})
