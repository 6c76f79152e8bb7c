import { useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'

/** New messages in our own mailbox; without any there is nothing to see. */
export function VoicemailLamp() {
  const model = useConsole()
  const { t } = useText()
  const fresh = useStore(model.live.phone, (phone) => phone?.voicemail?.fresh ?? 0)
  if (fresh === 0) return null
  return (
    <button type="button" className="bar-tray some" onClick={() => runCommand(model, 'own.voicemail')}>
      <Icon name="phone" size={14} />
      {t('bar.voicemail', { count: fresh })}
      <Kbd keys={capsFor('own.voicemail') ?? []} />
    </button>
  )
}
