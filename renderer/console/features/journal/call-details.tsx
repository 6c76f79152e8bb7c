import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { CallDetails as Details } from '#bridge/calls.ts'
import { colourOf } from '#domain/call/quality.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { CallId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { elapsedText } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import { policyOf } from '../../model/own-actions.ts'
import { callDetailsQuery } from '../../model/queries.ts'
import { endWords, talkWords, whoWords } from '../../words/ledger-words.ts'
import { pastText } from '../../words/time-words.ts'
import './journal.css'

/** Everything kept of one past call, with its tickets. */
export function CallDetails() {
  const model = useConsole()
  const { t } = useText()
  const callId = useStore(model.ledger.details)
  return (
    <Dialog
      open={callId !== null}
      onClose={() => model.ledger.details.set(null)}
      title={t('callDetails.title')}
      closeLabel={t('close')}
    >
      {callId && <Body callId={callId} />}
    </Dialog>
  )
}

function Body({ callId }: { callId: CallId }) {
  const model = useConsole()
  const { t } = useText()
  const { data, isError } = useQuery(callDetailsQuery(model, callId))
  if (isError) return <p className="call-details">{t('phone.noSuchCall')}</p>
  return data ? <Shown details={data} /> : <div className="call-details" aria-busy="true" />
}

function Shown({ details }: { details: Details }) {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(60_000)
  const { row, rangAt, tickets } = details
  const { record } = row
  const number = record.number ?? record.numberRaw
  const { organisationId, contactId } = record
  const close = () => model.ledger.details.set(null)
  const code = policyOf(model).wrapUpCodes.find((each) => each.code === record.wrapUpCode)
  // A code that left the company's list is shown as it was kept.
  const wrapUp = code?.[language] ?? record.wrapUpCode
  const waitedUntil = record.answeredAt ?? (row.missed ? record.endedAt : null)
  return (
    <div className="call-details">
      <dl>
        <Detail name={t('callDetails.when')}>
          {pastText(t, language, record.ringAt, now)} ·{' '}
          {row.missed ? t('calls.wasMissed') : record.direction === 'in' ? t('calls.in') : t('calls.out')}
        </Detail>
        <Detail name={t('callDetails.who')}>
          {[whoWords(t, { ...record, ...row }), row.organisationName ? row.contactName : null]
            .filter(Boolean)
            .join(' · ')}
        </Detail>
        {!record.hidden && number && <Detail name={t('callDetails.number')}>{formatNumber(number)}</Detail>}
        {record.dialledNumber && (
          <Detail name={t('callDetails.dialled')}>{formatNumber(record.dialledNumber)}</Detail>
        )}
        {record.callQueue && <Detail name={t('callDetails.queue')}>{record.callQueue}</Detail>}
        {record.direction === 'in' && waitedUntil !== null && (
          <Detail name={t('callDetails.waited')}>{elapsedText(waitedUntil - record.ringAt)}</Detail>
        )}
        {record.answeredAt !== null && <Detail name={t('callDetails.talk')}>{talkWords(t, row)}</Detail>}
        <Detail name={t('callDetails.end')}>{endWords(t, row, now)}</Detail>
        {record.quality && (
          <Detail name={t('callDetails.quality')}>
            {t(`quality.lamp.${colourOf(record.quality.mosAvg)}`)}
            <span className="faint">
              {' · '}
              {t('callDetails.quality.figures', {
                mos: record.quality.mosAvg.toFixed(1),
                least: record.quality.mosMin.toFixed(1),
                loss: record.quality.lossPercent.toFixed(1),
              })}
            </span>
          </Detail>
        )}
        {record.recording !== 'unknown' && (
          <Detail name={t('callDetails.recording')}>
            {t(record.recording === 'off' ? 'callDetails.recording.no' : 'callDetails.recording.yes')}
            {record.consent !== 'none' && ` · ${t(`recording.consent.${record.consent}`)}`}
          </Detail>
        )}
        {wrapUp && <Detail name={t('callDetails.wrapUp')}>{wrapUp}</Detail>}
        {rangAt.length > 1 && (
          <Detail name={t('callDetails.rangAt')}>
            {rangAt
              .map(({ userName, answered, end }) => {
                const how = answered ? t('callDetails.answered') : end && t(`end.${end}`)
                return [userName ?? t('journal.atPbx'), how].filter(Boolean).join(' — ')
              })
              .join('; ')}
          </Detail>
        )}
        {row.missed && (
          <Detail name={t('callDetails.settled')}>
            <Settlement details={details} now={now} />
          </Detail>
        )}
        <Detail name={t('callDetails.tickets')}>
          {tickets.length === 0 ? (
            <span className="faint">{t('callDetails.noTickets')}</span>
          ) : (
            <ul>
              {tickets.map(({ ticketId, number, subject }) => (
                <li key={ticketId}>
                  <button
                    type="button"
                    className="call-ticket"
                    onClick={() => {
                      close()
                      model.move({ type: 'openTicket', ticketId })
                    }}
                  >
                    {number ?? t('list.noNumber')} {subject}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Detail>
      </dl>
      <div className="call-details-deeds">
        {organisationId && (
          <Button
            onClick={() => {
              close()
              model.view.set('console')
              model.move({ type: 'showCustomer', organisationId, contactId })
            }}
          >
            {t('callDetails.customer')}
          </Button>
        )}
        {!record.hidden && number && (
          <Button
            icon="phone"
            onClick={() => {
              close()
              dial(model, number)
            }}
          >
            {t('ledger.callBack')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Settlement({ details, now }: { details: Details; now: number }) {
  const { t, language } = useText()
  const { settlement } = details
  if (settlement === null) return <span className="meaning-soon">{t('callDetails.waits')}</span>
  const { how, at, byName, note } = settlement
  return (
    <>
      {t('callDetails.settledBy', {
        how: t(`ledger.reason.${how}`),
        name: byName ?? t('refusal.somebody'),
        at: pastText(t, language, at, now),
      })}
      {note && <span className="soft"> · {note}</span>}
    </>
  )
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="call-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
