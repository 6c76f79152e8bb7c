import type { Line } from '#domain/call/line.ts'
import { type Say, useText } from '#renderer/texts/use-text.ts'
import { useStore } from '#renderer/ui/external-store.ts'
import { assertNever } from '#shared/assert-never.ts'
import { useConsole } from '../../model/console-model.ts'
import { timeText } from '../../words/time-words.ts'

type Said = { words: string; look: 'ready' | 'waiting' | 'deaf' }

/** "Ready" only when the registration was answered; everything else says since when nothing is heard. */
function lineWords(t: Say, line: Line | null, time: (at: number) => string): Said {
  if (line === null) return { words: t('line.noPhone'), look: 'deaf' }
  switch (line.state) {
    case 'ready':
      return { words: t('line.ready', { ext: line.extension }), look: 'ready' }
    case 'off':
      return { words: t('line.off'), look: 'deaf' }
    case 'connecting':
    case 'registering':
      return line.deafSince === null
        ? { words: t('line.connecting'), look: 'waiting' }
        : { words: t('line.deafSince', { time: time(line.deafSince) }), look: 'deaf' }
    case 'backoff':
    case 'refused':
      return { words: t('line.deafSince', { time: time(line.deafSince) }), look: 'deaf' }
    default:
      return assertNever(line, 'line')
  }
}

export function LineState() {
  const { live } = useConsole()
  const { t, language } = useText()
  const line = useStore(live.phone, (phone) => phone?.line ?? null)
  const { words, look } = lineWords(t, line, (at) => timeText(at, language))
  return (
    <span className={`bar-line ${look}`} role="status">
      <span className="bar-dot" aria-hidden="true" />
      <span className="truncate">{words}</span>
    </span>
  )
}
