import { levelDb } from '#domain/sound/level.ts'

/** Twelve times a second looks alive and costs nothing that can be measured. */
const everyMs = 80
/** 43 ms at 48 kHz: longer than the lowest voice needs, shorter than a syllable. */
const blockSamples = 2_048

/** Listens to a stream and tells its level in dB under full scale, until it is stopped. */
export function listenTo(stream: MediaStream, hear: (db: number) => void): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = blockSamples
  const source = context.createMediaStreamSource(stream)
  source.connect(analyser)
  // Without a way to the end Chromium does not run the graph; at zero nobody hears it.
  const silence = context.createGain()
  silence.gain.value = 0
  analyser.connect(silence).connect(context.destination)
  void context.resume()
  const samples = new Float32Array(blockSamples)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    hear(levelDb(samples))
  }, everyMs)
  return () => {
    clearInterval(timer)
    source.disconnect()
    void context.close()
  }
}
