import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTickets, ticketSorts } from '#core/store/ticket-order.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { priorities } from '#domain/ticket/ticket.ts'
import { ids, ticketRow } from '#tests/desk/floor/company.ts'
import { account, draftForRomashka, seated } from '../support/seated.ts'

test('a list over cache and overlay is the list of what is shown, on every page and in every order', async () => {
  const { core } = await seated()
  const { store, rows, overlay } = core.work
  const row = (nth: number, due: number | null, rank: number): Ticket => ({
    ...ticketRow(`t-${nth}`, {
      queueId: ids.printers,
      status: 'new',
      createdAt: 1000 - nth,
      updatedAt: nth % 7,
    }),
    v: 1,
    slaDue: due,
    priority: priorities[rank % 4] ?? 'low',
  })
  const base = Array.from({ length: 40 }, (_, nth) => row(nth, nth % 5 === 0 ? null : 5000 - nth * 10, nth))
  store.load(
    base.map((ticket) => ({ entity: 'ticket' as const, row: ticket })),
    1,
  )
  const routed = [3, 11, 12, 38]
  const to = { queueId: ids.network, assigneeId: null }
  const from = { queueId: ids.printers, assigneeId: null }
  for (const nth of routed) {
    core.work.write(
      {
        kind: 'ticket.route',
        ticketId: `t-${nth}` as never,
        to,
        expected: from,
        entryId: `e-${nth}` as never,
      },
      '',
    )
  }
  for (const nth of [5, 20, 39]) {
    core.work.write(
      {
        kind: 'ticket.setPriority',
        ticketId: `t-${nth}` as never,
        priority: 'critical',
        expected: priorities[nth % 4] ?? 'low',
        entryId: `p-${nth}` as never,
      },
      '',
    )
  }
  const shown = base
    .map(({ id }) => overlay.get('ticket', id) ?? store.get('ticket', id))
    .filter((ticket): ticket is Ticket => ticket?.queueId === ids.printers)
  const filter = { view: { kind: 'queue', queueId: ids.printers }, text: '', openOnly: true } as const
  expect(rows.ticketCount(filter, [])).toBe(shown.length)
  fc.assert(
    fc.property(
      fc.constantFrom(...ticketSorts),
      fc.integer({ min: 0, max: 45 }),
      fc.integer({ min: 1, max: 45 }),
      (sort, offset, limit) => {
        const wanted = [...shown].sort(compareTickets(sort)).slice(offset, offset + limit)
        const got = rows.ticketList(filter, { sort, offset, limit, except: [] })
        expect(got.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
      },
    ),
    { numRuns: 300 },
  )
})

test('the cache itself never holds what the desk has not said', async () => {
  const { core, window } = await seated()
  const { row } = await window.tickets.create({ fields: draftForRomashka, callId: null })
  expect(core.work.rows.get('ticket', row.ticket.id)).not.toBeNull()
  expect(core.work.store.get('ticket', row.ticket.id)).toBeNull()
  expect(core.work.store.shapeState('hot').cursor).toBeNull()
})

test('nobody signed in writes nothing, and is told so', async () => {
  const { core, window } = await seated()
  core.work.setAccount(null)
  await expect(window.tickets.create({ fields: draftForRomashka, callId: null })).rejects.toMatchObject({
    code: 'SIGNED_OUT',
  })
  expect(core.work.outbox.unsettled()).toEqual([])
  core.work.setAccount(account)
})
