import { useText } from '#renderer/texts/use-text.ts'
import { Elapsed } from '#renderer/ui/elapsed.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Menu, type MenuEntry } from '#renderer/ui/menu.tsx'
import { capsFor } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import { setOwn } from '../../model/window-actions.ts'

const reasons = ['break', 'lunch', 'training', 'meeting', 'technical'] as const
type Reason = (typeof reasons)[number]
const isReason = (reason: string): reason is Reason => (reasons as readonly string[]).includes(reason)

/** The dispatcher's own state and how long it has lasted; busy and wrap-up come by themselves. */
export function OwnStateMenu() {
  const model = useConsole()
  const { t } = useText()
  const own = useStore(model.live.own)
  const reasonWords = (reason: string) => (isReason(reason) ? t(`own.reason.${reason}`) : reason)
  const words = own ? (own.reason ? reasonWords(own.reason) : t(`own.${own.state}`)) : t('own.unknown')
  const entries: MenuEntry[] = [
    {
      id: 'available',
      name: t('own.available'),
      chosen: own?.state === 'available',
      keys: own?.state === 'away' ? capsFor('window.away') : undefined,
      onChoose: () => void setOwn(model, 'available', null),
    },
    { kind: 'line', id: 'line' },
    { kind: 'heading', id: 'because', name: t('own.awayBecause') },
    ...reasons.map(
      (reason): MenuEntry => ({
        id: reason,
        name: t(`own.reason.${reason}`),
        chosen: own?.state === 'away' && own.reason === reason,
        keys: reason === 'break' && own?.state !== 'away' ? capsFor('window.away') : undefined,
        onChoose: () => void setOwn(model, 'away', reason),
      }),
    ),
  ]
  return (
    <Menu
      trigger={
        <button type="button" className={`bar-own ${own?.state ?? 'unknown'}`}>
          <span className="sr-only">{t('own.menu')}: </span>
          <span className="truncate">{words}</span>
          {own && <Elapsed since={own.since} />}
          <Icon name="chevronDown" size={14} />
        </button>
      }
      entries={entries}
    />
  )
}
