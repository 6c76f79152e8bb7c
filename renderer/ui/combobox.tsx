import { Combobox as Base } from '@base-ui/react/combobox'
import { type Ref, useMemo, useState } from 'react'
import { FieldFrame, type FieldFrameProps } from './field.tsx'
import { Icon } from './icon.tsx'
import { bestMatches, matchScore } from './match-text.ts'
import './combobox.css'
import './option.css'

export type Choice = { id: string; name: string /** Second line, also searched. */; detail?: string }

export type ComboboxFieldProps = FieldFrameProps & {
  choices: readonly Choice[]
  value: string | null
  onChoose: (id: string | null) => void
  placeholder: string
  /** Said when nothing answers what was typed. */
  emptyText: string
  clearLabel: string
  openLabel: string
  disabled?: boolean
  /** False: there is always a value. */
  clearable?: boolean
  inputRef?: Ref<HTMLInputElement>
  /** Given when the choices come from outside as one types: the list is shown as it is. */
  onTyped?: (text: string) => void
  onBlur?: () => void
}

const textOf = (choice: Choice) => (choice.detail ? `${choice.name} ${choice.detail}` : choice.name)
const sameChoice = (a: Choice, b: Choice) => a.id === b.id

/** At most so many rows are drawn; typing narrows the rest. */
const drawnRows = 60

/** A field that is filtered by typing, in either keyboard layout, and chosen with Enter. */
export function ComboboxField({
  label,
  origin,
  error,
  hint,
  aside,
  choices,
  value,
  onChoose,
  placeholder,
  emptyText,
  clearLabel,
  openLabel,
  disabled,
  clearable = true,
  inputRef,
  onTyped,
  onBlur,
}: ComboboxFieldProps) {
  const chosen = useMemo(() => choices.find((choice) => choice.id === value) ?? null, [choices, value])
  const [typed, setTyped] = useState<string | null>(null)
  const shown = useMemo(() => {
    if (typed === null || onTyped) return choices.slice(0, drawnRows)
    return bestMatches(choices, typed, textOf).slice(0, drawnRows)
  }, [choices, typed, onTyped])
  return (
    <FieldFrame label={label} origin={origin} error={error} hint={hint} aside={aside}>
      {({ id, describedBy, invalid }) => (
        <Base.Root
          items={choices as Choice[]}
          filteredItems={shown}
          filter={(choice: Choice, query: string) => matchScore(textOf(choice), query) > 0}
          itemToStringLabel={(choice: Choice) => choice.name}
          isItemEqualToValue={sameChoice}
          value={chosen}
          onValueChange={(choice) => {
            setTyped(null)
            onChoose((choice as Choice | null)?.id ?? null)
          }}
          onInputValueChange={(text, details) => {
            // Only what a person types filters: the value's own name would hide all the other choices.
            if (details.reason !== 'input-change') return
            setTyped(text)
            onTyped?.(text)
          }}
          onOpenChange={(open) => {
            if (!open) setTyped(null)
          }}
          autoHighlight
          disabled={disabled}
        >
          <Base.InputGroup className="combobox">
            <Base.Input
              id={id}
              className="input"
              ref={inputRef}
              placeholder={placeholder}
              aria-describedby={describedBy}
              aria-invalid={invalid || undefined}
              onFocus={(event) => event.currentTarget.select()}
              onBlur={onBlur}
            />
            {chosen && clearable && (
              <Base.Clear className="combobox-part" aria-label={clearLabel} tabIndex={-1}>
                <Icon name="cross" size={12} />
              </Base.Clear>
            )}
            <Base.Trigger className="combobox-part" aria-label={openLabel} tabIndex={-1}>
              <Icon name="chevronDown" size={14} />
            </Base.Trigger>
          </Base.InputGroup>
          <Base.Portal>
            <Base.Positioner className="floating" sideOffset={4}>
              <Base.Popup className="popup combobox-popup">
                <Base.Empty className="combobox-empty">{emptyText}</Base.Empty>
                <Base.List className="combobox-list scroll">
                  {(choice: Choice) => (
                    <Base.Item key={choice.id} value={choice} className="option">
                      <span className="option-sign">
                        <Base.ItemIndicator>
                          <Icon name="check" size={14} />
                        </Base.ItemIndicator>
                      </span>
                      <span className="option-name truncate">{choice.name}</span>
                      {choice.detail && <span className="option-detail truncate">{choice.detail}</span>}
                    </Base.Item>
                  )}
                </Base.List>
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </FieldFrame>
  )
}
