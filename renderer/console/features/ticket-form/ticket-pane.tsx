import { memo, startTransition, useLayoutEffect, useState } from 'react'
import type { DraftId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { afterPaint } from '../../model/paint-guard.ts'
import { DraftsMenu } from './drafts-menu.tsx'
import { TicketForm } from './ticket-form.tsx'
import './ticket-form.css'

/** The pane on the right: the draft of what is shown. */
export const TicketPane = memo(function TicketPane() {
  const { drafts, wantsSubject } = useConsole()
  const openId = useStore(drafts.store, (state) => state.openId)
  const wanted = useStore(wantsSubject)
  const drawnId = useAfterPaint(openId, wanted !== null && wanted === openId)
  return (
    <aside className="ticket-pane">
      {drawnId ? <TicketForm key={drawnId} draftId={drawnId} /> : <NoDraft />}
    </aside>
  )
})

/**
 * The caller's card is painted first: a form of ten fields is drawn after the frame that shows who calls. A deferred
 * value would not do: its render may take its turns before that frame. `atOnce`: the dispatcher asked for the form by
 * key and types on; the next key is already meant for it.
 */
function useAfterPaint(openId: DraftId | null, atOnce: boolean): DraftId | null {
  const [drawnId, setDrawnId] = useState(openId)
  useLayoutEffect(() => {
    if (openId === drawnId) return
    // Not set while rendering: behind a transition on its way React forgets that, and takes the form away once more.
    if (atOnce) return setDrawnId(openId)
    return afterPaint(() => startTransition(() => setDrawnId(openId)))
  }, [openId, drawnId, atOnce])
  return atOnce ? openId : drawnId
}

function NoDraft() {
  const model = useConsole()
  const { t } = useText()
  return (
    <EmptyState icon="ticket" title={t('form.idle.title')}>
      <p>{t('form.idle.hint')}</p>
      <Button icon="plus" keys={capsFor('ticket.new')} onClick={() => runCommand(model, 'ticket.new')}>
        {t('command.newTicket')}
      </Button>
      <DraftsMenu />
    </EmptyState>
  )
}
