import type { Call } from '#domain/call/call.ts'
import type { CallQuality } from '#domain/call/call-quality.ts'
import { alarmsOf } from '#domain/call/media-alarms.ts'
import { type MediaSample, windowOf } from '#domain/call/media-sample.ts'
import { addScore, mosOf, newLamp, nextLamp, type QualityLamp } from '#domain/call/quality.ts'
import { causeOf } from '#domain/call/quality-cause.ts'
import {
  addReading,
  newQualitySum,
  type QualitySum,
  type QualitySummary,
  summaryOf,
} from '#domain/call/quality-summary.ts'
import type { CallId } from '#domain/ids.ts'
import type { VoiceSample } from './read-sample.ts'

export type QualityPorts = {
  calls: () => readonly Call[]
  sample: (id: CallId) => Promise<VoiceSample | null>
  /** Monotonic, ms. */
  clock: () => number
  after: (ms: number, then: () => void) => () => void
  changed: () => void
}

/** Counters of a browser move about ten times a second; a second is soon enough for a person. */
const everyMs = 1_000
/** Ten seconds of readings: the longest any alarm looks back, twice. */
const samplesKept = 11

type Watched = { samples: MediaSample[]; lamp: QualityLamp; quality: CallQuality; sum: QualitySum }

/** Listens to how each conversation sounds, once a second, as long as there is one. */
export class QualityWatch {
  readonly #ports: QualityPorts
  readonly #watched = new Map<CallId, Watched>()
  #running = false

  constructor(ports: QualityPorts) {
    this.#ports = ports
  }

  get all(): CallQuality[] {
    return [...this.#watched.values()].map(({ quality }) => quality)
  }

  /** How a call sounded so far; null when it was not listened to. */
  summaryOf(id: CallId): QualitySummary | null {
    const watched = this.#watched.get(id)
    return watched ? summaryOf(watched.sum) : null
  }

  /** Calls changed: begins with the first conversation, and forgets those that are over. */
  onCalls(): void {
    const active = new Set(this.#active().map(({ id }) => id))
    for (const id of this.#watched.keys()) if (!active.has(id)) this.#watched.delete(id)
    if (active.size === 0 || this.#running) return
    this.#running = true
    this.#ports.after(everyMs, () => void this.#round())
  }

  async #round(): Promise<void> {
    for (const { id } of this.#active()) await this.#read(id)
    this.#running = false
    this.onCalls()
  }

  async #read(id: CallId): Promise<void> {
    // A connection that closes while it is read has nothing to say.
    const read = await this.#ports.sample(id).catch(() => null)
    const call = this.#active().find((one) => one.id === id)
    if (read === null || !call) return
    const talking = call.holdLocal === 'off' && !call.holdRemote
    const sample: MediaSample = {
      ...read,
      at: this.#ports.clock(),
      muted: call.muted,
      expects: { inbound: talking, outbound: talking },
    }
    const before = this.#watched.get(id)
    const samples = [...(before?.samples ?? []), sample].slice(-samplesKept)
    const window = talking ? windowOf(samples) : null
    const mos = window && mosOf(window)
    const lamp = mos === null ? (before?.lamp ?? newLamp) : nextLamp(before?.lamp ?? newLamp, mos)
    const last = before?.sum ?? newQualitySum
    const sum = addReading(last, sample, mos === null ? last.scores : addScore(last.scores, mos))
    const alarms = alarmsOf(samples)
    const quality: CallQuality = { callId: id, lamp: lamp.shown, cause: causeOf(window, alarms), alarms }
    const same = before !== undefined && JSON.stringify(before.quality) === JSON.stringify(quality)
    this.#watched.set(id, { samples, lamp, sum, quality: same ? before.quality : quality })
    if (!same) this.#ports.changed()
  }

  #active() {
    return this.#ports.calls().filter((call) => call.state === 'active')
  }
}
