import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { PhonePage } from '../support/phone-shell/phone-page.ts'
import { findAddressesLate } from '../support/phone-shell/slow-addresses.ts'
import type { AmiClient } from './rig/ami-client.ts'
import { memberBecomes } from './rig/ami-waits.ts'
import { phonesOnAsterisk } from './rig/phone-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { supportNumber } from './rig/rig-plan.ts'

await describeOnAsterisk('the phone page on a real PBX', { tools: ['sipp'], chromium: true }, (prefix) => {
  const floor = phonesOnAsterisk(prefix, { trusted: true })
  let ami: AmiClient
  let anna: PhonePage

  beforeAll(async () => {
    ami = await floor.asterisk.connectAmi()
    anna = await floor.phone('101')
    await anna.line('ready')
  })

  afterEach(async () => {
    await anna.quiet()
    expect(anna.faults).toEqual([])
  })

  /** A customer rings Anna's own number, not through a queue. */
  function ringAnna(number = '+74955556677') {
    return floor.customers.customer({ number, name: 'Ромашка', to: '7495111101' })
  }

  async function answered() {
    const customer = await ringAnna()
    const { id } = await anna.call('ringing')
    expect(await anna.verb('answer', { callId: id })).toEqual({})
    await anna.call('active')
    return { customer, id }
  }

  describe('registers', () => {
    test('over WebSocket and over TLS', async () => {
      const boris = await floor.phone('102', { server: floor.asterisk.wssUrl })
      expect(await boris.line('ready')).toMatchObject({ extension: '102' })
      await boris.close()
    })

    test('not with a wrong password, and says so', async () => {
      const boris = await floor.phone('102', { password: 'wrong' })
      expect(await boris.line('refused')).toMatchObject({ fault: 'wrongPassword' })
      await boris.close()
    })

    test('not as somebody unknown, and says so', async () => {
      const nobody = await floor.phone('102', { user: '199' })
      expect(await nobody.line('refused')).toMatchObject({ fault: 'unknownUser' })
      await nobody.close()
    })
  })

  describe('an incoming call', () => {
    test.each(['+74955556677', '84955556677', '8%20(495)%20555-66-77', '74955556677'])(
      'from %s tells the number as the trunk sent it',
      async (number) => {
        const customer = await ringAnna(number)
        const ringing = await anna.call('ringing')
        expect(ringing.peer).toMatchObject({ name: 'Ромашка', hidden: false })
        expect(ringing.peer.number.replace(/\D/g, '')).toBe(decodeURIComponent(number).replace(/\D/g, ''))
        expect(ringing.pbxCallId).not.toBe(ringing.sipCallId)
        await anna.verb('reject', { callId: ringing.id })
        expect(await customer.done).toMatchObject({ refusedWith: 486 })
      },
    )

    test('is answered with sound both ways, held, muted, and hung up by us', async () => {
      const { customer, id } = await answered()
      const heard = await anna.packets(id, { in: 25, out: 25 })
      expect(heard.in).toBeGreaterThanOrEqual(25)
      expect(await anna.stats(id)).toMatchObject({ codec: 'PCMA' })
      await anna.verb('hold', { callId: id })
      await anna.call('active', { holdLocal: 'on' })
      const beforeHold = await anna.stats(id)
      // Music for the customer still goes out as our silence does; nothing of the customer comes in.
      await anna.packets(id, { in: 0, out: 25 })
      const afterHold = await anna.stats(id)
      expect(afterHold.packetsIn - beforeHold.packetsIn).toBeLessThanOrEqual(5)
      await anna.verb('resume', { callId: id })
      await anna.call('active', { holdLocal: 'off' })
      await anna.packets(id, { in: 25, out: 25 })
      await anna.verb('setMuted', { callId: id, muted: true })
      await anna.call('active', { muted: true })
      await anna.verb('hangUp', { callId: id })
      await anna.call('over', { end: 'endedByUs' })
      await customer.done
    })

    test('ends when the customer hangs up', async () => {
      const { customer } = await answered()
      await customer.hangUp()
      await anna.call('over', { end: 'endedByThem' })
    })

    test('shows a green lamp and no alarm, talking and held', async () => {
      const { customer, id } = await answered()
      expect(await anna.quality(id)).toMatchObject({ lamp: 'green', alarms: [] })
      await anna.verb('hold', { callId: id })
      await anna.call('active', { holdLocal: 'on' })
      await customer.hangUp()
      await anna.call('over', { id })
      expect((await anna.snapshot())?.quality).toEqual([])
    })

    test('given up while it rings is a missed call', async () => {
      const customer = await ringAnna()
      await anna.call('ringing')
      await customer.hangUp()
      await anna.call('over', { end: 'abandoned' })
    })

    test('is answered without waiting for a STUN server that is not there', async () => {
      // TEST-NET-1 (RFC 5737): nobody answers, and SIP.js by itself would wait five seconds.
      const boris = await floor.phone('102', { iceServers: ['stun:192.0.2.1:3478'] })
      await boris.line('ready')
      const customer = await floor.customers.customer({ number: '+79161234567', to: '7495111102' })
      const { id } = await boris.call('ringing')
      const began = performance.now()
      expect(await boris.verb('answer', { callId: id })).toEqual({})
      expect(performance.now() - began).toBeLessThan(2_500)
      await boris.verb('hangUp', { callId: id })
      await customer.done
      await boris.close()
    })

    test('is heard also where the machine learns its own addresses late', async () => {
      const boris = await floor.phone('102', { prepare: findAddressesLate })
      await boris.line('ready')
      const { customer, id } = await floor.talk(boris, { to: '7495111102' })
      await customer.hangUp()
      await boris.call('over', { id, end: 'endedByThem' })
      await boris.close()
    })

    test('lives through a reload of the console', async () => {
      const { customer, id } = await answered()
      await anna.page.evaluate(() => window.testShell?.startConsole())
      await anna.packets(id, { in: 25, out: 25 })
      await anna.verb('hangUp', { callId: id })
      await customer.done
      await anna.call('over', { end: 'endedByUs' })
    })
  })

  test('a queue rings two, and the one who was slower is told that a colleague answered', async () => {
    const boris = await floor.phone('102')
    await boris.line('ready')
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
    const customer = await floor.customers.customer({ number: '+79161234567', to: supportNumber })
    const [atAnna, atBoris] = await Promise.all([anna.call('ringing'), boris.call('ringing')])
    expect(atAnna).toMatchObject({
      callQueue: 'support',
      pbxCallId: atBoris.pbxCallId,
      dialledNumber: supportNumber,
    })
    await boris.verb('answer', { callId: atBoris.id })
    await anna.call('over', { end: 'answeredElsewhere' })
    await customer.hangUp()
    await boris.call('over', { end: 'endedByThem' })
    await boris.close()
  })

  test('an outgoing call to the echo is heard, and its tones arrive', async () => {
    const { callId } = (await anna.verb('call', { number: '600' })) as { callId: string }
    await anna.call('active', { id: callId })
    await anna.packets(callId, { in: 25, out: 25 })
    await anna.verb('hangUp', { callId })
    await anna.call('over', { id: callId })
    const digits = ami.once('UserEvent', (event) => event.UserEvent === 'Dtmf')
    const reading = (await anna.verb('call', { number: '603' })) as { callId: string }
    await anna.call('active', { id: reading.callId })
    await anna.packets(reading.callId, { in: 0, out: 10 })
    await anna.verb('dtmf', { callId: reading.callId, digits: '1234' })
    expect(await digits).toMatchObject({ Digits: '1234' })
    await anna.call('over', { id: reading.callId })
  })

  test('everything told to the console was told to the core, in order', async () => {
    const { customer, id } = await answered()
    await anna.verb('hangUp', { callId: id })
    await customer.done
    await anna.call('over', { id })
    await anna.page.waitForFunction(
      (callId) => window.testShell?.events.some((event) => event.callId === callId && event.type === 'ended'),
      id,
    )
    const story = (await anna.events()).filter((event) => event.callId === id).map(({ type }) => type)
    expect(story.filter((type) => type !== 'media' && type !== 'dialog')).toEqual([
      'offered',
      'answering',
      'answered',
      'ended',
    ])
  })
})
