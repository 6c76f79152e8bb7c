import { sampleRate, toALaw } from './a-law.ts'

/** Sounds are loops of whole packets, made once. */
const loops = new Map<string, Buffer>()

function loop(name: string, seconds: number, sample: (atSeconds: number) => number): Buffer {
  const known = loops.get(name)
  if (known) return known
  const sound = Buffer.alloc(seconds * sampleRate)
  for (let i = 0; i < sound.length; i++) sound[i] = toALaw(Math.round(sample(i / sampleRate)))
  loops.set(name, sound)
  return sound
}

/** Where a syllable begins, how long it lasts (seconds), its pitch (Hz) and its vowel's two formants (Hz). */
const syllables = [
  [0.1, 0.16, 168, 700, 1220],
  [0.3, 0.14, 176, 460, 1700],
  [0.48, 0.24, 190, 640, 1190],
  [0.9, 0.15, 172, 390, 1990],
  [1.08, 0.18, 165, 570, 840],
  [1.3, 0.3, 150, 700, 1220],
  [2.1, 0.14, 180, 390, 1990],
  [2.28, 0.16, 186, 570, 840],
  [2.5, 0.15, 174, 660, 1720],
  [2.7, 0.32, 148, 440, 1020],
] as const

/** A voice that says nothing: ten vowels in two phrases, then a pause. Recognised as speech, tires nobody. */
export function murmur(): Buffer {
  return loop('murmur', 4, (t) => {
    const syllable = syllables.find(([from, length]) => t >= from && t < from + length)
    if (!syllable) return 0
    const [from, length, pitch, low, high] = syllable
    const progress = (t - from) / length
    const glide = pitch * (1 - 0.08 * progress)
    let sum = 0
    for (let harmonic = 1; harmonic <= 16; harmonic++) {
      const hz = harmonic * glide
      const vowel = resonance(hz, low, 110) + 0.5 * resonance(hz, high, 160) + 0.05
      sum +=
        (vowel / Math.sqrt(harmonic)) *
        Math.sin(2 * Math.PI * harmonic * pitch * (t - from) * (1 - 0.04 * progress))
    }
    return 3400 * Math.sin(Math.PI * progress) ** 0.6 * sum
  })
}

function resonance(hz: number, centre: number, width: number): number {
  return Math.exp(-(((hz - centre) / width) ** 2))
}

/** What one hears in a queue or on hold: four soft notes, each dying away. */
export function holdMusic(): Buffer {
  const notes = [523.25, 659.25, 783.99, 659.25]
  return loop('hold', 4, (t) => {
    const note = notes[Math.floor(t) % notes.length]!
    const since = t % 1
    return 3000 * Math.exp(-2.2 * since) * Math.min(1, since * 50) * Math.sin(2 * Math.PI * note * since)
  })
}

/** A steady tone for trying a headset: 400 Hz, whole periods in a second. */
export function steadyTone(): Buffer {
  return loop('tone', 1, (t) => 6000 * Math.sin(2 * Math.PI * 400 * t))
}
