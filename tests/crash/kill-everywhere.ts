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

/** One life after the other, each killed at the next of the points; what each found broken names the kill before. */
export async function killAt(
  machine: Machine,
  points: readonly CrashPoint[],
  seed: number,
  told: (tally: Tally) => void = () => {},
): Promise<Tally> {
  const random = seeded(seed)
  const tally = emptyTally()
  let before = 'nothing'
  const live = async (end: End) => {
    const { killed, broken } = await machine.live(Math.floor(random() * 2 ** 31), end)
    tally.broken.push(...broken.map((what) => `after ${before}: ${what}`))
    tally.saved = machine.saved
    return killed
  }
  await live({ kind: 'point', point: 'never', nth: 1, prepare: 'newFolder' })
  for (const point of points) {
    const { name, prepare, times } = point
    for (let tries = 0; tries < triesMax; tries++) {
      const nth = tries === 0 ? 1 + Math.floor(random() * times) : 1
      const killed = await live({ kind: 'point', point: name, nth, prepare })
      before = killed ? `the kill at "${nameOf(point)}" (${nth})` : 'an ordinary end'
      if (!killed) continue
      tally.kills += 1
      tally.hit.set(nameOf(point), (tally.hit.get(nameOf(point)) ?? 0) + 1)
      break
    }
    told(tally)
  }
  await live({ kind: 'look' })
  return tally
}

/** Lives killed from outside, at any moment of their work. */
export async function killAnywhen(
  machine: Machine,
  times: number,
  seed: number,
  told: (tally: Tally) => void = () => {},
): Promise<Tally> {
  const random = seeded(seed)
  const tally = emptyTally()
  let before = 'nothing'
  const live = async (end: End) => {
    const { killed, broken } = await machine.live(Math.floor(random() * 2 ** 31), end)
    tally.broken.push(...broken.map((what) => `after ${before}: ${what}`))
    tally.saved = machine.saved
    return killed
  }
  await live({ kind: 'point', point: 'never', nth: 1, prepare: 'newFolder' })
  for (let nth = 0; nth < times; nth++) {
    const afterMs = Math.floor(random() * longestMs)
    if (await live({ kind: 'random', afterMs })) tally.kills += 1
    before = `a kill after ${afterMs} ms`
    told(tally)
  }
  await live({ kind: 'look' })
  return tally
}

/** A life has done everything once by then, even on a busy machine. */
const longestMs = 1_500

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
