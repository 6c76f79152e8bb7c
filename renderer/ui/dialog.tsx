import { Dialog as Base } from '@base-ui/react/dialog'
import type { ReactNode, RefObject } from 'react'
import { IconButton } from './button.tsx'
import './dialog.css'

/** Opened by a person only; a ring never opens one. Esc closes it, the focus goes back where it was. */
export function Dialog({
  open,
  onClose,
  title,
  closeLabel,
  size = 'middle',
  initialFocus,
  children,
}: {
  open: boolean
  onClose: () => void
  title: string
  closeLabel: string
  size?: 'middle' | 'large'
  initialFocus?: RefObject<HTMLElement | null>
  children: ReactNode
}) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="dialog-veil" />
        <Base.Popup className={`dialog ${size}`} initialFocus={initialFocus}>
          <div className="dialog-head">
            <Base.Title className="dialog-title">{title}</Base.Title>
            <IconButton icon="cross" label={closeLabel} onClick={onClose} />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** A dialog that is only its content: the command palette. */
export function BareDialog({
  open,
  onClose,
  label,
  children,
}: {
  open: boolean
  onClose: () => void
  label: string
  children: ReactNode
}) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="dialog-veil light" />
        <Base.Popup className="dialog bare" aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
