import { memo } from 'react'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { CallPop } from '../call-pop/call-pop.tsx'
import { CustomerPane } from '../call-pop/customer-pane.tsx'
import { IdlePane } from '../call-pop/idle-pane.tsx'
import { TicketView } from '../ticket-view/ticket-view.tsx'

/** A ticket if one is open, else the card of the call or the customer. */
export const Middle = memo(function Middle() {
  const { stage } = useConsole()
  const { shown, ticketId } = useStore(stage)
  return (
    <section className="middle">
      {ticketId ? <TicketView key={ticketId} ticketId={ticketId} /> : <Card shown={shown} />}
    </section>
  )
})

function Card({ shown }: { shown: ReturnType<ReturnType<typeof useConsole>['stage']['get']>['shown'] }) {
  if (shown.kind === 'call') return <CallPop callId={shown.callId} />
  if (shown.kind === 'customer') {
    return <CustomerPane organisationId={shown.organisationId} contactId={shown.contactId} />
  }
  return <IdlePane />
}
