import { afterEach, beforeAll, expect, test } from 'vitest'
import type { PhonePage } from '../support/phone-shell/phone-page.ts'
import { type PhoneChange, phonesOnAsterisk } from './rig/phone-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'

const customerNumber = '+74955556677'
const secondNumber = '+74955556678'
/** What the rig's dialplan knows. */
const features = {
  park: '700',
  parkSlots: ['701', '702'],
  pickup: '**{ext}',
  groupPickup: '*8',
  conference: '65{ext}',
}

await describeOnAsterisk(
  'what a real PBX does by its codes',
  { tools: ['sipp'], chromium: true },
  (prefix) => {
    const floor = phonesOnAsterisk(prefix)
    let anna: PhonePage
    let boris: PhonePage

    beforeAll(async () => {
      ;[anna, boris] = await Promise.all([openPhone('101'), openPhone('102')])
      await Promise.all([anna.line('ready'), boris.line('ready')])
    })

    afterEach(async () => {
      await Promise.all([anna.quiet(), boris.quiet()])
      expect([...anna.faults, ...boris.faults]).toEqual([])
    })

    const openPhone = (extension: string, more: PhoneChange = {}) =>
      floor.phone(extension, { features, ...more })
    /** A customer talks to Anna. */
    const talking = (number = customerNumber) => floor.talk(anna, { number })

    test('merge: two customers and Anna talk in a room of the PBX, and go on when Anna leaves', async () => {
      const first = await talking()
      const second = await talking(secondNumber)
      expect(await anna.verb('merge', { callIds: [first.id, second.id] })).toEqual({})
      await anna.call('over', { id: first.id, end: 'transferred' })
      await anna.call('over', { id: second.id, end: 'transferred' })
      const open = (await anna.snapshot())?.conference
      expect(open).toMatchObject({ at: 'pbx', state: 'open', members: [{ state: 'in' }, { state: 'in' }] })
      const room = open?.roomCallId ?? ''
      await anna.packets(room, { in: 50, out: 50 })
      await anna.verb('hangUp', { callId: room })
      await anna.call('over', { id: room, end: 'endedByUs' })
      await Promise.all([first.customer.hangUp(), second.customer.hangUp()])
    })

    test('merge into a room there is not: both customers wait on hold, and are taken back one by one', async () => {
      const other = await openPhone('103', { features: { ...features, conference: '*66{ext}' } })
      await other.line('ready')
      const calls = []
      for (const number of [customerNumber, secondNumber]) {
        const customer = await floor.customers.customer({ number, name: 'Ромашка', to: '7495111103' })
        const { id } = await other.call('ringing')
        await other.verb('answer', { callId: id })
        await other.call('active', { id })
        calls.push({ customer, id })
      }
      const callIds = calls.map(({ id }) => id)
      expect(await other.verb('merge', { callIds })).toEqual({})
      expect(await other.part('conference', '"failed"')).toMatchObject({
        state: 'failed',
        failure: 'notFound',
      })
      for (const { id, customer } of calls) {
        await other.call('active', { id, holdLocal: 'on' })
        await other.verb('resume', { callId: id })
        await other.call('active', { id, holdLocal: 'off' })
        await other.packets(id, { in: 25, out: 25 })
        await customer.hangUp()
        await other.call('over', { id, end: 'endedByThem' })
      }
      await other.close()
    })

    test('park and pick up: the customer waits in a slot, and Boris takes them by it', async () => {
      const { customer, id } = await talking()
      expect(await anna.verb('park', { callId: id })).toEqual({})
      await anna.call('over', { id, end: 'transferred' })
      expect(await anna.part('parked', id)).toMatchObject([{ callId: id, peer: { number: customerNumber } }])
      const taken = (await boris.verb('pickUp', { from: 'slot', slot: '701' })) as { callId: string }
      await boris.call('active', { id: taken.callId })
      await boris.packets(taken.callId, { in: 25, out: 25 })
      expect(await boris.number(taken.callId, customerNumber)).toMatchObject({ source: 'assertedIdentity' })
      await customer.hangUp()
      await boris.call('over', { id: taken.callId, end: 'endedByThem' })
    })

    test('directed pick-up: Boris takes the call that rings at Anna, who has not missed it', async () => {
      const customer = await floor.customers.customer({
        number: customerNumber,
        name: 'Ромашка',
        to: '7495111101',
      })
      const { id } = await anna.call('ringing')
      const taken = (await boris.verb('pickUp', { from: 'colleague', extension: '101' })) as {
        callId: string
      }
      await boris.call('active', { id: taken.callId })
      await boris.packets(taken.callId, { in: 25, out: 25 })
      expect(await boris.number(taken.callId, customerNumber)).toBeTruthy()
      await anna.call('over', { id, end: 'answeredElsewhere' })
      await customer.hangUp()
      await boris.call('over', { id: taken.callId, end: 'endedByThem' })
    })

    test('group pick-up takes whatever rings in the group', async () => {
      const customer = await floor.customers.customer({
        number: customerNumber,
        name: 'Ромашка',
        to: '7495111101',
      })
      await anna.call('ringing')
      const taken = (await boris.verb('pickUp', { from: 'group' })) as { callId: string }
      await boris.call('active', { id: taken.callId })
      await boris.packets(taken.callId, { in: 25, out: 25 })
      await customer.hangUp()
      await boris.call('over', { id: taken.callId, end: 'endedByThem' })
    })

    test('take back: the phone page is killed in a call, and the next one has the customer again', async () => {
      const { customer, id } = await talking()
      const left = (await anna.snapshot())?.calls.find((call) => call.id === id)
      if (!left) throw new Error('no call')
      await anna.kill()
      anna = await openPhone('101', { left: [{ call: left, aliveAt: Date.now() }] })
      await anna.line('ready')
      expect(await anna.part('lost', '"offered"')).toMatchObject([{ state: 'offered', call: { id } }])
      expect(await anna.verb('takeBack', { callId: id })).toEqual({})
      await anna.call('active', { id, attached: true })
      await anna.packets(id, { in: 25, out: 25 })
      expect((await anna.snapshot())?.lost).toEqual([])
      await customer.hangUp()
      await anna.call('over', { id, end: 'endedByThem' })
    })

    test('take back of a customer who has gone meanwhile is refused: the call ends as a crash', async () => {
      const { customer, id } = await talking()
      const left = (await anna.snapshot())?.calls.find((call) => call.id === id)
      if (!left) throw new Error('no call')
      await anna.kill()
      await customer.hangUp()
      anna = await openPhone('101', { left: [{ call: left, aliveAt: Date.now() }] })
      await anna.line('ready')
      await anna.part('lost', '"offered"')
      await anna.verb('takeBack', { callId: id })
      await anna.call('over', { id, end: 'crash' })
      expect(await anna.part('lost', '"refused"')).toMatchObject([{ state: 'refused', call: { id } }])
    })
  },
)
