import { samplesPerPacket } from './a-law.ts'
import { join } from './audio.ts'
import type { Pacer } from './pacer.ts'
import type { Party } from './party.ts'
import { holdMusic } from './sounds.ts'

type Pair = { parties: readonly [Party, Party]; silence: () => void; stops: Array<() => void> }

/** Who talks with whom. When one of two leaves, the other is hung up. */
export class Bridge {
  readonly #pacer: Pacer
  readonly #pairs = new Map<Party, Pair>()

  constructor(pacer: Pacer) {
    this.#pacer = pacer
  }

  /** Puts two parties together; whom they talked with before is left alone without being hung up. */
  connect(a: Party, b: Party): void {
    this.part(a)
    this.part(b)
    const pair: Pair = { parties: [a, b], silence: () => {}, stops: [] }
    for (const party of pair.parties) {
      this.#pairs.set(party, pair)
      pair.stops.push(
        party.over.on(() => {
          const other = this.part(party)
          other?.hangUp('Q.850;cause=16')
        }),
      )
      const stopHold = party.leg?.news.on((news) => {
        if (news.type === 'held') this.#play(pair)
      })
      if (stopHold) pair.stops.push(stopHold)
    }
    this.#play(pair)
  }

  /** Takes a party out of its conversation and answers the other one, still up; null when it had none. */
  part(party: Party): Party | null {
    const pair = this.#pairs.get(party)
    if (!pair) return null
    pair.silence()
    for (const stop of pair.stops) stop()
    const [a, b] = pair.parties
    this.#pairs.delete(a)
    this.#pairs.delete(b)
    return a === party ? b : a
  }

  peerOf(party: Party): Party | null {
    const pair = this.#pairs.get(party)
    if (!pair) return null
    return pair.parties[0] === party ? pair.parties[1] : pair.parties[0]
  }

  /** Hold music for a phone until the returned function is called; a simulated party needs none. */
  music(party: Party): () => void {
    const { leg } = party
    if (!leg) return () => {}
    const source = {}
    let timestamp = 0
    const sound = holdMusic()
    return this.#pacer.start(() => {
      const from = timestamp % sound.length
      leg.media.hear({ payload: sound.subarray(from, from + samplesPerPacket), timestamp, source })
      timestamp += samplesPerPacket
    })
  }

  /** Lets both hear each other, or the one on hold the music, as the present holds say. */
  #play(pair: Pair): void {
    pair.silence()
    const [a, b] = pair.parties
    const aHolds = a.leg?.media.heldByPhone ?? false
    const bHolds = b.leg?.media.heldByPhone ?? false
    if (!aHolds && !bHolds) pair.silence = join(a.audio, b.audio)
    else if (aHolds && bHolds) pair.silence = () => {}
    else pair.silence = this.music(aHolds ? b : a)
  }
}
