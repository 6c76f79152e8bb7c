import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AmiClient } from './rig/ami-client.ts'
import { memberBecomes, memberStatus } from './rig/ami-waits.ts'
import { type Asterisk, startAsterisk } from './rig/asterisk.ts'
import { launchChromium } from './rig/chromium.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { domain, supportNumber } from './rig/rig-plan.ts'
import { SippCustomers } from './rig/sipp.ts'
import { Softphone } from './rig/softphone/softphone.ts'

await describeOnAsterisk('phones at the Asterisk rig', { tools: ['sipp'], chromium: true }, (prefix) => {
  let pbx: Asterisk
  let customers: SippCustomers
  let browser: Browser
  let ami: AmiClient
  let anna: Softphone
  let boris: Softphone

  const account = (extension: string, server: string) => ({
    extension,
    password: pbx.agent(extension).secret,
    server,
    domain,
  })

  beforeAll(async () => {
    pbx = await startAsterisk({ prefix })
    customers = new SippCustomers({ ports: pbx.ports, folder: pbx.plan.folder })
    ami = await pbx.connectAmi()
    browser = await launchChromium({ trustedSpki: pbx.certificate.spki })
    ;[anna, boris] = await Promise.all([
      Softphone.open(browser, account('101', pbx.wsUrl)),
      Softphone.open(browser, account('102', pbx.wssUrl)),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    customers?.killAll()
    await pbx?.stop()
  })

  const bothFree = () => Promise.all([memberBecomes(ami, '101'), memberBecomes(ami, '102')])

  test('a queue call rings over ws and wss, tells its ids, and is heard', async () => {
    await bothFree()
    const call = await customers.customer({ number: '84955556677', name: 'Ромашка', to: supportNumber })
    const [atAnna, atBoris] = await Promise.all([anna.next('invite'), boris.next('invite')])
    expect(atBoris).toMatchObject({ from: '84955556677', name: 'Ромашка' })
    expect(atBoris.headers).toMatchObject({ 'X-Queue': 'support', 'X-Dialed-Number': supportNumber })
    expect(atBoris.headers['X-Call-Id']).toBe(atAnna.headers['X-Call-Id'])
    const connected = ami.once('AgentConnect')
    await boris.do('answer', atBoris.call)
    expect((await anna.next('cancelled')).reasons[0]).toContain('Call completed elsewhere')
    expect((await connected).Linkedid).toBe(atBoris.headers['X-Call-Id'])
    expect((await boris.hearsAndSays(atBoris.call, 25)).energy).toBeGreaterThan(0)
    await call.hangUp()
    await boris.reaches(atBoris.call, 'Terminated')
  })

  test('a colleague takes a ringing call by **<extension>', async () => {
    await bothFree()
    const call = await customers.customer({ number: '+79161234567', to: '7495111101' })
    await anna.next('invite')
    const index = await boris.do('call', '**101')
    await boris.reaches(index, 'Established')
    await anna.next('cancelled')
    await boris.hearsAndSays(index, 10)
    await boris.do('hangUp', index)
    expect((await call.done).code).toBe(0)
  })

  test('a customer who hangs up while the answer is on its way is gone all the same', async () => {
    for (let nth = 0; nth < 5; nth++) {
      await bothFree()
      const call = await customers.customer({ number: '+79161234567', to: '7495111101' })
      const { call: index } = await anna.next('invite')
      if (nth === 0) {
        const [over] = await Promise.all([call.hangUp(), anna.do('answer', index).catch(() => null)])
        expect(over.code).toBe(0)
      } else {
        await anna.do('answer', index)
        expect((await call.hangUp()).code).toBe(0)
      }
      await anna.reaches(index, 'Terminated')
    }
  })

  test('a parked call is taken at its place by a colleague', async () => {
    await bothFree()
    const call = await customers.customer({ number: '+79161234567', to: '7495111101' })
    const { call: index } = await anna.next('invite')
    await anna.do('answer', index)
    await anna.reaches(index, 'Established')
    // Until the dialplan has joined the two there is nobody to transfer, though the answer is out.
    await anna.hearsAndSays(index, 10)
    const parked = ami.once('ParkedCall')
    expect(await anna.do('transferTo', index, '700')).toBe(202)
    const { ParkingSpace } = await parked
    await anna.do('hangUp', index)
    const taken = await boris.do('call', ParkingSpace!)
    await boris.reaches(taken, 'Established')
    await boris.hearsAndSays(taken, 10)
    await call.hangUp()
    await boris.reaches(taken, 'Terminated')
  })

  test('a call out reaches the provider, and a refusal of the provider the phone', async () => {
    await memberBecomes(ami, '101', memberStatus.free)
    const provider = await customers.provider()
    const index = await anna.do('call', '84951234567')
    await anna.reaches(index, 'Established')
    await anna.hearsAndSays(index, 10)
    await anna.do('hangUp', index)
    await provider.stop()
    const busy = await customers.provider({ refuseWith: 486 })
    await anna.do('call', '84951234567')
    expect((await anna.next('rejected')).status).toBe(486)
    await busy.stop()
  })
})
