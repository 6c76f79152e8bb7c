import type { EntityPut } from '#domain/entities.ts'
import type { Instant } from '#domain/instant.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { TimelineEntry } from '#domain/ticket/timeline-entry.ts'
import { demoId } from './demo-id.ts'
import type { Random } from './random.ts'

const inside = [
  'Созвонились с инженером, выезд завтра с утра.',
  'Запчасть заказана, срок два дня.',
  'Удалённо не подключиться, нужен выезд.',
  'Клиент просил перезвонить после обеда.',
]
const outside = [
  'Приняли в работу, специалист свяжется с вами.',
  'Уточните, пожалуйста, модель и серийный номер.',
  'Проверьте, пожалуйста, сейчас.',
]

/** At most this many entries a demo ticket: created, call, changed, three comments. */
const entriesMax = 8

/** What happened to an open ticket so far, oldest first. */
export function* timelineOf(random: Random, ticket: Ticket, nth: number, now: Instant): Generator<EntityPut> {
  let made = 0
  let at = ticket.createdAt
  const entry = (what: TimelineEntry['what'], by: Ticket['createdBy']): EntityPut => ({
    entity: 'timelineEntry',
    row: {
      id: demoId('timelineEntry', nth * entriesMax + made++, at),
      v: 1,
      ticketId: ticket.id,
      at,
      by,
      what,
    },
  })
  yield entry({ kind: 'created' }, ticket.createdBy)
  if (ticket.callId !== null) yield entry({ kind: 'call', callId: ticket.callId }, ticket.createdBy)
  if (ticket.assigneeId !== null) {
    yield entry({ kind: 'changed', field: 'assignee', from: null, to: ticket.assigneeId }, ticket.createdBy)
  }
  const comments = random.below(4)
  for (let said = 0; said < comments; said++) {
    at = Math.min(now, at + Math.floor((random.next() * (now - at)) / 2))
    const internal = random.chance(0.6)
    const text = random.pick(internal ? inside : outside)
    yield entry({ kind: 'comment', text, internal, channel: ticket.channel }, ticket.assigneeId)
  }
}
