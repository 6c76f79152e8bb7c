import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstQueue, romashka } from '#tests/support/console-driver/company.ts'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import type { ConsoleProcess } from '#tests/support/console-driver/console-process.ts'
import { World } from '#tests/support/console-driver/world.ts'

const subject = 'Касса не видит сканер'

describe('the desk is down, then the workstation falls too', () => {
  let world: World
  let workstation: ConsoleProcess
  let anna: ConsolePage
  let provisional = ''
  let pbxCallId = ''

  beforeAll(async () => {
    world = await World.open()
    workstation = world.console('anna')
    anna = await ConsolePage.open(world.browser, await workstation.start())
    await anna.lineReady('101')
    await anna.deskLive()
  })
  afterAll(() => world?.close())

  test('a call still pops the right customer, and its ticket is routed under a provisional number', async () => {
    await world.desk.kill()
    const call = world.customer('8 (495) 555-66-77')
    pbxCallId = call.id
    await anna.answer(romashka.organisation)
    expect(await anna.card(romashka.organisation)).toMatchObject({
      contact: expect.stringContaining(romashka.contact),
      verdict: expect.stringContaining(romashka.contract),
      authority: 'вправе подавать заявки',
      openTickets: [romashka.openTicket.number],
    })
    await anna.says('Центр недоступен')
    await anna.type(subject)
    const saved = await anna.save()
    provisional = saved.number
    expect(provisional).toMatch(/^\S+-0001$/)
    expect(saved.words).toContain(firstQueue)
    expect(saved.words).toContain('Назовите номер звонящему')
    await anna.hangUp()
    await call.ended
    // The core has heard of its end: what it was not told, a kill may take.
    await anna.view.getByRole('tab', { name: 'Звонки' }).click()
    const row = anna.view.locator('#list-panel .table-row', { hasText: romashka.organisation })
    await anna.wait(row.filter({ hasText: 'завершили мы' }), 'the call in the journal, ended by us')
  })

  test('everything is there after the core was killed, before the desk is back', async () => {
    await workstation.end('SIGKILL')
    await anna.close()
    anna = await ConsolePage.open(world.browser, await workstation.start())
    await anna.lineReady('101')
    await anna.find(provisional, `${provisional} ${subject}`)
  })

  test('the desk gets the ticket and its call exactly once, and the provisional number still finds it', async () => {
    await world.desk.start()
    await anna.deskLive()
    await anna.says('в пути 0')
    const tickets = await world.desk.query<{ row: Record<string, unknown> }>(
      `select row from tickets where row->>'subject' = '${subject}'`,
    )
    expect(tickets).toHaveLength(1)
    const ticket = tickets[0]!.row
    expect(ticket).toMatchObject({
      provisionalNumber: provisional,
      number: expect.stringMatching(/^\d+$/),
      queueId: 'visits',
      organisationId: 'romashka',
      contactId: 'romashka-contact',
      channel: 'phone',
    })
    const calls = await world.desk.query<{ row: Record<string, unknown> }>('select row from call_records')
    expect(calls.map(({ row }) => row)).toEqual([
      expect.objectContaining({
        id: ticket.callId,
        pbxCallId,
        number: romashka.number,
        ticketIds: [ticket.id],
        end: 'endedByUs',
        answeredAt: expect.any(Number),
      }),
    ])
    await anna.find(provisional, `${ticket.number} ${subject}`)
  })

  test('a draft is restored as it was typed when the core is killed in the middle of a word', async () => {
    const call = world.customer(romashka.number)
    await anna.answer(romashka.organisation)
    await anna.type('Опять не печатает, кас')
    await anna.view.getByText('Черновик сохранён').waitFor({ state: 'attached' })
    await workstation.end('SIGKILL')
    // The phone page needs no core to talk.
    await anna.sound(10)
    await anna.close()
    call.hangUp()
    anna = await ConsolePage.open(world.browser, await workstation.start())
    await anna.lineReady('101')
    await anna.subject.and(anna.view.locator('[value="Опять не печатает, кас"]')).waitFor()
    const customer = anna.view.getByRole('combobox', { name: 'Клиент' })
    await customer
      .and(anna.view.locator(`[value="${romashka.organisation} · ${romashka.contact}"]`))
      .waitFor()
    expect(anna.faults).toEqual([])
  })
})
