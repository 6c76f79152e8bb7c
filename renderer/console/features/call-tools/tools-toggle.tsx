import type { CallId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { IconButton } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'

/** In the corner of a conversation's row: opens its keypad and what else can be done. The key stands in the title. */
export function ToolsToggle({ callId }: { callId: CallId }) {
  const model = useConsole()
  const { t } = useText()
  const open = useStore(model.callTools) === callId
  const keys = capsFor('call.tools')?.join('+')
  return (
    <span className="tools-toggle">
      <IconButton
        icon="keypad"
        label={t('command.callTools')}
        title={keys ? `${t('command.callTools')} (${keys})` : undefined}
        aria-expanded={open}
        onClick={() => model.callTools.set((now) => (now === callId ? null : callId))}
      />
    </span>
  )
}
