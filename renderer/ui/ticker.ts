import { createContext, useContext, useEffect, useState } from 'react'

export type Ticker = { now(): number; onSecond(listener: (now: number) => void): () => void }

/**
 * One timer for every clock on screen, aligned to the second, so that they step together and none drifts.
 * `now` is in ms since the epoch. The timer stops when nobody listens.
 */
export function createTicker(now: () => number = Date.now): Ticker {
  const listeners = new Set<(now: number) => void>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const arm = () => {
    timer = setTimeout(
      () => {
        const at = now()
        for (const listener of [...listeners]) listener(at)
        if (listeners.size > 0) arm()
        else timer = null
      },
      1000 - (now() % 1000),
    )
  }
  return {
    now,
    onSecond(listener) {
      const own = (at: number) => listener(at)
      listeners.add(own)
      if (timer === null) arm()
      return () => {
        listeners.delete(own)
        if (listeners.size === 0 && timer !== null) {
          clearTimeout(timer)
          timer = null
        }
      }
    },
  }
}

export const TickerContext = createContext<Ticker>(createTicker())

/** The present moment, renewed every `stepMs` (a multiple of a second): for words such as "in 45 min". */
export function useNow(stepMs = 1000): number {
  const ticker = useContext(TickerContext)
  const [now, setNow] = useState(() => ticker.now())
  useEffect(
    () =>
      ticker.onSecond((at) =>
        setNow((before) => (Math.floor(at / stepMs) === Math.floor(before / stepMs) ? before : at)),
      ),
    [ticker, stepMs],
  )
  return now
}
