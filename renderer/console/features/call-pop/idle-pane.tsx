import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { capsFor, runCommand } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'

/** Nobody calls: what will happen by itself, and the two ways to begin. */
export function IdlePane() {
  const model = useConsole()
  const { t } = useText()
  return (
    <EmptyState icon="headset" title={t('card.idle.title')}>
      <p>{t('card.idle.hint')}</p>
      <Button
        icon="search"
        keys={capsFor('window.palette')}
        onClick={() => runCommand(model, 'window.palette')}
      >
        {t('command.palette')}
      </Button>
    </EmptyState>
  )
}
