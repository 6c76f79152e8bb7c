import type { Transfer } from '#domain/call/transfer.ts'
import type { CallId } from '#domain/ids.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { completeTransfer } from '../../model/transfer-actions.ts'
import { TransferField } from './transfer-field.tsx'
import './transfer.css'

function wordsOf(t: Say, { state, failure, to }: Transfer, who: string): string {
  if (state === 'failed') return t('transfer.failed', { why: t(`transfer.failure.${failure ?? 'failed'}`) })
  if (state === 'consulting') return t('transfer.consulting', { who })
  return t(state === 'ringing' ? 'transfer.ringing' : 'transfer.underWay', { who: who || to })
}

/** Under a call: where it is to go, how that goes, or that it did not succeed and the caller is still here. */
export function TransferPart({ callId }: { callId: CallId }) {
  const model = useConsole()
  const { t } = useText()
  const open = useStore(model.transferring) === callId
  const under = useStore(model.live.phone, (phone) => phone?.transfers.find((one) => one.callId === callId))
  const { users } = useStore(model.live.reference)
  const ready = useStore(
    model.live.phone,
    (phone) =>
      phone?.calls.some(({ id, state }) => id === under?.consultCallId && state === 'active') ?? false,
  )
  if (open) return <TransferField callId={callId} />
  if (!under) return null
  const who = users.find(({ extension }) => extension === under.to)?.name ?? under.to
  return (
    <div className={`transfer-state ${under.state}`}>
      <p role="status">
        <Icon name={under.state === 'failed' ? 'warning' : 'transfer'} size={14} />
        {wordsOf(t, under, who)}
      </p>
      {under.state === 'consulting' && (
        <Button
          look="filled"
          icon="transfer"
          keys={ready ? capsFor('call.transfer') : undefined}
          disabled={!ready}
          onClick={() => completeTransfer(model, under)}
        >
          {t('transfer.connect')}
        </Button>
      )}
    </div>
  )
}
