import { newRingContext } from './ring-context.ts'

const lengthS = 0.9
/** Two notes one after the other: no ring, no tone of a line. */
const notesHz = [523, 659] as const
const rampS = 0.02

/** A second of sound on that output (null: the system's), at that volume 0…1; resolves when it is over. */
export async function playTestTone(deviceId: string | null, volume: number): Promise<void> {
  const context = newRingContext()
  try {
    // A device that went a moment ago: the default one is heard, and the change is told elsewhere.
    await context.setSinkId(deviceId ?? '').catch(() => {})
    await context.resume()
    const gain = context.createGain()
    const start = context.currentTime
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(volume / 2, start + rampS)
    gain.gain.setValueAtTime(volume / 2, start + lengthS - rampS)
    gain.gain.linearRampToValueAtTime(0, start + lengthS)
    gain.connect(context.destination)
    const last = notesHz.map((hz, index) => {
      const oscillator = context.createOscillator()
      oscillator.frequency.value = hz
      oscillator.connect(gain)
      oscillator.start(start + (index * lengthS) / notesHz.length)
      oscillator.stop(start + ((index + 1) * lengthS) / notesHz.length)
      return oscillator
    })
    await new Promise((resolve) => last.at(-1)?.addEventListener('ended', resolve, { once: true }))
  } finally {
    await context.close()
  }
}
