import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { featureCodes, pickUpOf } from '#demo/mini-pbx/feature-codes.ts'
import { type MiniPbx, startMiniPbx } from '#demo/mini-pbx/mini-pbx.ts'
import { pbxFeatures } from '#domain/call/pbx-features.ts'
import { chromiumPath, launchChromium } from '#tests/pbx/rig/chromium.ts'
import { PhonePage, type PhoneSite, servePhonePage } from '#tests/support/phone-shell/phone-page.ts'

const users = [
  { extension: '101', password: 'anna-101', name: 'Анна Смирнова' },
  { extension: '102', password: 'boris-102', name: 'Борис Ким' },
  { extension: '103', password: 'vera-103', name: 'Вера Орлова' },
]
const customer = { number: '+74955556677', name: 'ООО «Ромашка»' }
type Started = { callId: string }

test('the codes are such as a configuration takes', () => {
  expect(pbxFeatures.partial().parse(featureCodes)).toEqual(featureCodes)
  expect(pickUpOf('**102')).toBe('102')
  for (const other of ['102', '**', '**1x', '*102']) expect(pickUpOf(other)).toBeNull()
})

describe.skipIf(chromiumPath() === '' && process.env.CI !== 'true')(
  'the codes of the mini-PBX, with our own phone in Chromium',
  () => {
    let pbx: MiniPbx
    let site: PhoneSite
    let browser: Browser
    let anna: PhonePage
    let boris: PhonePage
    let vera: PhonePage

    async function openPhone(user: (typeof users)[number]): Promise<PhonePage> {
      const { extension, password, name } = user
      const account = {
        servers: [pbx.wsUrl],
        domain: pbx.domain,
        user: extension,
        authUser: null,
        displayName: name,
        iceServers: [],
      }
      const phone = await PhonePage.open(browser, site, { account, password }, { features: featureCodes })
      await phone.line('ready')
      return phone
    }

    beforeAll(async () => {
      pbx = await startMiniPbx({
        users,
        queues: [{ name: 'support', extension: '500', members: ['101', '102'] }],
      })
      ;[site, browser] = await Promise.all([servePhonePage(), launchChromium()])
      const [first, second, third] = await Promise.all(users.map(openPhone))
      if (!first || !second || !third) throw new Error('three phones were opened')
      ;[anna, boris, vera] = [first, second, third]
    }, 90_000)
    afterEach(async () => {
      await Promise.all([anna, boris, vera].map((phone) => phone.quiet()))
      await expect.poll(() => pbx.liveLegs()).toBe(0)
      expect([...anna.faults, ...boris.faults, ...vera.faults]).toEqual([])
    })
    afterAll(async () => {
      await browser?.close()
      await site?.stop()
      await pbx?.close()
    })

    /** A customer talks to Anna. */
    async function talking() {
      const call = pbx.ring({ to: ['101'], ...customer })
      const { id } = await anna.call('ringing')
      await anna.verb('answer', { callId: id })
      await anna.call('active', { id })
      return { call, id }
    }

    async function park(id: string) {
      expect(await anna.verb('park', { callId: id })).toEqual({})
      await anna.call('over', { id, end: 'transferred' })
    }

    test('park: the customer waits in the first free slot, and a colleague who dials it has them by voice and name', async () => {
      const { call, id } = await talking()
      await park(id)
      expect(call.stats().phone).toBeNull()
      const { callId } = (await boris.verb('pickUp', { from: 'slot', slot: '701' })) as Started
      await boris.call('active', { id: callId })
      expect(await boris.number(callId, customer.number)).toMatchObject({ source: 'assertedIdentity' })
      await boris.packets(callId, { in: 25, out: 25 })
      expect(call.stats()).toMatchObject({ phone: { extension: '102' } })
      call.hangUp()
      await boris.call('over', { id: callId, end: 'endedByThem' })
    })

    test('two are parked in two slots; one who hangs up leaves theirs empty', async () => {
      const first = await talking()
      await park(first.id)
      const second = await talking()
      await park(second.id)
      first.call.hangUp()
      const { callId: nobody } = (await boris.verb('pickUp', { from: 'slot', slot: '701' })) as Started
      await boris.call('over', { id: nobody, end: 'notFound' })
      const { callId } = (await boris.verb('pickUp', { from: 'slot', slot: '702' })) as Started
      await boris.call('active', { id: callId })
      await boris.verb('hangUp', { callId })
      expect(await second.call.ended).toEqual({ why: 'hungUp', by: 'pbx' })
    })

    test('with every slot taken the customer is back in hand', async () => {
      const parked = []
      for (const _ of featureCodes.parkSlots) {
        const { call, id } = await talking()
        await park(id)
        parked.push(call)
      }
      const { call, id } = await talking()
      await anna.verb('park', { callId: id })
      await anna.transfer(id, 'failed')
      await anna.call('active', { id, holdLocal: 'off' })
      for (const each of [call, ...parked]) each.hangUp()
      await anna.call('over', { id, end: 'endedByThem' })
    })

    test('pick-up: a colleague takes the call that rings elsewhere, and nobody has missed it', async () => {
      const call = pbx.ring({ to: ['101'], ...customer })
      const { id } = await anna.call('ringing')
      const { callId } = (await vera.verb('pickUp', { from: 'colleague', extension: '101' })) as Started
      await vera.call('active', { id: callId })
      expect(await call.answered).toBe('103')
      expect(await vera.number(callId, customer.number)).toMatchObject({ source: 'assertedIdentity' })
      await anna.call('over', { id, end: 'answeredElsewhere' })
      await vera.packets(callId, { in: 25, out: 25 })
      await vera.verb('hangUp', { callId })
      expect(await call.ended).toEqual({ why: 'hungUp', by: 'pbx' })
    })

    test('pick-up of a queue’s call by somebody outside the queue: the queue counts it once, as its member’s', async () => {
      const call = pbx.ring({ to: { queue: 'support' }, ...customer })
      await Promise.all([anna.call('ringing'), boris.call('ringing')])
      const { callId } = (await vera.verb('pickUp', { from: 'colleague', extension: '102' })) as Started
      await vera.call('active', { id: callId })
      expect(await call.answered).toBe('103')
      await Promise.all([anna, boris].map((phone) => phone.call('over', { end: 'answeredElsewhere' })))
      await vera.packets(callId, { in: 10, out: 10 })
      call.hangUp()
      await vera.call('over', { id: callId, end: 'endedByThem' })
      expect(pbx.queue('support').totals).toMatchObject({ completed: 1, abandoned: 0 })
      expect(pbx.queue('support').waiting).toEqual([])
    })

    test('pick-up where nothing rings is refused', async () => {
      const { callId } = (await vera.verb('pickUp', { from: 'colleague', extension: '101' })) as Started
      await vera.call('over', { id: callId, end: 'notFound' })
    })
  },
)
