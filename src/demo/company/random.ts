/**
 * The demo's own dice (mulberry32): the same seed gives the same company on every machine. Not for secrets.
 */
export class Random {
  #state: number

  /** A stream of its own for each thing that is generated, so that the nth can be made without those before it. */
  constructor(seed: number, stream = 0) {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0
    // Neighbouring streams begin alike; the first draws are thrown away.
    this.next()
    this.next()
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number in [0, end). */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  chance(share: number): boolean {
    return this.next() < share
  }

  pick<Thing>(things: readonly Thing[]): Thing {
    return things[this.below(things.length)] as Thing
  }
}

/** A list to pick from in which each thing stands as often as its share says (whole per cents). */
export function byShares<Thing extends string>(shares: Readonly<Record<Thing, number>>): readonly Thing[] {
  return (Object.keys(shares) as Thing[]).flatMap((thing) => Array<Thing>(shares[thing]).fill(thing))
}
