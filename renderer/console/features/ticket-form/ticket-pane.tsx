import { memo, useDeferredValue } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { DraftsMenu } from './drafts-menu.tsx'
import { TicketForm } from './ticket-form.tsx'
import './ticket-form.css'

/** The pane on the right: the draft of what is shown. */
export const TicketPane = memo(function TicketPane() {
  const { drafts } = useConsole()
  const openId = useStore(drafts.store, (state) => state.openId)
  // The caller's card is painted first; a form of ten fields may follow a frame later.
  const drawnId = useDeferredValue(openId)
  return (
    <aside className="ticket-pane">
      {drawnId ? <TicketForm key={drawnId} draftId={drawnId} /> : <NoDraft />}
    </aside>
  )
})

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
