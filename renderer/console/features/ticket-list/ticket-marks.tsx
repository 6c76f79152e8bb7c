import type { Priority } from '#domain/ticket/ticket.ts'
import { useText } from '#renderer/texts/use-text.ts'
import './ticket-marks.css'

const bars: { readonly [Each in Priority]: number } = { low: 1, normal: 2, high: 3, critical: 4 }

/** Priority as rising bars; four of them are a failure that stops work. The word is the title and for readers. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useText()
  const words = t(`priority.${priority}`)
  return (
    <span className={`priority ${priority}`} title={words}>
      <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" focusable="false">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            className={bar < bars[priority] ? 'bar on' : 'bar'}
            x={bar * 3.6}
            y={9 - bar * 2.6}
            width="2.4"
            height={3 + bar * 2.6}
            rx="0.8"
          />
        ))}
      </svg>
      <span className="sr-only">{words}</span>
    </span>
  )
}
