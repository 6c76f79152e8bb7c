import type { BoardView } from '#bridge/board.ts'
import type { OutboxRow } from '#bridge/outbox.ts'
import { hour, minute, queues, ticketAt, users } from './fake-company.ts'

/** A shift as the supervisor sees it. */
export function boardOf(now: number): BoardView {
  const presence = (
    state: 'available' | 'busy' | 'away' | 'wrapUp' | 'offline',
    ago: number,
    more: {
      reason?: string
      line?: 'ready' | 'deaf' | 'off'
      organisation?: string
      doNotDisturb?: boolean
      queuePause?: string
    } = {},
  ) => ({
    state,
    reason: more.reason ?? null,
    since: now - ago * minute,
    doNotDisturb: more.doNotDisturb ?? false,
    wrapUpUntil: null,
    queuePause: more.queuePause ?? null,
    line: more.line ?? ('ready' as const),
    call: more.organisation
      ? { direction: 'in' as const, since: now - ago * minute, organisation: more.organisation }
      : null,
  })
  const states = [
    presence('busy', 3, { organisation: 'ООО «Ромашка»' }),
    presence('available', 12),
    presence('away', 18, { reason: 'lunch', queuePause: 'lunch' }),
    presence('available', 4, { line: 'deaf', doNotDisturb: true, queuePause: 'doNotDisturb' }),
    null,
  ]
  const pauses: BoardView['dispatchers'][number]['pause'][] = [
    null,
    null,
    { state: 'paused', reason: 'lunch' },
    { state: 'noRight', reason: null },
  ]
  return {
    at: now,
    queues: queues.map((queue, at) => {
      const { ticket } = ticketAt(at, now)
      const nearestDue = {
        ticketId: ticket.id,
        number: ticket.number,
        subject: ticket.subject,
        due: ticket.slaDue ?? now,
      }
      return {
        queueId: queue.id,
        name: queue.name,
        open: [42, 17, 9, 0][at] ?? 0,
        breached: [3, 0, 1, 0][at] ?? 0,
        nearestDue: at === 3 ? null : nearestDue,
      }
    }),
    dispatchers: users.map((user, at) => ({
      userId: user.id,
      name: user.name,
      presence: states[at] ?? null,
      heardAt: states[at] ? now - 2000 : null,
      pause: pauses[at] ?? null,
    })),
    callQueues: {
      live: true,
      heardAt: now,
      rows: [
        {
          name: 'Поддержка',
          waiting: 2,
          longestSince: now - 48_000,
          members: 5,
          free: 1,
          answeredToday: 86,
          abandonedToday: 4,
        },
        {
          name: 'Аварийная',
          waiting: 0,
          longestSince: null,
          members: 3,
          free: 2,
          answeredToday: 11,
          abandonedToday: 0,
        },
      ],
    },
  }
}

export function outboxOf(now: number): { pending: OutboxRow[]; notAccepted: OutboxRow[] } {
  const place = { queueId: queues[0]!.id, assigneeId: null }
  const { ticket } = ticketAt(0, now)
  const entryId = 'entry' as never
  return {
    pending: [
      {
        n: 3,
        madeAt: now - 2 * minute,
        intent: { kind: 'ticket.create', ticket, entryId },
        state: 'sent',
        refusal: null,
        about: 'N7-0042 Касса не печатает чек',
      },
      {
        n: 4,
        madeAt: now - minute,
        intent: {
          kind: 'ticket.comment',
          ticketId: ticket.id,
          entryId,
          text: 'Перезвоним',
          internal: true,
          channel: 'phone',
        },
        state: 'pending',
        refusal: null,
        about: '№ 1234',
      },
    ],
    notAccepted: [
      {
        n: 1,
        madeAt: now - hour,
        intent: { kind: 'ticket.route', ticketId: ticket.id, to: place, expected: place, entryId },
        state: 'refused',
        refusal: {
          code: 'alreadyRouted',
          now: { queueId: queues[1]!.id, assigneeId: users[3]!.id },
          by: users[4]!.id,
          at: now - hour,
        },
        about: '№ 1236 Замена фискального накопителя',
      },
      {
        n: 2,
        madeAt: now - 3 * hour,
        intent: {
          kind: 'ticket.setStatus',
          ticketId: ticket.id,
          status: 'closed',
          expected: 'assigned',
          entryId,
        },
        state: 'refused',
        refusal: { code: 'statusNotAllowed', from: 'assigned', allowed: ['inProgress', 'cancelled'] },
        about: '№ 1238 Пропадает интернет в зале',
      },
    ],
  }
}
