import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import './menu.css'

export type MenuEntry =
  | {
      kind?: 'item'
      id: string
      name: string
      icon?: IconName
      keys?: readonly string[]
      chosen?: boolean
      disabled?: boolean
      onChoose: () => void
    }
  | { kind: 'heading'; id: string; name: string }
  | { kind: 'line'; id: string }

/** A menu that drops from `trigger`. */
export function Menu({
  trigger,
  entries,
  open,
  onOpenChange,
}: {
  trigger: ReactElement
  entries: readonly MenuEntry[]
  open?: boolean
  onOpenChange?: (open: boolean) => void
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="floating" sideOffset={4} align="start">
          <Base.Popup className="popup menu">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.kind === 'line') return <Base.Separator className="menu-line" />
  if (entry.kind === 'heading') {
    return (
      <div className="menu-heading" role="presentation">
        {entry.name}
      </div>
    )
  }
  return (
    <Base.Item className="menu-item" disabled={entry.disabled} onClick={entry.onChoose}>
      <span className="menu-sign">
        {entry.chosen ? <Icon name="check" size={14} /> : entry.icon && <Icon name={entry.icon} size={14} />}
      </span>
      <span className="truncate">{entry.name}</span>
      {entry.chosen && <span className="sr-only">✓</span>}
      {entry.keys && <Kbd keys={entry.keys} />}
    </Base.Item>
  )
}
