// @vitest-environment node
import { expect, test } from 'vitest'
import {
  glareWaitMs,
  type OfferOutcome,
  type OfferWishes,
  Renegotiation,
} from '#renderer/phone/call/renegotiation.ts'

function rig({ ownsCallId = true } = {}) {
  const offers: { wishes: OfferWishes; answer: (outcome: OfferOutcome) => Promise<void> }[] = []
  const waits: { ms: number; end: () => void }[] = []
  const told: string[] = []
  const negotiation = new Renegotiation({
    offer: (wishes) =>
      new Promise((resolve) => {
        offers.push({
          wishes,
          answer: async (outcome) => {
            resolve(outcome)
            // Three turns: the offer's promise, the loop, the next offer.
            for (let turn = 0; turn < 5; turn++) await Promise.resolve()
          },
        })
      }),
    needsIceRestart: () => false,
    onHold: (on) => void told.push(`hold ${on}`),
    onHoldFailed: (on) => void told.push(`failed ${on}`),
    onRefreshed: () => void told.push('refreshed'),
    onGone: () => void told.push('gone'),
    random: () => 0.5,
    after: (ms, then) => {
      waits.push({ ms, end: then })
      return () => {}
    },
    ownsCallId,
  })
  const last = () => offers.at(-1) ?? expect.unreachable('nothing was offered')
  return { negotiation, offers, waits, told, last }
}

test('one offer at a time: hold and resume pressed in between come as what stands at the end', async () => {
  const { negotiation, offers, told, last } = rig()
  negotiation.hold(true)
  negotiation.hold(false)
  negotiation.hold(true)
  negotiation.refresh()
  expect(offers).toHaveLength(1)
  await last().answer('agreed')
  expect(offers.map(({ wishes }) => wishes.hold)).toEqual([true, true])
  await last().answer('agreed')
  expect(told).toEqual(['hold true', 'refreshed'])
  expect(offers).toHaveLength(2)
})

test('glare is waited out and offered again, and given up after six times', async () => {
  const { negotiation, offers, waits, told, last } = rig()
  negotiation.hold(true)
  for (let glare = 0; glare < 6; glare++) {
    await last().answer('glare')
    waits.at(-1)?.end()
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  }
  await last().answer('glare')
  expect(offers).toHaveLength(7)
  expect(told).toEqual(['failed true'])
})

test('nothing is offered while they owe an ACK', async () => {
  const { negotiation, offers } = rig()
  negotiation.awaitAck()
  negotiation.hold(true)
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect(offers).toHaveLength(0)
  negotiation.acknowledged()
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  expect(offers).toHaveLength(1)
})

test('a refused hold leaves what was agreed, and may be tried again', async () => {
  const { negotiation, offers, told, last } = rig()
  negotiation.hold(true)
  await last().answer('refused')
  expect(negotiation.wantsHold).toBe(false)
  negotiation.hold(true)
  await last().answer('agreed')
  expect(told).toEqual(['failed true', 'hold true'])
  expect(offers).toHaveLength(2)
})

test('a dialog that is no more is told once, and nothing is offered after', async () => {
  const { negotiation, offers, told, last } = rig()
  negotiation.refresh()
  await last().answer('gone')
  negotiation.hold(true)
  expect(told).toEqual(['gone'])
  expect(offers).toHaveLength(1)
})

test('the waits of RFC 3261 §14.1', () => {
  expect([glareWaitMs(true, () => 0), glareWaitMs(true, () => 0.999)]).toEqual([2_100, 4_000])
  expect([glareWaitMs(false, () => 0), glareWaitMs(false, () => 0.999)]).toEqual([0, 2_000])
})
