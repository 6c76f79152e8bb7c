import type { ReactNode } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { Icon } from '#renderer/ui/icon.tsx'

/** Filter and switches of a list, beside its tabs. */
export function ListTools({
  text,
  onText,
  placeholder,
  openOnly,
  onOpenOnly,
  children,
}: {
  text: string
  onText: (text: string) => void
  placeholder: string
  openOnly?: boolean
  onOpenOnly?: (on: boolean) => void
  children?: ReactNode
}) {
  const { t } = useText()
  return (
    <div className="list-tools">
      {children}
      {onOpenOnly && (
        <button
          type="button"
          className="list-switch"
          aria-pressed={openOnly}
          onClick={() => onOpenOnly(!openOnly)}
        >
          <span className="switch-box">{openOnly && <Icon name="check" size={12} />}</span>
          {t('list.openOnly')}
        </button>
      )}
      <label className="list-filter">
        <Icon name="search" size={14} />
        <input
          type="search"
          value={text}
          aria-label={t('list.filter')}
          placeholder={placeholder}
          onChange={(event) => onText(event.target.value)}
        />
      </label>
    </div>
  )
}
