import type { Emitter } from '#shared/emitter.ts'

/** One packet of A-law. `timestamp` counts samples on the time line of its `source`. */
export type Voice = { payload: Buffer; timestamp: number; source: object }

/** Something that speaks and listens: a phone's media, a simulated customer, an echo. */
export type AudioEnd = {
  readonly says: Emitter<Voice>
  hear(voice: Voice): void
}

/** Lets two ends hear each other until the returned function is called. */
export function join(a: AudioEnd, b: AudioEnd): () => void {
  const stops = [a.says.on((voice) => b.hear(voice)), b.says.on((voice) => a.hear(voice))]
  return () => {
    for (const stop of stops) stop()
  }
}
