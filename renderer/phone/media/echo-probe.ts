import { toneDb } from '#domain/sound/level.ts'

/** Passes every codec of a telephone, and no voice holds it alone. */
const toneHz = 1_000
/** 21 ms at 48 kHz: the delay is known to half of it. */
const blockSamples = 1_024
const lookEveryMs = 10
/** Full scale is 0: the tone is sent at -6 dB, and an echo over two transcodings comes back within a few dB. */
const toneHeardDb = -40
const toneGoneDb = -55
/** A tone that did not come back by then does not: people call a delay of half a second unbearable. */
const answerWithinMs = 2_000
/** The median of three is not moved by one late packet. */
const soundings = 3

type Ports = {
  /** What comes from the other side. */
  remote: MediaStream
  /** Sends this track instead of the microphone. */
  send: (track: MediaStreamTrack) => Promise<void>
  signal: AbortSignal
}

/**
 * Sends short tones and listens for them: the time from sending to hearing, ms, or null when they do not come back. It
 * is what a person feels as delay, both jitter buffers and the sound card's blocks with it.
 */
export async function measureEcho({ remote, send, signal }: Ports): Promise<number | null> {
  const context = new AudioContext()
  try {
    const volume = context.createGain()
    volume.gain.value = 0
    const tone = context.createOscillator()
    tone.frequency.value = toneHz
    const out = context.createMediaStreamDestination()
    tone.connect(volume).connect(out)
    tone.start()
    const analyser = context.createAnalyser()
    analyser.fftSize = blockSamples
    const unheard = context.createGain()
    unheard.gain.value = 0
    context.createMediaStreamSource(remote).connect(analyser).connect(unheard).connect(context.destination)
    await context.resume()
    const [track] = out.stream.getAudioTracks()
    if (!track) return null
    await send(track)
    const block = new Float32Array(blockSamples)
    const level = () => {
      analyser.getFloatTimeDomainData(block)
      return toneDb(block, toneHz, context.sampleRate)
    }
    const delays: number[] = []
    for (let nth = 0; nth < soundings; nth++) {
      const began = context.currentTime
      volume.gain.setValueAtTime(0.5, began)
      if (!(await until(() => level() > toneHeardDb, signal))) return null
      delays.push(1_000 * (context.currentTime - began))
      volume.gain.setValueAtTime(0, context.currentTime)
      if (!(await until(() => level() < toneGoneDb, signal))) return null
    }
    return delays.sort((a, b) => a - b)[Math.floor(soundings / 2)] ?? null
  } finally {
    await context.close()
  }
}

/** True once it holds; false when the time is over or nobody wants to know any longer. */
function until(holds: () => boolean, signal: AbortSignal): Promise<boolean> {
  const deadline = performance.now() + answerWithinMs
  return new Promise((resolve) => {
    const look = () => {
      if (holds()) return resolve(true)
      if (signal.aborted || performance.now() > deadline) return resolve(false)
      setTimeout(look, lookEveryMs)
    }
    look()
  })
}
