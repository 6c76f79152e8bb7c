import { beforeAll, expect, test } from 'vitest'
import { romashka } from '#tests/support/console-driver/company.ts'
import type { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import type { AmiClient } from './rig/ami-client.ts'
import { memberBecomes } from './rig/ami-waits.ts'
import { consolesOnAsterisk } from './rig/console-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { supportNumber } from './rig/rig-plan.ts'

await describeOnAsterisk('own states at a real PBX', { tools: ['sipp'], chromium: true }, (prefix) => {
  const floor = consolesOnAsterisk(prefix, { pausesQueues: true })
  let ami: AmiClient
  let anna: ConsolePage
  let boris: ConsolePage

  beforeAll(async () => {
    ;({ anna, boris } = floor)
    ami = await floor.asterisk.connectAmi()
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
  })

  /** The PBX's own word on a member of the queue. */
  const atPbx = async (extension: string) => {
    const members = await ami.list('QueueStatus', { Queue: 'support' })
    const found = members.find(
      ({ Event, Location }) => Event === 'QueueMember' && Location === `PJSIP/${extension}`,
    )
    return { paused: found?.Paused, reason: found?.PausedReason }
  }
  const paused = (extension: string, on: boolean) =>
    ami.once(
      'QueueMemberPause',
      ({ Interface, Queue, Paused }) =>
        Interface === `PJSIP/${extension}` && Queue === 'support' && Paused === (on ? '1' : '0'),
    )
  const ownState = (console: ConsolePage, words: string) =>
    console.wait(console.view.locator('.bar-own').filter({ hasText: words }), `the own state "${words}"`)

  test('away: the queue passes her over, with the reason, and rings her colleague; back: it rings her again', async () => {
    const gone = paused('101', true)
    await anna.press('Alt+KeyA')
    await gone
    await ownState(anna, 'Перерыв')
    expect(await atPbx('101')).toEqual({ paused: '1', reason: 'pult: break' })
    expect(await atPbx('102')).toMatchObject({ paused: '0' })

    const rings: string[] = []
    const stop = ami.events.on(({ Event, Interface }) => {
      if (Event === 'AgentCalled' && Interface) rings.push(Interface)
    })
    const call = await floor.customers.customer({ number: romashka.written[1], to: supportNumber })
    await boris.answer(romashka.organisation)
    expect(rings).toEqual(['PJSIP/102'])
    stop()

    const back = paused('101', false)
    await anna.press('Alt+KeyA')
    await back
    await ownState(anna, 'На линии')
    await call.hangUp()
    await boris.call('active').waitFor({ state: 'detached' })
    await boris.press('Alt+Enter')
    await ownState(boris, 'На линии')
  })

  test('after a call of the queue she writes it up, unrung, until a code ends it; the code is at the desk', async () => {
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
    const call = await floor.customers.customer({ number: romashka.written[1], to: supportNumber })
    await anna.answer(romashka.organisation)
    const writing = paused('101', true)
    await call.hangUp()
    await anna.wait(anna.view.locator('.wrap-up').filter({ hasText: romashka.organisation }), 'the wrap-up')
    await writing
    expect(await atPbx('101')).toEqual({ paused: '1', reason: 'pult: wrapUp' })

    const free = paused('101', false)
    await anna.view.locator('.wrap-up-code').nth(1).click()
    await free
    await ownState(anna, 'На линии')
    await anna.says('в пути 0')
    const records = await floor.desk.query<{ code: string | null }>(
      `select row->>'wrapUpCode' as code from call_records where row->>'answeredAt' is not null
       order by ring_at desc limit 1`,
    )
    expect(records).toEqual([{ code: 'advice' }])
  })

  test('do-not-disturb refuses a call to her own number, says so large, and survives a reload of everything', async () => {
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
    const gone = paused('101', true)
    await anna.press('Alt+KeyN')
    await gone
    await anna.wait(anna.banner('Не беспокоить'), 'the banner')
    const call = await floor.customers.customer({ number: '+79990001122', to: '7495111101' })
    await anna.wait(anna.call('over'), 'the refused call')
    await call.hangUp().catch(() => {})
    await anna.page.reload()
    await anna.lineReady('101')
    await anna.wait(anna.banner('Не беспокоить'), 'the banner after the reload')
    expect(await atPbx('101')).toEqual({ paused: '1', reason: 'pult: doNotDisturb' })
    const back = paused('101', false)
    await anna.press('Alt+KeyN')
    await back
  })

  test('a colleague’s phone is seen free, ringing, talking and free again, and away when he says so', async () => {
    const row = (words: string) =>
      anna.view.locator('.colleague').filter({ hasText: 'Борис Ким' }).filter({ hasText: words })
    await anna.press('Alt+KeyU')
    await anna.wait(row('Свободен'), 'a free colleague')
    const call = await floor.customers.customer({ number: '+79990001122', to: '7495111102' })
    await anna.wait(row('Звонит'), 'a ringing colleague')
    await boris.answer()
    await anna.wait(row('Разговор'), 'a talking colleague')
    await boris.hangUp()
    await anna.wait(row('Свободен'), 'a free colleague again')
    expect((await call.done).code).toBe(0)
    await boris.press('Alt+KeyA')
    await anna.wait(row('Перерыв'), 'a colleague who is away')
    await boris.press('Alt+KeyA')
    await anna.wait(row('Свободен'), 'a colleague who is back')
  })
})
