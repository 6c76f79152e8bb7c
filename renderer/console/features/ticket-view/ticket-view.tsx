import { useQuery } from '@tanstack/react-query'
import type { TicketRow } from '#bridge/tickets.ts'
import type { TicketId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button, IconButton } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { linkCall } from '../../model/caller-actions.ts'
import { useConsole } from '../../model/console-model.ts'
import { namesOf } from '../../model/names.ts'
import { ticketQuery } from '../../model/queries.ts'
import { errorWords } from '../../words/error-words.ts'
import { placeWords } from '../../words/refusal-words.ts'
import { dueWords } from '../../words/time-words.ts'
import { verdictLook } from '../../words/verdict-words.ts'
import { TextWithNumbers } from '../dial/text-with-numbers.tsx'
import { PriorityMark } from '../ticket-list/ticket-marks.tsx'
import { CommentBox } from './comment-box.tsx'
import { TicketActions } from './ticket-actions.tsx'
import { Timeline } from './timeline.tsx'
import './ticket-view.css'

/** One ticket over the card: what it is, what happened to it, and what can be done. Esc lays it aside. */
export function TicketView({ ticketId }: { ticketId: TicketId }) {
  const model = useConsole()
  const { t } = useText()
  const { data, error } = useQuery(ticketQuery(model, ticketId))
  const close = () => model.move({ type: 'closeTicket' })
  if (!data) {
    return (
      <EmptyState icon="ticket" title={error ? errorWords(t, error, namesOf(model)) : t('loading')}>
        <Button icon="back" onClick={close}>
          {t('back')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <article className="ticket-view" aria-label={t('ticket.label')}>
      <Head row={data.row} onClose={close} />
      <div className="ticket-body scroll">
        {data.row.ticket.description && (
          <p className="ticket-description">
            <TextWithNumbers text={data.row.ticket.description} />
          </p>
        )}
        <Timeline entries={data.timeline} />
      </div>
      <CommentBox row={data.row} />
    </article>
  )
}

function Head({ row, onClose }: { row: TicketRow; onClose: () => void }) {
  const model = useConsole()
  const { t, language } = useText()
  useStore(model.live.reference)
  const { ticket } = row
  const due = dueWords(t, language, ticket.slaDue, useNow(60_000))
  const look = verdictLook[ticket.verdict]
  const callId = useStore(model.stage, ({ shown }) => (shown.kind === 'call' ? shown.callId : null))
  const verdict = ticket.verdict === 'included' ? t('verdict.included.short') : t(`verdict.${ticket.verdict}`)
  return (
    <header className="ticket-head">
      <div className="ticket-line">
        <IconButton icon="back" label={t('back')} keys={['Esc']} onClick={onClose} />
        <span className="ticket-number">
          {ticket.number ?? ticket.provisionalNumber ?? t('list.noNumber')}
        </span>
        {ticket.number && ticket.provisionalNumber && (
          <span className="faint">{t('ticket.provisional', { number: ticket.provisionalNumber })}</span>
        )}
        {row.pending && (
          <span className="pending-mark soft" title={t('list.pending')}>
            <Icon name="pending" size={14} />
          </span>
        )}
        <TicketActions row={row} />
      </div>
      <h2 className="ticket-subject">{ticket.subject}</h2>
      <div className="ticket-facts">
        <PriorityMark priority={ticket.priority} />
        <span>{t(`status.${ticket.status}`)}</span>
        <span className={`due meaning-${due.meaning}`}>
          {row.dueEstimated && '~ '}
          {due.words}
        </span>
        <span className={`judgement meaning-${look.meaning}`}>
          <Icon name={look.sign} size={14} />
          {verdict}
        </span>
        <span>{placeWords(t, ticket, namesOf(model))}</span>
        <span className="soft">{t(`channel.${ticket.channel}`)}</span>
      </div>
      <div className="ticket-facts">
        {ticket.organisationId && (
          <button
            type="button"
            className="link-inline"
            onClick={() =>
              ticket.organisationId &&
              model.move({
                type: 'showCustomer',
                organisationId: ticket.organisationId,
                contactId: ticket.contactId,
              })
            }
          >
            {row.organisationName}
          </button>
        )}
        {row.contactName && <span>{row.contactName}</span>}
        {row.siteName && <span className="soft">{row.siteName}</span>}
        {callId && ticket.callId !== callId && (
          <Button look="outline" icon="phone" onClick={() => void linkCall(model, ticket.id, callId)}>
            {t('ticket.linkCall')}
          </Button>
        )}
      </div>
    </header>
  )
}
