import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { PhonePage } from '../support/phone-shell/phone-page.ts'
import type { AmiClient } from './rig/ami-client.ts'
import { phonesOnAsterisk } from './rig/phone-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { recordedNumberOf } from './rig/rig-plan.ts'
import { SipTap } from './rig/sip-tap.ts'
import type { CustomerCall } from './rig/sipp.ts'

const customerNumber = '+74955556677'
/** Half of the 90 s that the rig's session timers of 104 take, and some patience. */
const refreshWithinMs = 60_000

await describeOnAsterisk('when a real PBX makes trouble', { tools: ['sipp'], chromium: true }, (prefix) => {
  const floor = phonesOnAsterisk(prefix)
  let ami: AmiClient
  let tap: SipTap
  /** 101 behind the tap. */
  let anna: PhonePage
  let boris: PhonePage
  let vera: PhonePage
  let tapOfVera: SipTap
  let gleb: PhonePage
  let tapOfGleb: SipTap
  /** Begun first and looked at last: a refresh takes 45 s. */
  let timed: { customer: CustomerCall; id: string }
  const taps: SipTap[] = []

  beforeAll(async () => {
    ami = await floor.asterisk.connectAmi()
    ;[tap, tapOfVera, tapOfGleb] = await Promise.all([newTap(), newTap(), newTap()])
    ;[anna, boris, vera, gleb] = await Promise.all([
      floor.phone('101', {
        server: tap.url,
        features: { tones: 'info', recordPause: '*81', recordResume: '*82' },
      }),
      floor.phone('102'),
      floor.phone('103', { server: tapOfVera.url }),
      floor.phone('104', { server: tapOfGleb.url }),
    ])
    await Promise.all([anna, boris, vera, gleb].map((phone) => phone.line('ready')))
    timed = await talking(gleb, '7495111104')
  })

  afterEach(async () => {
    await Promise.all([anna.quiet(), vera.quiet()])
    expect([...anna.faults, ...boris.faults, ...vera.faults]).toEqual([])
  })

  afterAll(() => {
    for (const each of taps) each.stop()
  })

  async function newTap(): Promise<SipTap> {
    const made = await SipTap.listen(floor.asterisk.wsUrl)
    taps.push(made)
    return made
  }

  /** A customer talks to somebody. */
  const talking = (phone: PhonePage, to?: string) => floor.talk(phone, { number: customerNumber, to })

  test('keys pressed by SIP INFO arrive in their order', async () => {
    const digits = ami.once('UserEvent', (event) => event.UserEvent === 'Dtmf')
    const { callId: id } = (await anna.verb('call', { number: '603' })) as { callId: string }
    await anna.call('active', { id })
    await anna.packets(id, { in: 0, out: 10 })
    await anna.verb('dtmf', { callId: id, digits: '1234' })
    expect(await digits).toMatchObject({ Digits: '1234' })
    await anna.call('over', { id })
    expect(tap.count('fromPhone', /^INFO /)).toBe(4)
  })

  test('the PBX says that it records, and its codes pause the recording and go on with it', async () => {
    const began = ami.once('MixMonitorStart')
    const { customer, id } = await talking(anna, recordedNumberOf('101'))
    await began
    expect(await anna.call('active', { id, recording: 'on' })).toBeTruthy()
    const stopped = ami.once('MixMonitorStop')
    expect(await anna.verb('setRecording', { callId: id, on: false })).toEqual({})
    await anna.call('active', { id, recording: 'paused' })
    await stopped
    const again = ami.once('MixMonitorStart')
    expect(await anna.verb('setRecording', { callId: id, on: true })).toEqual({})
    await anna.call('active', { id, recording: 'on' })
    await again
    await anna.packets(id, { in: 25, out: 25 })
    await customer.hangUp()
    await anna.call('over', { id, end: 'endedByThem' })
  })

  test('glare: both sides hold at once, both are told 491, both try again, and both agree', async () => {
    const { callId: id } = (await vera.verb('call', { number: '102' })) as { callId: string }
    const ringing = await boris.call('ringing')
    expect(ringing.peer).toMatchObject({ number: '103', name: 'Вера Орлова' })
    await boris.verb('answer', { callId: ringing.id })
    await vera.call('active', { id })
    await vera.packets(id, { in: 25, out: 25 })

    // Vera's offer is under way when that of the PBX (Boris holds) comes to her, and hers is there before her 491.
    tapOfVera.keepBack()
    const [herOffer, theirOffer, her491, their491] = [
      tapOfVera.next('fromPhone', /^INVITE /, 'offer of Vera'),
      tapOfVera.next('fromPbx', /^INVITE /, 'offer of the PBX'),
      tapOfVera.next('fromPhone', /^SIP\/2\.0 491/, '491 of Vera'),
      tapOfVera.next('fromPbx', /^SIP\/2\.0 491/, '491 of the PBX'),
    ]
    await vera.verb('hold', { callId: id })
    expect(await herOffer).toContain('a=sendonly')
    await boris.verb('hold', { callId: ringing.id })
    expect(await theirOffer).toContain('a=sendonly')
    await her491
    tapOfVera.letGo()
    await their491
    await vera.call('active', { id, holdLocal: 'on', holdRemote: true })
    await boris.call('active', { id: ringing.id, holdLocal: 'on' })

    await vera.verb('resume', { callId: id })
    await vera.call('active', { id, holdLocal: 'off', holdRemote: true })
    await boris.verb('resume', { callId: ringing.id })
    await vera.call('active', { id, holdLocal: 'off', holdRemote: false })
    await Promise.all([vera.packets(id, { in: 25, out: 25 }), boris.packets(ringing.id, { in: 25, out: 25 })])
    await vera.verb('hangUp', { callId: id })
    await boris.call('over', { id: ringing.id, end: 'endedByThem' })
  })

  test('socket lost in a call: the sound goes on, the PBX learns the new way, and their BYE arrives', async () => {
    const { customer, id } = await talking(anna)
    tap.cut()
    await anna.line('backoff')
    expect(await anna.call('active', { id, attached: false })).toBeTruthy()
    await anna.packets(id, { in: 25, out: 25 })
    const reoffered = tap.next('fromPhone', /^INVITE [\s\S]*\r\nTo: [^\r]*;tag=/, 're-INVITE')
    tap.mend()
    await anna.line('ready')
    await reoffered
    await anna.call('active', { id, attached: true })
    await anna.packets(id, { in: 25, out: 25 })
    await customer.hangUp()
    await anna.call('over', { id, end: 'endedByThem' })
    anna.faults.length = 0
  })

  test('a second window with the same account: it rings there, and the first one says so', async () => {
    // Opened anew: it asks with its first keep-alive, later with every third.
    await boris.close()
    boris = await floor.phone('102')
    await boris.line('ready')
    const second = await floor.phone('102')
    await second.line('ready')
    // By itself: nobody at Boris’s first window does anything.
    expect(await boris.line('refused')).toMatchObject({ fault: 'replacedElsewhere' })
    const customer = await floor.customers.customer({ number: customerNumber, to: '7495111102' })
    const { id } = await second.call('ringing')
    await second.verb('reject', { callId: id })
    await customer.done
    // Wanted back, it is back.
    await boris.verb('reconnect')
    await boris.line('ready')
    expect(await second.line('refused')).toMatchObject({ fault: 'replacedElsewhere' })
    await second.close()
  })

  test(
    'session timer: the PBX refreshes at half time, is answered, and the call goes on',
    async () => {
      const { customer, id } = timed
      const refresh = /^INVITE [\s\S]*\r\nSession-Expires: 90/i
      if (tapOfGleb.count('fromPbx', refresh) < 2)
        await tapOfGleb.next('fromPbx', refresh, 'refresh', refreshWithinMs)
      await gleb.packets(id, { in: 25, out: 25 })
      expect(
        tapOfGleb.count('fromPhone', /^SIP\/2\.0 200 [\s\S]*\r\nSession-Expires: 90;refresher=uac/i),
      ).toBe(2)
      await customer.hangUp()
      await gleb.call('over', { id, end: 'endedByThem' })
    },
    refreshWithinMs + 15_000,
  )

  test('a PBX that dies in a call: the line is back, the call is said to be lost, the next one is heard', async () => {
    const lost = await talking(anna)
    await floor.asterisk.kill()
    await anna.line('backoff')
    floor.customers.killAll()
    await floor.asterisk.restart('SIGKILL')
    await anna.line('ready')
    await anna.call('over', { id: lost.id, end: 'transportLost' })
    const { customer, id } = await talking(anna)
    await anna.packets(id, { in: 25, out: 25 })
    await customer.hangUp()
    await anna.call('over', { id, end: 'endedByThem' })
    for (const phone of [anna, boris, vera]) phone.faults.length = 0
  })
})
