import type { Call } from '#domain/call/call.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { callsToMerge, merge, park } from '../../model/feature-actions.ts'
import { KeypadField } from './keypad-field.tsx'
import { RecordingPart } from './recording-part.tsx'
import './call-tools.css'

/** Opened under a conversation: keys to press in it, and what the PBX can do with it. */
export function CallTools({ call }: { call: Extract<Call, { state: 'active' }> }) {
  const model = useConsole()
  const { t } = useText()
  const open = useStore(model.callTools) === call.id
  const codes = useStore(model.live.settings, (settings) => settings?.pbxFeatures ?? null)
  // Painted anew with each snapshot of the phone: what can be merged follows from it.
  useStore(model.live.phone, (phone) => phone?.calls)
  if (!open) return null
  const canMerge = callsToMerge(model).length > 0
  return (
    <div className="call-tools">
      <KeypadField callId={call.id} />
      <div className="call-tools-row">
        <Button
          icon="merge"
          keys={capsFor('call.merge')}
          disabled={!canMerge}
          title={canMerge ? undefined : t('tools.mergeNone')}
          onClick={() => merge(model)}
        >
          {t('tools.merge')}
        </Button>
        {codes?.park && (
          <Button icon="park" keys={capsFor('call.park')} onClick={() => park(model, call.id)}>
            {t('command.park')}
          </Button>
        )}
      </div>
      <RecordingPart call={call} />
    </div>
  )
}
