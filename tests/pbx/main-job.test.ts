import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewUser } from '#desk/session/users.ts'
import { firstQueue, romashka } from '#tests/support/console-driver/company.ts'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { ConsoleProcess } from '#tests/support/console-driver/console-process.ts'
import { DeskProcess } from '#tests/support/console-driver/desk-process.ts'
import { noPostgres, startPostgres, type TestPostgres } from '#tests/support/postgres.ts'
import type { AmiClient } from './rig/ami-client.ts'
import { memberBecomes } from './rig/ami-waits.ts'
import { type Asterisk, startAsterisk } from './rig/asterisk.ts'
import { launchChromium } from './rig/chromium.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { domain, supportNumber } from './rig/rig-plan.ts'
import { SippCustomers } from './rig/sipp.ts'

const subject = 'Фискальный накопитель не отвечает'
const password = 'correct horse battery'
const people: NewUser[] = [
  { login: 'anna', name: 'Анна Смирнова', role: 'dispatcher', extension: '101', password },
  { login: 'boris', name: 'Борис Ким', role: 'dispatcher', extension: '102', password },
]

type Row = { row: Record<string, unknown> }

await describeOnAsterisk('the main job on a real PBX', { tools: ['sipp'], chromium: true }, (prefix) => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-main-job-'))
  const workstations: ConsoleProcess[] = []
  let asterisk: Asterisk
  let ami: AmiClient
  let customers: SippCustomers
  let postgres: TestPostgres | null = null
  let desk: DeskProcess
  let browser: Browser
  let anna: ConsolePage
  let boris: ConsolePage

  beforeAll(async () => {
    ;[asterisk, postgres] = await Promise.all([
      startAsterisk({ prefix }),
      noPostgres === null ? startPostgres() : null,
    ])
    desk = new DeskProcess(
      postgres ? { url: postgres.database('desk') } : { folder: join(folder, 'desk') },
      people,
    )
    customers = new SippCustomers({ ports: asterisk.ports, folder: asterisk.plan.folder })
    ;[ami, browser] = await Promise.all([asterisk.connectAmi(), launchChromium(), desk.start()])
    ;[anna, boris] = await Promise.all([openConsole('anna', '101'), openConsole('boris', '102')])
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
  })
  afterAll(async () => {
    customers?.killAll()
    await browser?.close()
    await Promise.all(workstations.map((each) => each.end('SIGKILL')))
    await desk?.kill()
    postgres?.stop()
    await asterisk?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function openConsole(login: string, extension: string): Promise<ConsolePage> {
    const { name, secret } = asterisk.agent(extension)
    const workstation = new ConsoleProcess(join(folder, login), {
      desk: desk.address,
      phone: { servers: [asterisk.wsUrl], domain, user: extension, displayName: name },
      phonePassword: secret,
      signIn: { login, password },
    })
    workstations.push(workstation)
    const page = await ConsolePage.open(browser, await workstation.start())
    await page.lineReady(extension)
    await page.deskLive()
    return page
  }

  test.each(romashka.written)('a call from %s shows the same customer at once', async (number) => {
    const call = await customers.customer({ number: encodeURI(number), to: '7495111101' })
    await anna.call('ringing', romashka.organisation).waitFor()
    expect(await anna.card(romashka.organisation)).toEqual({
      organisation: romashka.organisation,
      contact: `${romashka.contact}, директор`,
      verdict: `по договору № ${romashka.contract} до 31.12.2099`,
      authority: 'вправе подавать заявки',
      openTickets: [romashka.openTicket.number],
    })
    await call.hangUp()
    await anna.call('ringing').waitFor({ state: 'detached' })
  })

  test('whom nobody answered waits at every console, once, however often and however written they called', async () => {
    for (const each of [anna, boris]) {
      await each.wait(
        each.view.getByRole('tab', { name: 'Пропущенные' }).filter({ hasText: '1' }),
        'one missed caller',
      )
    }
  })

  test('a queue call rings at both, is heard both ways, and its ticket is at the desk once, linked to the call', async () => {
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
    const call = await customers.customer({ number: romashka.written[1], to: supportNumber })
    const connected = ami.once('AgentConnect')
    await boris.call('ringing', romashka.organisation).waitFor()
    await anna.answer(romashka.organisation)
    const { Linkedid } = await connected
    const sound = await anna.sound(25)
    expect(sound.packetsIn).toBeGreaterThanOrEqual(25)
    expect(sound.packetsOut).toBeGreaterThanOrEqual(25)
    expect(sound.energyIn).toBeGreaterThan(0)

    const elsewhere = boris.call('over', romashka.organisation).filter({ hasText: 'ответил коллега' })
    await boris.wait(elsewhere, 'that a colleague answered')

    await anna.type(subject)
    const told = await anna.save()
    expect(told.words).toContain(firstQueue)
    await anna.hangUp()
    expect((await call.done).code).toBe(0)
    await Promise.all([anna.says('в пути 0'), boris.says('в пути 0')])

    const tickets = await desk.query<Row>(`select row from tickets where row->>'subject' = '${subject}'`)
    expect(tickets).toHaveLength(1)
    const ticket = tickets[0]!.row
    expect(ticket).toMatchObject({
      provisionalNumber: told.number,
      number: expect.stringMatching(/^\d+$/),
      queueId: 'visits',
      organisationId: 'romashka',
      contactId: 'romashka-contact',
      contractId: 'contract',
      verdict: 'included',
      channel: 'phone',
    })
    const records = await desk.query<Row>(
      `select row from call_records where row->>'pbxCallId' = '${Linkedid}' order by row->>'end'`,
    )
    expect(records.map(({ row }) => row)).toEqual([
      expect.objectContaining({ end: 'answeredElsewhere', answeredAt: null, ticketIds: [] }),
      expect.objectContaining({
        id: ticket.callId,
        end: 'endedByUs',
        number: romashka.number,
        numberRaw: romashka.written[1],
        callQueue: 'support',
        dialledNumber: supportNumber,
        ticketIds: [ticket.id],
      }),
    ])
    await anna.find(told.number, `${ticket.number} ${subject}`)
  })

  test('who got through is missed no longer, anywhere', async () => {
    await anna.says('Пропущенных нет')
    await boris.says('Пропущенных нет')
  })

  test('the console is reloaded in a conversation: nobody hears of it, and the window shows it again', async () => {
    const call = await customers.customer({ number: romashka.written[0], to: '7495111101' })
    await anna.answer(romashka.organisation)
    await anna.sound(25)
    await anna.reloadConsole()
    await anna.wait(anna.call('active', romashka.organisation), 'the conversation')
    expect(await anna.card(romashka.organisation)).toMatchObject({ organisation: romashka.organisation })
    const sound = await anna.sound(25)
    expect(sound.packetsIn).toBeGreaterThanOrEqual(25)
    expect(sound.energyIn).toBeGreaterThan(0)
    await anna.hangUp()
    expect((await call.done).code).toBe(0)
    expect([...anna.faults, ...boris.faults]).toEqual([])
  })
})
