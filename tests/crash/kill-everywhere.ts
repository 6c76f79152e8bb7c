import { seeded } from './chance.ts'
import type { End, Machine } from './lives.ts'
import { type CrashPoint, nameOf } from './points.ts'

export interface Tally {
  kills: number
  /** Kills by point; a point that is missing was never reached. */
  hit: Map<string, number>
  /** Changes said to be saved in all these lives. */
  saved: number
  broken: string[]
}

export const emptyTally = (): Tally => ({ kills: 0, hit: new Map(), saved: 0, broken: [] })

/** Which of several occasions is meant depends on what the life does: a later one may not come, the first does. */
const triesMax = 3

/** Lives of one machine, one after the other: what a life finds broken was done by the end `before` it. */
class Series {
  readonly tally = emptyTally()
  before = 'nothing'
  readonly #machine: Machine
  readonly #random: () => number

  constructor(machine: Machine, random: () => number) {
    this.#machine = machine
    this.#random = random
  }

  /** On a folder where nobody worked yet. */
  async begin(): Promise<void> {
    await this.live({ kind: 'point', point: 'never', nth: 1, prepare: 'newFolder' })
  }

  /** Answers whether it was killed where it was to be. */
  async live(end: End): Promise<boolean> {
    const { killed, broken } = await this.#machine.live(Math.floor(this.#random() * 2 ** 31), end)
    this.tally.broken.push(...broken.map((what) => `after ${this.before}: ${what}`))
    this.tally.saved = this.#machine.saved
    return killed
  }

  /** The last life only looks at what the one before left. */
  async end(): Promise<Tally> {
    await this.live({ kind: 'look' })
    return this.tally
  }
}

/** One life after the other, each killed at the next of the points; what each found broken names the kill before. */
export async function killAt(
  machine: Machine,
  points: readonly CrashPoint[],
  seed: number,
  told: (tally: Tally) => void = () => {},
): Promise<Tally> {
  const random = seeded(seed)
  const series = new Series(machine, random)
  const { tally } = series
  await series.begin()
  for (const point of points) {
    const { name, prepare, times } = point
    for (let tries = 0; tries < triesMax; tries++) {
      const nth = tries === 0 ? 1 + Math.floor(random() * times) : 1
      const killed = await series.live({ kind: 'point', point: name, nth, prepare })
      series.before = killed ? `the kill at "${nameOf(point)}" (${nth})` : 'an ordinary end'
      if (!killed) continue
      tally.kills += 1
      tally.hit.set(nameOf(point), (tally.hit.get(nameOf(point)) ?? 0) + 1)
      break
    }
    told(tally)
  }
  return await series.end()
}

/** Lives killed from outside, at any moment of their work. */
export async function killAnywhen(
  machine: Machine,
  times: number,
  seed: number,
  told: (tally: Tally) => void = () => {},
): Promise<Tally> {
  const random = seeded(seed)
  const series = new Series(machine, random)
  const { tally } = series
  await series.begin()
  for (let nth = 0; nth < times; nth++) {
    const afterMs = Math.floor(random() * longestMs)
    if (await series.live({ kind: 'random', afterMs })) tally.kills += 1
    series.before = `a kill after ${afterMs} ms`
    told(tally)
  }
  return await series.end()
}

/** A life has done everything once by then, even on a busy machine. */
const longestMs = 1_500

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
