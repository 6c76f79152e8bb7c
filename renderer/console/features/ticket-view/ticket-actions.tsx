import type { TicketRow } from '#bridge/tickets.ts'
import type { Place } from '#domain/intent/intent.ts'
import { priorities, ticketStatuses } from '#domain/ticket/ticket.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Menu, type MenuEntry } from '#renderer/ui/menu.tsx'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { errorWords } from '../../words/error-words.ts'
import { placeWords } from '../../words/refusal-words.ts'

/** Route, status and priority: each says what it expected, so that two people cannot undo each other unseen. */
export function TicketActions({ row }: { row: TicketRow }) {
  const model = useConsole()
  const { t } = useText()
  const { queues, users } = useStore(model.live.reference)
  const { ticket } = row
  const { core } = model.links
  const say = (doing: Promise<unknown>, done?: string) =>
    doing.then(
      () => done && model.toaster.say('ok', done),
      (error: unknown) => model.toaster.say('breach', errorWords(t, error, namesOf(model))),
    )
  const here: Place = { queueId: ticket.queueId, assigneeId: ticket.assigneeId }
  const number = ticket.number ?? ticket.provisionalNumber ?? ''
  const route = (to: Place) =>
    void say(
      core.tickets.route({ ticketId: ticket.id, to, expected: here }),
      t('ticket.routed', { number, place: placeWords(t, to, namesOf(model)) }),
    )
  const teamId = queues.find((queue) => queue.id === ticket.queueId)?.teamId
  const places: MenuEntry[] = [
    { kind: 'heading', id: 'queues', name: t('form.queue') },
    ...[...queues]
      .sort((a, b) => a.position - b.position)
      .map(({ id, name }) => ({
        id,
        name,
        chosen: id === ticket.queueId,
        onChoose: () => route({ queueId: id, assigneeId: null }),
      })),
    { kind: 'heading', id: 'people', name: t('form.assignee') },
    ...users
      .filter((user) => user.active && teamId && user.teamIds.includes(teamId))
      .map(({ id, name }) => ({
        id,
        name,
        chosen: id === ticket.assigneeId,
        onChoose: () => route({ queueId: ticket.queueId, assigneeId: id }),
      })),
  ]
  return (
    <div className="ticket-actions">
      <Menu trigger={<Button icon="arrowOut">{t('ticket.route')}</Button>} entries={places} />
      <Menu
        trigger={<Button>{t('ticket.status')}</Button>}
        entries={ticketStatuses.map((status) => ({
          id: status,
          name: t(`status.${status}`),
          chosen: status === ticket.status,
          onChoose: () =>
            void say(core.tickets.setStatus({ ticketId: ticket.id, status, expected: ticket.status })),
        }))}
      />
      <Menu
        trigger={<Button>{t('form.priority')}</Button>}
        entries={[...priorities].reverse().map((priority) => ({
          id: priority,
          name: t(`priority.${priority}`),
          chosen: priority === ticket.priority,
          onChoose: () =>
            void say(core.tickets.setPriority({ ticketId: ticket.id, priority, expected: ticket.priority })),
        }))}
      />
    </div>
  )
}
