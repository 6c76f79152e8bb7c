import { useId, useState } from 'react'
import type { CallId } from '#domain/ids.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useConsole } from '../../model/console-model.ts'
import { press } from '../../model/feature-actions.ts'

/** The longest one presses into a voice menu; the field shows its end. */
const shownMax = 32

/** Keys of the telephone: what is typed or pasted is pressed in the call at once. Deleting only tidies the field. */
export function KeypadField({ callId }: { callId: CallId }) {
  const model = useConsole()
  const { t } = useText()
  const id = useId()
  const [pressed, setPressed] = useState('')
  const type = (text: string) => {
    const typed = text.toUpperCase().replace(/[^\dA-D*#]/g, '')
    if (typed.length > pressed.length && typed.startsWith(pressed))
      press(model, callId, typed.slice(pressed.length).slice(0, shownMax))
    setPressed(typed.slice(-shownMax))
  }
  return (
    <div className="keypad">
      <label className="keypad-label" htmlFor={id}>
        {t('tools.keypad')}
      </label>
      <input
        id={id}
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the dispatcher asked for this field by key or button, to press keys in it
        autoFocus
        autoComplete="off"
        inputMode="tel"
        spellCheck={false}
        value={pressed}
        aria-describedby={`${id}-hint`}
        onChange={(event) => type(event.target.value)}
      />
      <span id={`${id}-hint`} className="keypad-hint">
        {t('tools.keypad.hint')}
      </span>
    </div>
  )
}
