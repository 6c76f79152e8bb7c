import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { httpDeskLink } from '#core/desk-link-http.ts'
import type { TicketId } from '#domain/ids.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { password } from '#tests/desk/floor/desk.ts'
import { deskForEach, signIn } from './support/live-desk.ts'
import { memoryPorts } from './support/memory-ports.ts'
import { workFolder } from './support/work-folder.ts'
import {
  cutOff,
  emptyDraft,
  isLive,
  isSettled,
  ringing,
  type Workplace,
  workplace,
} from './support/workplace.ts'

const at = deskForEach()

const signedIn = () => signIn(at.desk)

const draft = {
  ...emptyDraft,
  organisationId: ids.organisation,
  contactId: ids.contact,
  categoryId: ids.category,
}

describe('a workstation and its desk', () => {
  test('fills its cache at sign-in and pops the caller from it', async () => {
    const anna = await signedIn()
    await anna.window.calls.report({ events: [ringing('call-fill', '8 (916) 111-22-33')] })
    const pop = await anna.window.calls.pop({ callId: 'call-fill' as never })
    expect(pop.numberShown).toBe('+7 916 111-22-33')
    expect(pop.who).toMatchObject({
      kind: 'known',
      card: {
        organisation: { id: ids.organisation },
        contact: { id: ids.contact },
        verdict: { verdict: 'included' },
        authority: { answer: 'may' },
      },
    })
  })

  test('a ticket made on a call reaches the desk once, with its call and the number of the desk', async () => {
    const anna = await signedIn()
    await anna.window.calls.report({ events: [ringing('call-made', '+79161112233')] })
    const { row } = await anna.window.tickets.create({ fields: draft, callId: 'call-made' as never })
    expect(row).toMatchObject({ pending: true, ticket: { number: null, callId: 'call-made' } })
    await anna.until(isSettled)

    const seen = await anna.window.tickets.get({ ticketId: row.ticket.id })
    expect(seen.row).toMatchObject({ pending: false, ticket: { number: expect.any(String) } })
    expect(seen.timeline.map(({ what }) => what.kind)).toEqual(['created'])

    const boris = await signedIn()
    const there = await boris.window.tickets.get({ ticketId: row.ticket.id })
    expect(there.row.ticket.number).toBe(seen.row.ticket.number)
    const found = await boris.window.directory.find({ text: row.ticket.provisionalNumber ?? '' })
    expect(found.hits[0]).toMatchObject({ kind: 'ticket', row: { ticket: { id: row.ticket.id } } })
  })

  test('who routed offline is told that the ticket was already routed, and routes it again with one key', async () => {
    const anna = await signedIn()
    const boris = await signedIn()
    const { row } = await anna.window.tickets.create({
      fields: { ...draft, queueId: ids.printers },
      callId: null,
    })
    await anna.until(isSettled)
    await seen(boris, row.ticket.id)

    const offline = await cutOff(anna)
    await offline.until(({ desk }) => desk.state === 'away')
    const from = { queueId: ids.printers, assigneeId: null }
    const network = { queueId: ids.network, assigneeId: null }
    const me = { queueId: ids.network, assigneeId: boris.core.status.user?.id ?? null }
    const routed = await offline.window.tickets.route({
      ticketId: row.ticket.id,
      to: network,
      expected: from,
    })
    expect(routed.row.ticket.queueId).toBe(ids.network)
    await boris.window.tickets.route({ ticketId: row.ticket.id, to: me, expected: from })
    await boris.until(isSettled)

    const online = await offline.online()
    await online.until((status) => isLive(status) && status.notAccepted === 1)
    const { notAccepted } = await online.window.outbox.list()
    expect(notAccepted[0]?.refusal).toMatchObject({ code: 'alreadyRouted', now: me })
    expect((await seen(online, row.ticket.id)).row.ticket.assigneeId).toBe(me.assigneeId)

    await online.window.outbox.redo({ n: notAccepted[0]?.n ?? 0 })
    await online.until((status) => isSettled(status) && status.notAccepted === 0)
    const after = await online.window.tickets.get({ ticketId: row.ticket.id })
    expect(after.row.ticket).toMatchObject(network)
  })
})

describe('a desk that was not there', () => {
  test('a ticket made and routed meanwhile, and its call, survive a kill and are there once', async () => {
    const anna = await signedIn()
    const { folder } = anna
    const offline = await cutOff(anna)
    await offline.window.calls.report({ events: [ringing('call-killed', '+79161112233')] })
    const { row } = await offline.window.tickets.create({ fields: draft, callId: 'call-killed' as never })
    const to = { queueId: ids.network, assigneeId: null }
    const expected = { queueId: null, assigneeId: null }
    await offline.window.tickets.route({ ticketId: row.ticket.id, to, expected })

    // As SIGKILL leaves it: the files as they are on the disk, nobody said goodbye.
    const after = workFolder()
    cpSync(folder, after, { recursive: true })
    rmSync(join(after, 'core.lock'), { force: true })
    const ports = memoryPorts({ secrets: offline.ports.secrets })
    const again = await workplace({ folder: after, ports })
    await again.until((status) => isLive(status) && isSettled(status))

    const kinds = async (id: TicketId) => {
      const boris = await signedIn()
      const there = await boris.window.tickets.get({ ticketId: id })
      const same = await boris.window.directory.find({ text: row.ticket.provisionalNumber ?? '' })
      const tickets = same.hits.filter(({ kind }) => kind === 'ticket')
      const call = boris.core.work.store.get('callRecord', 'call-killed')
      return { ticket: there.row.ticket, tickets: tickets.length, call, entries: there.timeline.length }
    }
    expect(await kinds(row.ticket.id)).toMatchObject({
      ticket: { ...to, callId: 'call-killed', number: expect.any(String) },
      tickets: 1,
      entries: 2,
      call: { pbxCallId: 'pbx-call-killed', ticketIds: [row.ticket.id] },
    })
  })

  test('cut while live: said at once with the time, and joined again when it is back', async () => {
    const anna = await signedIn()
    await at.desk.close()
    const away = await anna.until(({ desk: link }) => link.state === 'away')
    // A desk that is closing cuts, refuses, or answers for its last moment that it is busy.
    expect(away.desk).toMatchObject({
      state: 'away',
      fault: expect.stringMatching(/^(refused|cut|failing)$/),
    })
    expect(away.asOf).not.toBeNull()
    const { row } = await anna.window.tickets.create({ fields: draft, callId: null })
    expect(row.pending).toBe(true)

    await at.openDesk()
    anna.ports.deskLink = () => httpDeskLink(at.desk.address, anna.ports.clock)
    const again = await anna.restart()
    await again.until((status) => isLive(status) && isSettled(status))
    expect((await again.window.tickets.get({ ticketId: row.ticket.id })).row.pending).toBe(false)
  })

  test('a wrong password, a wrong address and a desk that is not there each end in their own word', async () => {
    const { user } = await at.desk.person()
    const { window } = await workplace()
    const signIn = (change: object) =>
      window.session
        .signIn({ address: at.desk.address, login: user.login, password, ...change })
        .catch(({ code, data }) => ({ code, data }))
    expect(await signIn({ password: 'wrong' })).toMatchObject({ code: 'WRONG_PASSWORD' })
    expect(await signIn({ address: 'http://desk.example' })).toMatchObject({ code: 'BAD_ADDRESS' })
    expect(await signIn({ address: 'http://127.0.0.1:1' })).toMatchObject({
      code: 'DESK_UNREACHABLE',
    })
  })
})

/** The ticket as this window shows it, as soon as it does. */
async function seen({ window, core }: Workplace, ticketId: TicketId) {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const stop = core.work.ticketsChanged.on(() => {
        stop()
        resolve()
      })
    })
    if (core.work.rows.get('ticket', ticketId) !== null) return window.tickets.get({ ticketId })
    await changed
  }
}
