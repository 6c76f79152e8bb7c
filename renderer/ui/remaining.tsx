import { useContext, useEffect, useRef } from 'react'
import { elapsedText } from './elapsed.tsx'
import { TickerContext } from './ticker.ts'

/** A second that has begun is still there to be used. */
const text = (until: number, now: number) => elapsedText(Math.ceil((until - now) / 1000) * 1000)

/** Time left until a moment, `0:23`; never negative. Written straight into the element, as `Elapsed` is. */
export function Remaining({ until }: { until: number }) {
  const ticker = useContext(TickerContext)
  const span = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const write = (now: number) => {
      if (span.current) span.current.textContent = text(until, now)
    }
    write(ticker.now())
    return ticker.onSecond(write)
  }, [ticker, until])
  return (
    <span className="elapsed" role="timer" ref={span}>
      {text(until, ticker.now())}
    </span>
  )
}
