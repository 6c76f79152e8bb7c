import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstQueue, romashka } from '#tests/support/console-driver/company.ts'
import type { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { noPostgres, startPostgres, type TestPostgres } from '#tests/support/postgres.ts'
import type { AmiClient } from './rig/ami-client.ts'
import { memberBecomes } from './rig/ami-waits.ts'
import { consolesOnAsterisk } from './rig/console-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { supportNumber } from './rig/rig-plan.ts'

const subject = 'Фискальный накопитель не отвечает'
type Row = { row: Record<string, unknown> }

await describeOnAsterisk('the main job on a real PBX', { tools: ['sipp'], chromium: true }, (prefix) => {
  let postgres: TestPostgres | null = null
  // Before the floor's own: what begins first ends last, and the desk goes before its database.
  afterAll(() => postgres?.stop())
  const floor = consolesOnAsterisk(prefix, {
    async place(folder) {
      if (noPostgres !== null) return { folder: join(folder, 'desk') }
      postgres = await startPostgres()
      return { url: postgres.database('desk') }
    },
  })
  let ami: AmiClient
  let anna: ConsolePage
  let boris: ConsolePage

  beforeAll(async () => {
    ;({ anna, boris } = floor)
    ami = await floor.asterisk.connectAmi()
    await Promise.all(['101', '102'].map((extension) => memberBecomes(ami, extension)))
  })

  test.each(romashka.written)('a call from %s shows the same customer at once', async (number) => {
    const call = await floor.customers.customer({ number: encodeURI(number), to: '7495111101' })
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
    const call = await floor.customers.customer({ number: romashka.written[1], to: supportNumber })
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

    const tickets = await floor.desk.query<Row>(
      `select row from tickets where row->>'subject' = '${subject}'`,
    )
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
    const records = await floor.desk.query<Row>(
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
    const call = await floor.customers.customer({ number: romashka.written[0], to: '7495111101' })
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
