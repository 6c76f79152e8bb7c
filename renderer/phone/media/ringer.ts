import type { RingKind } from './media-port.ts'
import { newRingContext, type RingContext } from './ring-context.ts'

type Burst = { fromS: number; lengthS: number; hz: number }

/** A ring: two short warbles, then silence. Repeats every three seconds. */
const ring: readonly Burst[] = [0, 0.2, 0.4, 0.9, 1.1, 1.3].map((fromS, index) => ({
  fromS,
  lengthS: 0.2,
  hz: index % 2 === 0 ? 660 : 784,
}))
/** A second call while talking: one soft tick that does not cover the customer's voice. */
const callWaiting: readonly Burst[] = [{ fromS: 0, lengthS: 0.12, hz: 523 }]

const periodMs = 3_000
/**
 * The first tone waits so long, ms: waking the sound card takes the processor for tens of ms, and by then the customer
 * is on the screen. An ear does not hear the difference.
 */
const wakeMs = 80
const waitingGain = 0.25
/** A wave cut at full height clicks. */
const rampS = 0.015

/** Makes the ring itself, on a device of its own (headset off the head: the speakers ring). */
export class Ringer {
  #context: RingContext | null = null
  #kind: RingKind = 'none'
  #timer: ReturnType<typeof setTimeout> | null = null
  #volume = 0.8
  #deviceId: string | null = null
  #playing: OscillatorNode[] = []

  /** Volume 0-1; the device by its id, null for the system's. */
  set({ volume, deviceId }: { volume: number; deviceId: string | null }): void {
    this.#volume = Math.min(1, Math.max(0, volume))
    if (deviceId === this.#deviceId) return
    this.#deviceId = deviceId
    if (this.#context) void this.#choose(this.#context)
  }

  play(kind: RingKind): void {
    if (kind === this.#kind) return
    this.#kind = kind
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (const oscillator of this.#playing) oscillator.stop()
    this.#playing = []
    if (kind === 'none') {
      // A running context keeps the sound card awake all shift.
      void this.#context?.suspend()
      return
    }
    const again = () => {
      this.#sound(kind)
      this.#timer = setTimeout(again, periodMs)
    }
    this.#timer = setTimeout(again, wakeMs)
  }

  #sound(kind: Exclude<RingKind, 'none'>): void {
    const context = this.#context ?? newRingContext()
    if (this.#context === null) {
      this.#context = context
      void this.#choose(context)
    }
    void context.resume()
    const height = this.#volume * (kind === 'ring' ? 1 : waitingGain)
    this.#playing = (kind === 'ring' ? ring : callWaiting).map((burst) => playBurst(context, burst, height))
  }

  async #choose(context: RingContext): Promise<void> {
    try {
      await context.setSinkId(this.#deviceId ?? '')
    } catch {
      // The device is gone: better a ring from the default one than none.
      await context.setSinkId('').catch(() => {})
    }
  }
}

function playBurst(context: AudioContext, { fromS, lengthS, hz }: Burst, height: number): OscillatorNode {
  const oscillator = context.createOscillator()
  const gain = context.createGain()
  const start = context.currentTime + fromS
  oscillator.frequency.value = hz
  gain.gain.setValueAtTime(0, start)
  gain.gain.linearRampToValueAtTime(height, start + rampS)
  gain.gain.setValueAtTime(height, start + lengthS - rampS)
  gain.gain.linearRampToValueAtTime(0, start + lengthS)
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(start)
  oscillator.stop(start + lengthS)
  return oscillator
}
