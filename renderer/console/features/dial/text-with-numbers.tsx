import { useMemo } from 'react'
import { numbersInText } from '#domain/directory/numbers-in-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { NumberButton } from './number-button.tsx'

/** A text as it was written, its phone numbers being buttons. Never HTML. */
export function TextWithNumbers({ text }: { text: string }) {
  const { live } = useConsole()
  const country = useStore(live.settings, (settings) => settings?.dialPlan.country ?? 'RU')
  const found = useMemo(() => numbersInText(text, country), [text, country])
  if (found.length === 0) return text
  return (
    <>
      {found.map(({ from, to, number }, index) => (
        <span key={from}>
          {text.slice(found[index - 1]?.to ?? 0, from)}
          <NumberButton number={number}>{text.slice(from, to)}</NumberButton>
        </span>
      ))}
      {text.slice(found.at(-1)?.to)}
    </>
  )
}
