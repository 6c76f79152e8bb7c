import { useContext, useEffect, useRef } from 'react'
import { TickerContext } from './ticker.ts'

const two = (part: number) => String(part).padStart(2, '0')

/** `0:07`, `12:04`, `1:02:03`; a clock that runs a little behind never shows a negative time. */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** Time since a moment; the digits are written straight into the element, React is not asked every second. */
export function Elapsed({ since, until }: { since: number; until?: number }) {
  const ticker = useContext(TickerContext)
  const span = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const write = (now: number) => {
      if (span.current) span.current.textContent = elapsedText((until ?? now) - since)
    }
    write(ticker.now())
    return until === undefined ? ticker.onSecond(write) : undefined
  }, [ticker, since, until])
  // `role=timer` is silent for screen readers: a clock that speaks every second would be unbearable.
  return (
    <span className="elapsed" role="timer" ref={span}>
      {elapsedText((until ?? ticker.now()) - since)}
    </span>
  )
}

/** The time of day, `14:32`, in the language given. */
export function ClockNow({ locale }: { locale: string }) {
  const ticker = useContext(TickerContext)
  const element = useRef<HTMLTimeElement>(null)
  useEffect(() => {
    const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false })
    const write = (now: number) => {
      if (element.current) element.current.textContent = format.format(now)
    }
    write(ticker.now())
    return ticker.onSecond(write)
  }, [ticker, locale])
  return <time className="clock" ref={element} />
}
