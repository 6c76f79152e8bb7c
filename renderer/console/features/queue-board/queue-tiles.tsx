import type { BoardView } from '#bridge/board.ts'
import type { TicketId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { dueWords, timeText } from '../../words/time-words.ts'

/** Tickets by queue: how many are open, how many late, which is the next. */
export function TicketQueueTiles({ queues, stale }: { queues: BoardView['queues']; stale: boolean }) {
  const model = useConsole()
  const { t, language } = useText()
  const now = useNow(10_000)
  const show = (queueId: BoardView['queues'][number]['queueId']) => {
    model.listQueue.set(queueId)
    model.listTab.set('queue')
    model.view.set('console')
  }
  return (
    <ul className={stale ? 'tiles stale' : 'tiles'}>
      {queues.map((queue) => {
        const due = queue.nearestDue ? dueWords(t, language, queue.nearestDue.due, now) : null
        return (
          <li key={queue.queueId} className="tile">
            <button type="button" className="tile-name truncate" onClick={() => show(queue.queueId)}>
              {queue.name}
            </button>
            <p className="tile-figures">
              <span>
                <strong>{queue.open}</strong> {t('board.open')}
              </span>
              {queue.breached > 0 && (
                <span className="meaning-breach">
                  <Icon name="warning" size={14} />
                  <strong>{queue.breached}</strong> {t('board.breached')}
                </span>
              )}
            </p>
            {queue.nearestDue && due ? (
              <button
                type="button"
                className="tile-due"
                onClick={() => {
                  model.view.set('console')
                  model.move({ type: 'openTicket', ticketId: queue.nearestDue?.ticketId as TicketId })
                }}
              >
                <span className={`due meaning-${due.meaning}`}>{due.words}</span>
                <span className="soft truncate">
                  {queue.nearestDue.number} {queue.nearestDue.subject}
                </span>
              </button>
            ) : (
              <p className="tile-due faint">{t('board.noDue')}</p>
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** Callers waiting at the PBX; what is not known is said, never drawn as a zero. */
export function CallQueueTiles({ callQueues }: { callQueues: BoardView['callQueues'] }) {
  const { t, language } = useText()
  if (!callQueues) return <p className="board-note">{t('board.noPbx')}</p>
  return (
    <>
      {!callQueues.live && (
        <p className="board-note meaning-soon">
          {t('board.pbxSilent', {
            time: callQueues.heardAt === null ? '—' : timeText(callQueues.heardAt, language),
          })}
        </p>
      )}
      <ul className={callQueues.live ? 'tiles' : 'tiles stale'}>
        {callQueues.rows.map((row) => (
          <li key={row.name} className={row.waiting > 0 ? 'tile waiting' : 'tile'}>
            <p className="tile-name truncate">{row.name}</p>
            <p className="tile-figures">
              <span>
                <strong>{row.waiting}</strong> {t('board.waiting')}
              </span>
              {row.longestSince !== null && (
                <span className="meaning-soon">
                  {t('board.longest')} <Elapsed since={row.longestSince} />
                </span>
              )}
            </p>
            <p className="tile-more">{t('board.free', { free: row.free, members: row.members })}</p>
            <p className="tile-more">
              {t('board.today', { answered: row.answeredToday, abandoned: row.abandonedToday })}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
