/** Chromium's output device of a whole context; TypeScript's DOM does not know it yet. */
export type RingContext = AudioContext & { setSinkId(id: string): Promise<void> }

export function newRingContext(): RingContext {
  return new AudioContext() as RingContext
}
