/** Quieter than this a microphone of a quiet room is not, in dB under full scale: the end of the scale of a meter. */
const quietestDb = -60
/** Speech at a headset lies between -35 and -15 dB; a fan or a far voice stays under. */
const speechDb = -42

/** Level of a block of samples (-1…1) in dB under full scale; pure silence is -Infinity. */
export function levelDb(samples: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < samples.length; index++) sum += (samples[index] ?? 0) ** 2
  return samples.length === 0 || sum === 0 ? Number.NEGATIVE_INFINITY : 10 * Math.log10(sum / samples.length)
}

/** Length 0…1 of the bar of a meter, even in dB as an ear hears it. */
export function barOf(db: number): number {
  return Math.min(1, Math.max(0, 1 - db / quietestDb))
}

export const isSpeech = (db: number): boolean => db >= speechDb

/** Level of one frequency in a block of samples, dB under full scale (Goertzel): a tone is told from a voice by it. */
export function toneDb(samples: ArrayLike<number>, hz: number, sampleRate: number): number {
  const step = 2 * Math.cos((2 * Math.PI * hz) / sampleRate)
  let before = 0
  let last = 0
  for (let index = 0; index < samples.length; index++) {
    const next = (samples[index] ?? 0) + step * last - before
    before = last
    last = next
  }
  const power = last ** 2 + before ** 2 - step * last * before
  const amplitude = (2 * Math.sqrt(Math.max(0, power))) / samples.length
  return samples.length === 0 || amplitude === 0 ? Number.NEGATIVE_INFINITY : 20 * Math.log10(amplitude)
}
