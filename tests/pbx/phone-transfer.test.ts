import { afterEach, beforeAll, expect, test } from 'vitest'
import type { PhonePage } from '../support/phone-shell/phone-page.ts'
import { phonesOnAsterisk } from './rig/phone-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'

const customerNumber = '+74955556677'

await describeOnAsterisk('transfers on a real PBX', { tools: ['sipp'], chromium: true }, (prefix) => {
  const floor = phonesOnAsterisk(prefix)
  let anna: PhonePage
  let boris: PhonePage

  beforeAll(async () => {
    ;[anna, boris] = await Promise.all([floor.phone('101'), floor.phone('102')])
    await Promise.all([anna.line('ready'), boris.line('ready')])
  })

  afterEach(async () => {
    await Promise.all([anna.quiet(), boris.quiet()])
    expect([...anna.faults, ...boris.faults]).toEqual([])
  })

  /** A customer talks to Anna. */
  const talking = () => floor.talk(anna, { number: customerNumber })

  test('blind: the colleague sees the customer, hears the customer, and Anna is free', async () => {
    const { customer, id } = await talking()
    expect(await anna.verb('transfer', { callId: id, to: '102' })).toEqual({})
    const ringing = await boris.call('ringing')
    expect(ringing.peer).toMatchObject({ number: customerNumber, name: 'Ромашка' })
    await boris.verb('answer', { callId: ringing.id })
    await anna.call('over', { id, end: 'transferred' })
    const heard = await boris.packets(ringing.id, { in: 25, out: 25 })
    expect(heard.in).toBeGreaterThanOrEqual(25)
    await customer.hangUp()
    await boris.call('over', { id: ringing.id, end: 'endedByThem' })
  })

  test('blind to a number there is not: the customer is back in hand, and it is said why', async () => {
    const { customer, id } = await talking()
    // The rig's dialplan knows no such feature code.
    expect(await anna.verb('transfer', { callId: id, to: '*99' })).toEqual({})
    expect(await anna.transfer(id, 'failed')).toMatchObject({ failure: 'notFound' })
    await anna.call('active', { id, holdLocal: 'off' })
    await anna.packets(id, { in: 25, out: 25 })
    await customer.hangUp()
    await anna.call('over', { id, end: 'endedByThem' })
  })

  test('blind to a colleague who refuses: the dialplan rings the customer back to Anna', async () => {
    const { customer, id } = await talking()
    await anna.verb('transfer', { callId: id, to: '102' })
    const { id: refused } = await boris.call('ringing')
    await boris.verb('reject', { callId: refused })
    // Asterisk lets Anna's side go before Boris answers: the customer is a new call to her.
    await anna.call('over', { id, end: 'transferred' })
    const back = await anna.call('ringing')
    expect(back.peer).toMatchObject({ number: customerNumber })
    await anna.verb('answer', { callId: back.id })
    await anna.call('active', { id: back.id })
    await anna.packets(back.id, { in: 25, out: 25 })
    await customer.hangUp()
    await anna.call('over', { id: back.id, end: 'endedByThem' })
  })

  test('attended: Boris is asked first, then has the customer by voice and by number', async () => {
    const { customer, id } = await talking()
    const { callId: consultId } = (await anna.verb('consult', { callId: id, to: '102' })) as {
      callId: string
    }
    const asked = await boris.call('ringing')
    expect(asked.peer).toMatchObject({ number: '101' })
    await boris.verb('answer', { callId: asked.id })
    await anna.call('active', { id: consultId })
    await anna.call('active', { id, holdLocal: 'on' })
    await boris.packets(asked.id, { in: 10, out: 10 })
    expect(await anna.verb('transferTo', { callId: id, consultCallId: consultId })).toEqual({})
    await anna.call('over', { id, end: 'transferred' })
    await anna.call('over', { id: consultId, end: 'transferred' })
    // P-Asserted-Identity of the re-INVITE: the caller's card opens at Boris.
    const named = await boris.number(asked.id, customerNumber)
    expect(named).toMatchObject({ source: 'assertedIdentity' })
    const numbered = (await boris.events()).find((event) => event.type === 'numbered')
    expect(numbered).toMatchObject({ callId: asked.id, caller: { number: customerNumber } })
    await boris.packets(asked.id, { in: 25, out: 25 })
    await customer.hangUp()
    await boris.call('over', { id: asked.id, end: 'endedByThem' })
  })

  test('attended to a colleague who refuses: the customer waits on hold and is taken back', async () => {
    const { customer, id } = await talking()
    await anna.verb('consult', { callId: id, to: '102' })
    const asked = await boris.call('ringing')
    await boris.verb('reject', { callId: asked.id })
    expect(await anna.transfer(id, 'failed')).toMatchObject({ failure: 'consultOver' })
    await anna.call('active', { id, holdLocal: 'on' })
    expect(await anna.verb('resume', { callId: id })).toEqual({})
    await anna.call('active', { id, holdLocal: 'off' })
    await anna.packets(id, { in: 25, out: 25 })
    await customer.hangUp()
    await anna.call('over', { id, end: 'endedByThem' })
  })
})
