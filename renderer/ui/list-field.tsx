import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import './list-field.css'
import './option.css'

/** One row: a name, what is behind it (a number, a slot), and perhaps more on the right. */
export type ListRow = { id: string; name: string; detail: string; aside?: ReactNode }

export type ListFieldProps<Row extends ListRow> = {
  label: string
  placeholder: string
  typed: string
  onTyped: (text: string) => void
  /** What answers the typed text, best first. */
  rows: readonly Row[]
  /** Said when nothing answers what was typed. */
  emptyText: string
  /** True: Enter alone takes the first row. False: with nothing typed and nothing marked, Enter must do nothing. */
  firstIsMeant: boolean
  onChoose: (row: Row, how: { shift: boolean }) => void
  /** Below the list. */
  hint?: ReactNode
}

/**
 * A text field with its list always open below it, for a question asked in the middle of work: it takes the focus when
 * it appears, the arrows mark a row, Enter or a click takes it. Esc belongs to whoever opened it.
 */
export function ListField<Row extends ListRow>(props: ListFieldProps<Row>) {
  const { label, placeholder, typed, onTyped, rows, emptyText, firstIsMeant, onChoose, hint } = props
  const id = useId()
  const [marked, setMarked] = useState<number | null>(null)
  const at = marked ?? (firstIsMeant || typed.trim() !== '' ? 0 : -1)
  // A list that grew shorter leaves nobody marked: Enter must not mean another than was looked at.
  const chosen = rows[at] ?? null
  const optionId = (row: ListRow) => `${id}-${row.id}`
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      const from = chosen ? at : -1
      if (rows.length > 0) setMarked(Math.min(Math.max(from + step, 0), rows.length - 1))
    }
    if (event.key !== 'Enter' || event.ctrlKey || chosen === null || event.nativeEvent.isComposing) return
    event.preventDefault()
    onChoose(chosen, { shift: event.shiftKey })
  }
  return (
    <div className="list-field">
      <label className="list-field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the dispatcher asked for this field by key or button, to type into it
        autoFocus
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen ? optionId(chosen) : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        placeholder={placeholder}
        value={typed}
        onChange={(event) => {
          onTyped(event.target.value)
          setMarked(null)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={label}>
        {rows.map((row) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field, which keeps the focus
          <div
            key={row.id}
            id={optionId(row)}
            className="option"
            role="option"
            tabIndex={-1}
            aria-selected={row === chosen}
            data-highlighted={row === chosen ? '' : undefined}
            onClick={() => onChoose(row, { shift: false })}
          >
            <span className="option-name truncate">{row.name}</span>
            <span className="option-detail truncate">{row.detail}</span>
            {row.aside}
          </div>
        ))}
      </div>
      {rows.length === 0 && <p className="list-field-hint">{emptyText}</p>}
      {hint && <p className="list-field-hint">{hint}</p>}
    </div>
  )
}
