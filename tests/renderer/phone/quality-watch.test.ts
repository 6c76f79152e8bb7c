// @vitest-environment node
import { expect, test } from 'vitest'
import type { Call } from '#domain/call/call.ts'
import { callId } from '#domain/ids.ts'
import { QualityWatch } from '#renderer/phone/media/quality-watch.ts'
import { readSample, type VoiceSample } from '#renderer/phone/media/read-sample.ts'

type Active = Extract<Call, { state: 'active' }>

/** One conversation whose seconds pass when the test says so: 50 packets a second both ways unless told otherwise. */
class Conversation {
  call: Active = {
    state: 'active',
    id: callId.parse('call-1'),
    pbxCallId: 'p',
    sipCallId: 's',
    callQueue: null,
    dialledNumber: null,
    divertedBy: null,
    direction: 'in',
    peer: { number: '+74951112233', name: '', source: 'from', hidden: false },
    startedAt: 0 as Call['startedAt'],
    answeredAt: 0 as Call['startedAt'],
    holdLocal: 'off',
    holdRemote: false,
    muted: false,
    media: 'ok',
    attached: true,
    recording: 'unknown',
    dialog: null,
  }
  over = false
  changes = 0
  waiting = 0
  #now = 0
  #pending: (() => void) | null = null
  #counts = { packetsReceived: 0, packetsLost: 0, packetsSent: 0 }
  #level = 0.2
  readonly watch = new QualityWatch({
    calls: () => (this.over ? [] : [this.call]),
    sample: async () => this.#sample(),
    clock: () => this.#now,
    after: (_, then) => {
      this.waiting++
      this.#pending = then
      return () => {}
    },
    changed: () => this.changes++,
  })

  constructor() {
    this.watch.onCalls()
  }

  async pass(seconds: number, second: { in?: number; out?: number; lost?: number; level?: number } = {}) {
    for (let each = 0; each < seconds; each++) {
      this.#now += 1000
      this.#counts.packetsReceived += second.in ?? 50
      this.#counts.packetsSent += second.out ?? 50
      this.#counts.packetsLost += second.lost ?? 0
      this.#level = second.level ?? 0.2
      this.#pending?.()
      // The reading and its fold are turns of their own.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return this.watch.all[0]
  }

  #sample(): VoiceSample {
    return {
      ...this.#counts,
      codec: 'PCMA',
      jitterMs: 2,
      jitterBufferDelayMs: 0,
      jitterBufferEmitted: 0,
      concealedSamples: 0,
      totalSamples: 0,
      lostByThem: 0,
      roundTripMs: 20,
      microphoneLevel: this.#level,
      ice: 'connected',
    }
  }
}

test('a good call is green, and tells nothing more than once', async () => {
  const talk = new Conversation()
  expect(await talk.pass(10)).toEqual({ callId: 'call-1', lamp: 'green', cause: 'none', alarms: [] })
  expect(talk.changes).toBe(1)
})

test('loss on our way turns it red and says where; better seconds turn it back', async () => {
  const talk = new Conversation()
  await talk.pass(5)
  expect(await talk.pass(8, { in: 42, lost: 8 })).toMatchObject({ lamp: 'red', cause: 'yourNetwork' })
  expect(await talk.pass(10)).toMatchObject({ lamp: 'green', cause: 'none' })
})

test('one-way sound and a dead microphone are told within seconds', async () => {
  const deaf = new Conversation()
  await deaf.pass(2)
  expect(await deaf.pass(4, { in: 0 })).toMatchObject({
    cause: 'pbx',
    alarms: ['noInbound', 'weDoNotHearThem'],
  })
  const mute = new Conversation()
  await mute.pass(2)
  expect(await mute.pass(6, { level: 0 })).toMatchObject({ cause: 'device', alarms: ['deadMicrophone'] })
})

test('a held call is silent by agreement', async () => {
  const talk = new Conversation()
  await talk.pass(2)
  talk.call = { ...talk.call, holdLocal: 'on' }
  expect(await talk.pass(8, { in: 0, level: 0 })).toMatchObject({ lamp: 'green', alarms: [] })
})

test('at its end a call says how it sounded all along, held minutes left out of the score', async () => {
  const talk = new Conversation()
  expect(talk.watch.summaryOf(talk.call.id)).toBeNull()
  await talk.pass(6)
  const good = talk.watch.summaryOf(talk.call.id)
  expect(good).toMatchObject({ codec: 'PCMA', lossPercent: 0 })
  talk.call = { ...talk.call, holdLocal: 'on' }
  await talk.pass(5, { in: 0 })
  expect(talk.watch.summaryOf(talk.call.id)?.mosMin).toBe(good?.mosMin)
  talk.call = { ...talk.call, holdLocal: 'off' }
  await talk.pass(8, { in: 45, lost: 5 })
  const worse = talk.watch.summaryOf(talk.call.id)
  expect(worse?.mosMin).toBeLessThan(3.6)
  expect(worse?.mosAvg).toBeGreaterThan(worse?.mosMin ?? 5)
  expect(worse?.lossPercent).toBeCloseTo((100 * 40) / (6 * 50 + 8 * 50), 0)
})

test('it listens no longer than the call lives', async () => {
  const talk = new Conversation()
  await talk.pass(3)
  talk.over = true
  talk.watch.onCalls()
  await talk.pass(1)
  expect(talk.watch.all).toEqual([])
  const { waiting } = talk
  await talk.pass(3)
  expect(talk.waiting).toBe(waiting)
})

test('a browser report becomes a sample in ms; without audio there is none', () => {
  const report = new Map<string, Record<string, unknown>>([
    ['i', { type: 'inbound-rtp', kind: 'audio', codecId: 'c', packetsReceived: 9, jitter: 0.004 }],
    ['o', { type: 'outbound-rtp', kind: 'audio', packetsSent: 8 }],
    ['m', { type: 'media-source', kind: 'audio', audioLevel: 0.5 }],
    ['p', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.03 }],
    ['c', { type: 'codec', mimeType: 'audio/opus' }],
  ])
  expect(readSample(report, 'disconnected')).toMatchObject({
    codec: 'opus',
    packetsReceived: 9,
    packetsSent: 8,
    jitterMs: 4,
    roundTripMs: 30,
    microphoneLevel: 0.5,
    ice: 'disconnected',
  })
  expect(readSample(new Map(), 'new')).toBeNull()
})
