import { formatNumber } from '#domain/directory/format-number.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useConsole } from '../../model/console-model.ts'
import { dial } from '../../model/dial-actions.ts'
import './number-button.css'

/** A number one can press to call it. `children`: how it stands in a text; else as people read it. */
export function NumberButton({ number, children }: { number: string; children?: string }) {
  const model = useConsole()
  const { t } = useText()
  const shown = children ?? formatNumber(number)
  return (
    <button
      type="button"
      className="number-button"
      title={t('dial.callNumber', { number: formatNumber(number) })}
      onClick={(event) => {
        // Rows open when they are pressed; a number in a row calls.
        event.stopPropagation()
        dial(model, number)
      }}
    >
      {shown}
    </button>
  )
}
