import { type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes, useId } from 'react'
import { Icon } from './icon.tsx'
import './field.css'

export type FieldFrameProps = {
  label: string
  /** Where a prefilled value came from; goes away once a person changes it. */
  origin?: string | null
  error?: string | null
  hint?: string | null
  /** Beside the label, e.g. a small button. */
  aside?: ReactNode
}

type FrameChild = (wiring: { id: string; describedBy: string | undefined; invalid: boolean }) => ReactNode

/** Label above, the field, and one line of words below: the error if there is one. */
export function FieldFrame({
  label,
  origin,
  error,
  hint,
  aside,
  children,
}: FieldFrameProps & { children: FrameChild }) {
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint ?? null
  return (
    <div className={error ? 'field invalid' : 'field'}>
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {origin && <span className="field-origin truncate">{origin}</span>}
        {aside}
      </div>
      {children({ id, describedBy: note ? noteId : undefined, invalid: Boolean(error) })}
      {note && (
        <p className="field-note" id={noteId} role={error ? 'alert' : undefined}>
          {error && <Icon name="warning" size={14} />}
          {note}
        </p>
      )}
    </div>
  )
}

type InputNative = Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'className' | 'onChange' | 'value'>

export type TextFieldProps = FieldFrameProps &
  InputNative & { value: string; onText: (text: string) => void; inputRef?: Ref<HTMLInputElement> }

export function TextField({
  label,
  origin,
  error,
  hint,
  aside,
  value,
  onText,
  inputRef,
  ...native
}: TextFieldProps) {
  return (
    <FieldFrame label={label} origin={origin} error={error} hint={hint} aside={aside}>
      {({ id, describedBy, invalid }) => (
        <input
          autoComplete="off"
          spellCheck
          {...native}
          ref={inputRef}
          id={id}
          className="input"
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          value={value}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}

type AreaNative = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'className' | 'onChange' | 'value'>

export function TextAreaField({
  label,
  origin,
  error,
  hint,
  aside,
  value,
  onText,
  ...native
}: FieldFrameProps & AreaNative & { value: string; onText: (text: string) => void }) {
  return (
    <FieldFrame label={label} origin={origin} error={error} hint={hint} aside={aside}>
      {({ id, describedBy, invalid }) => (
        <textarea
          spellCheck
          {...native}
          id={id}
          className="input area"
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          value={value}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}
