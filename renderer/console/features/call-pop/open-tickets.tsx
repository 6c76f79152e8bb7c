import type { CustomerCard } from '#bridge/pop.ts'
import type { CallId } from '#domain/ids.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useNow } from '#renderer/ui/ticker.ts'
import { linkCall } from '../../model/caller-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { dueWords } from '../../words/time-words.ts'
import { PriorityMark } from '../ticket-list/ticket-marks.tsx'

/** As many as stand on the card without a scroll; the rest is one key away in the list below. */
const shownTickets = 5

/** Open tickets of the customer, nearest due first, so that nobody writes the same one twice. */
export function OpenTickets({ card, callId }: { card: CustomerCard; callId: CallId | null }) {
  const { t } = useText()
  const model = useConsole()
  const { openTickets, openCount, organisation } = card
  const showAll = () => {
    model.listTab.set('organisation')
    model.listOrganisation.set({ id: organisation.id, name: organisation.name })
  }
  return (
    <section className="card-section">
      <header className="section-head">
        <h3>{openCount === 0 ? t('card.open.none') : t('card.open', { count: openCount })}</h3>
        {openCount > 1 && <span className="faint">{t('card.open.nearest')}</span>}
        <button type="button" className="link" onClick={showAll}>
          {openCount > shownTickets ? t('card.more', { n: openCount - shownTickets }) : t('card.open.all')}
        </button>
      </header>
      <ul>
        {openTickets.slice(0, shownTickets).map((ticket) => (
          <Row key={ticket.id} ticket={ticket} callId={callId} />
        ))}
      </ul>
    </section>
  )
}

function Row({ ticket, callId }: { ticket: Ticket; callId: CallId | null }) {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(60_000)
  useStore(model.live.reference)
  const due = dueWords(t, language, ticket.slaDue, now)
  const names = namesOf(model)
  const holder = names.user(ticket.assigneeId) ?? names.queue(ticket.queueId)
  const number = ticket.number ?? ticket.provisionalNumber
  return (
    <li className="open-row">
      <button
        type="button"
        className="open-ticket"
        onClick={() => model.move({ type: 'openTicket', ticketId: ticket.id })}
      >
        <span className="open-number">{number ? `№ ${number}` : t('list.noNumber')}</span>
        <PriorityMark priority={ticket.priority} />
        <span className="open-subject truncate">{ticket.subject}</span>
        <span className={`open-due meaning-${due.meaning}`}>{due.words}</span>
        <span className="open-holder truncate">{holder ?? t(`status.${ticket.status}`)}</span>
      </button>
      {callId && (
        <IconButton
          icon="phoneLink"
          label={t('card.open.attach')}
          onClick={() => void linkCall(model, ticket.id, callId)}
        />
      )}
    </li>
  )
}
