/** Samples a second of G.711; a packet carries 20 ms of them. */
export const sampleRate = 8000
export const samplesPerPacket = 160
export const packetMs = 20

/** The A-law byte for silence (zero). */
export const aLawSilence = 0xd5

/** One 16-bit linear sample as A-law (ITU-T G.711, table 1a). */
export function toALaw(sample: number): number {
  const positive = sample >= 0
  let magnitude = positive ? sample : -sample - 1
  if (magnitude > 32_635) magnitude = 32_635
  let code = magnitude >> 4
  if (magnitude >= 256) {
    let exponent = 7
    for (let bit = 0x4000; (magnitude & bit) === 0 && exponent > 0; bit >>= 1) exponent--
    code = (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)
  }
  return code ^ 0x55 ^ (positive ? 0x80 : 0)
}

/** One A-law byte as a 16-bit linear sample, in the middle of the step that the byte stands for. */
export function fromALaw(byte: number): number {
  const code = byte ^ 0x55
  const exponent = (code >> 4) & 0x07
  const mantissa = code & 0x0f
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1)
  return code & 0x80 ? magnitude : -magnitude
}

/** A steady tone as A-law; whole periods fit when `hz` divides the sample rate into the number of samples. */
export function aLawTone(hz: number, samples: number, amplitude = 8000): Buffer {
  const tone = Buffer.alloc(samples)
  for (let i = 0; i < samples; i++) {
    tone[i] = toALaw(Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / sampleRate)))
  }
  return tone
}
