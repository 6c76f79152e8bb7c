import { useEffect, useState } from 'react'
import type { BoardView } from '#bridge/board.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useNow } from '#renderer/ui/ticker.ts'
import { useConsole } from '../../model/console-model.ts'
import { followBoard } from '../../model/live.ts'
import { ageText } from '../../words/time-words.ts'
import { LedgerTiles } from '../ledger/ledger-tiles.tsx'
import { PeopleTable } from './people-table.tsx'
import { CallQueueTiles, TicketQueueTiles } from './queue-tiles.tsx'
import './queue-board.css'

/** News older than this is no longer the present, ms: the tile turns grey and says its age. */
export const staleAfterMs = 5_000

/** The supervisor's glance: queues, callers waiting, people; each part live or with its age. */
export default function QueueBoard() {
  const { links } = useConsole()
  const { t } = useText()
  const [board, setBoard] = useState<BoardView | null>(null)
  useEffect(() => followBoard(links, setBoard), [links])
  if (!board) {
    return (
      <main className="board">
        <EmptyState icon="board" title={t('board.loading')} />
      </main>
    )
  }
  return (
    <main className="board scroll">
      <header className="board-head">
        <h2>{t('board.title')}</h2>
        <Age at={board.at} />
      </header>
      <section className="board-section">
        <h3 className="board-title">{t('ledger.board')}</h3>
        <LedgerTiles />
      </section>
      <section className="board-section">
        <h3 className="board-title">{t('board.callQueues')}</h3>
        <CallQueueTiles callQueues={board.callQueues} />
      </section>
      <section className="board-section">
        <h3 className="board-title">{t('board.queues')}</h3>
        <TicketQueueTiles queues={board.queues} stale={board.at === null} />
      </section>
      <section className="board-section">
        <h3 className="board-title">{t('board.people')}</h3>
        <PeopleTable people={board.dispatchers} stale={board.at === null} />
      </section>
    </main>
  )
}

function Age({ at }: { at: number | null }) {
  const { t } = useText()
  const now = useNow()
  if (at === null) return <span className="meaning-soon">{t('board.cached')}</span>
  const stale = now - at > staleAfterMs * 2
  return (
    <span className={stale ? 'meaning-soon' : 'soft'}>
      {stale ? t('board.asOf', { age: ageText(t, at, now) }) : t('board.live')}
    </span>
  )
}
