import { describe, expect, test } from 'vitest'
import type { Intent } from '#domain/intent/intent.ts'
import { aCallRecord, as, aTicket, Rows } from '../rows.ts'
import { anna, applied, apply, boris, queue, refused, soAlready, world } from './world.ts'

const route = (to: string | null, expected: string | null, entryId = 'entry-1'): Intent => ({
  kind: 'ticket.route',
  ticketId: as('ticket-1'),
  to: { queueId: as(to as string), assigneeId: null },
  expected: { queueId: as(expected as string), assigneeId: null },
  entryId: as(entryId),
})

describe('a new ticket', () => {
  const create = (fields: Parameters<typeof aTicket>[0] = {}): Intent => ({
    kind: 'ticket.create',
    ticket: aTicket({ id: as('ticket-2'), v: 0, number: null, callId: as('call-1'), ...fields }),
    entryId: as('entry-1'),
  })

  test('is linked to its call, begins its timeline, and has no number or due time but the desk’s', () => {
    const rows = world({ entity: 'callRecord', row: aCallRecord() })
    apply(
      rows,
      create({ number: 'FAKE', slaDue: 9, responseDue: 9, createdBy: as('boris'), createdAt: 4000 }),
    )
    expect(rows.lookup('ticket', as('ticket-2'))).toMatchObject({
      v: 0,
      number: null,
      slaDue: null,
      responseDue: null,
      createdBy: 'anna',
      createdAt: 4000,
    })
    expect(rows.lookup('callRecord', as('call-1'))?.ticketIds).toEqual(['ticket-2'])
    expect(rows.lookup('timelineEntry', as('entry-1'))).toMatchObject({
      what: { kind: 'created' },
      by: 'anna',
      at: 4000,
    })
    expect(apply(rows, create())).toEqual(refused({ code: 'alreadyExists', what: 'ticket' }))
  })

  test('is made even where its call is not known, and never in the future', () => {
    const rows = world()
    expect(apply(rows, create({ createdAt: 99_000 }))).toMatchObject({ ok: true })
    expect(rows.lookup('ticket', as('ticket-2'))).toMatchObject({ createdAt: 5000, callId: 'call-1' })
  })

  test('solved while talking is closed from the first', () => {
    const rows = world()
    apply(rows, create({ status: 'resolved' }))
    expect(rows.lookup('ticket', as('ticket-2'))).toMatchObject({ status: 'resolved', closedAt: 1000 })
  })

  test('of a customer nobody knows is refused', () => {
    expect(apply(new Rows(), create({ organisationId: as('org-1') }))).toEqual(
      refused({ code: 'notFound', what: 'organisation' }),
    )
  })
})

describe('two dispatchers and one ticket', () => {
  test('the first route stays, the second is told who and when', () => {
    const rows = world()
    expect(apply(rows, route('network', null), anna)).toEqual(
      applied([
        { entity: 'ticket', row: aTicket({ queueId: as('network'), updatedAt: 5000 }) },
        {
          entity: 'timelineEntry',
          row: {
            id: 'entry-1',
            v: 0,
            ticketId: 'ticket-1',
            at: 5000,
            by: 'anna',
            what: { kind: 'changed', field: 'queue', from: null, to: 'network' },
          },
        },
      ]),
    )
    expect(
      apply(rows, route('printers', null, 'entry-2'), {
        ...boris,
        lastRouteOf: () => ({ by: as('anna'), at: 5000 }),
      }),
    ).toEqual(
      refused({ code: 'alreadyRouted', now: { queueId: 'network', assigneeId: null }, by: 'anna', at: 5000 }),
    )
    expect(apply(rows, route('network', null, 'entry-2'), boris)).toEqual(soAlready)
  })

  test('queue and assignee together leave two entries, and the ticket is assigned', () => {
    const rows = world()
    const both: Intent = {
      kind: 'ticket.route',
      ticketId: as('ticket-1'),
      to: { queueId: as('network'), assigneeId: as('boris') },
      expected: { queueId: null, assigneeId: null },
      entryId: as('entry-1'),
    }
    expect(apply(rows, both)).toMatchObject({ ok: true, value: { puts: { length: 3 } } })
    expect(rows.lookup('ticket', as('ticket-1'))?.status).toBe('assigned')
    expect(rows.lookup('timelineEntry', as('entry-1.2'))?.what).toMatchObject({
      field: 'assignee',
      to: 'boris',
    })
    const nobody = { ...both, to: { queueId: as<never>('network'), assigneeId: as<never>('gone') } }
    expect(apply(world(), nobody)).toEqual(refused({ code: 'invalid', field: 'assigneeId' }))
    expect(apply(world(), route('nowhere', null))).toEqual(refused({ code: 'notFound', what: 'queue' }))
  })

  test('a closed ticket is not moved, it is reopened first', () => {
    const rows = new Rows(queue('network'), { entity: 'ticket', row: aTicket({ status: 'closed' }) })
    expect(apply(rows, route('network', null))).toEqual(
      refused({ code: 'statusNotAllowed', from: 'closed', allowed: ['inProgress'] }),
    )
  })

  test('priority and category are compared with what was seen; another field never stands in the way', () => {
    const rows = world()
    const urgent: Intent = {
      kind: 'ticket.setPriority',
      ticketId: as('ticket-1'),
      priority: 'critical',
      expected: 'normal',
      entryId: as('entry-1'),
    }
    const cash: Intent = {
      kind: 'ticket.setCategory',
      ticketId: as('ticket-1'),
      categoryId: as('cash'),
      expected: null,
      entryId: as('entry-2'),
    }
    apply(rows, urgent)
    apply(rows, cash, boris)
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ priority: 'critical', categoryId: 'cash' })
    expect(apply(rows, { ...urgent, priority: 'low', entryId: as('entry-3') }, boris)).toEqual(
      refused({ code: 'alreadyChanged', field: 'priority', now: 'critical' }),
    )
    expect(apply(rows, { ...cash, categoryId: as('other'), entryId: as('entry-3') }, boris)).toEqual(
      refused({ code: 'alreadyChanged', field: 'category', now: 'cash' }),
    )
  })

  test('texts of different fields merge; of the same field the loser’s is kept as an internal comment', () => {
    const rows = world()
    const seen = { subject: aTicket().subject, description: aTicket().description }
    const edit = (entryId: string, texts: { subject?: string; description?: string }): Intent => ({
      kind: 'ticket.editText',
      ticketId: as('ticket-1'),
      ...seen,
      ...texts,
      expected: seen,
      entryId: as(entryId),
    })
    apply(rows, edit('entry-1', { subject: 'Касса стоит' }), anna)
    apply(rows, edit('entry-2', { description: 'Мигает зелёным' }), boris)
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({
      subject: 'Касса стоит',
      description: 'Мигает зелёным',
    })
    expect(apply(rows, edit('entry-3', { subject: 'Нет чека' }), boris)).toMatchObject({
      ok: true,
      value: { notice: { code: 'textKeptAsComment' } },
    })
    expect(rows.lookup('ticket', as('ticket-1'))?.subject).toBe('Касса стоит')
    expect(rows.lookup('timelineEntry', as('entry-3'))?.what).toEqual({
      kind: 'comment',
      text: 'Нет чека',
      internal: true,
      channel: 'phone',
    })
    const long = { subject: 'С'.repeat(300), description: 'Д'.repeat(20_000) }
    apply(rows, edit('entry-4', long), boris)
    const kept = ['entry-4', 'entry-4.2'].map((id) => rows.lookup('timelineEntry', as(id))?.what)
    expect(kept).toMatchObject([{ text: long.subject }, { text: long.description }])
  })

  test('comments of both stay, and the same comment twice is one', () => {
    const rows = world()
    const say = (entryId: string, text: string): Intent => ({
      kind: 'ticket.comment',
      ticketId: as('ticket-1'),
      entryId: as(entryId),
      text,
      internal: true,
      channel: 'phone',
    })
    apply(rows, say('entry-1', 'раз'), anna)
    apply(rows, say('entry-2', 'два'), boris)
    expect(apply(rows, say('entry-1', 'раз'), anna)).toEqual(soAlready)
    expect(apply(rows, say('entry-1', 'подмена'), boris)).toEqual(
      refused({ code: 'alreadyExists', what: 'timelineEntry' }),
    )
    expect(rows.lookup('ticket', as('ticket-1'))?.updatedAt).toBe(6000)
  })
})

describe('the status of a ticket', () => {
  const set = (status: string, expected: string, entryId = 'entry-1') =>
    ({
      kind: 'ticket.setStatus',
      ticketId: as('ticket-1'),
      status,
      expected,
      entryId: as(entryId),
    }) as Intent

  test('moves as the machine allows, and closing is stamped until it reopens', () => {
    const rows = world()
    apply(rows, set('resolved', 'new', 'e1'))
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ status: 'resolved', closedAt: 5000 })
    apply(rows, set('closed', 'resolved', 'e2'), boris)
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ status: 'closed', closedAt: 5000 })
    expect(apply(rows, set('waiting', 'closed', 'e3'))).toEqual(
      refused({ code: 'statusNotAllowed', from: 'closed', allowed: ['inProgress'] }),
    )
    apply(rows, set('inProgress', 'closed', 'e3'))
    expect(rows.lookup('ticket', as('ticket-1'))).toMatchObject({ status: 'inProgress', closedAt: null })
    expect(apply(rows, set('inProgress', 'waiting', 'e4'))).toEqual(soAlready)
  })

  test('is not set over a finish the author had not seen', () => {
    const rows = new Rows({ entity: 'ticket', row: aTicket({ status: 'resolved' }) })
    expect(apply(rows, set('inProgress', 'assigned'))).toEqual(
      refused({ code: 'alreadyChanged', field: 'status', now: 'resolved' }),
    )
    const open = new Rows({ entity: 'ticket', row: aTicket({ status: 'assigned' }) })
    expect(apply(open, set('inProgress', 'new'))).toMatchObject({ ok: true, value: { notice: null } })
  })
})

test('a call is linked to a ticket once, on both sides', () => {
  const rows = world({ entity: 'callRecord', row: aCallRecord() })
  const link: Intent = {
    kind: 'ticket.linkCall',
    ticketId: as('ticket-1'),
    callId: as('call-1'),
    entryId: as('entry-1'),
  }
  apply(rows, link)
  expect(rows.lookup('callRecord', as('call-1'))?.ticketIds).toEqual(['ticket-1'])
  expect(rows.lookup('timelineEntry', as('entry-1'))?.what).toEqual({ kind: 'call', callId: 'call-1' })
  expect(apply(rows, link)).toEqual(soAlready)
  expect(apply(world(), link)).toEqual(refused({ code: 'notFound', what: 'callRecord' }))
})
