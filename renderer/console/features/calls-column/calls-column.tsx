import { memo } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { callsShown } from '../../model/live-calls.ts'
import { ConferencePart } from '../conference/conference-part.tsx'
import { ParkedList } from '../pick-up/parked-list.tsx'
import { PickUpField } from '../pick-up/pick-up-field.tsx'
import { LostCalls } from '../take-back/lost-calls.tsx'
import { CallRow } from './call-row.tsx'
import { Journal } from './journal.tsx'
import './calls-column.css'

/**
 * Live calls above, in the order they came so that none moves, over them what was lost and who is in conference; below them
 * callers to pick up, missed and last calls (`past`: they show customers).
 */
export const CallsColumn = memo(function CallsColumn({ past = true }: { past?: boolean }) {
  const { t } = useText()
  return (
    <nav className="calls-column" aria-label={t('calls.label')}>
      <div className="call-extras">
        <LostCalls />
        <ConferencePart />
        <PickUpField />
      </div>
      <Strip />
      <div className="call-extras">
        <ParkedList />
      </div>
      {past && <Journal />}
    </nav>
  )
})

function Strip() {
  const { live, stage } = useConsole()
  const phone = useStore(live.phone)
  const coreCalls = useStore(live.coreCalls)
  const shownId = useStore(stage, ({ shown }) => (shown.kind === 'call' ? shown.callId : null))
  const calls = callsShown(phone, coreCalls)
  if (calls.length === 0) return <NoCalls />
  return (
    <ul className="call-strip">
      {calls.map((call) => (
        <CallRow key={call.id} call={call} shown={call.id === shownId} />
      ))}
    </ul>
  )
}

function NoCalls() {
  const { live } = useConsole()
  const { t } = useText()
  const ready = useStore(live.phone, (phone) => phone?.line.state === 'ready')
  const key = (capsFor('window.palette') ?? []).join('+')
  return (
    <div className="call-strip quiet">
      <p className="no-calls">
        <Icon name="headset" />
        {t('calls.none')}
      </p>
      <p className="no-calls-hint">{ready ? t('calls.noneHint.ready', { key }) : t('calls.noneHint.deaf')}</p>
    </div>
  )
}
