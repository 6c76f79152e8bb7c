import { parseArgs } from 'node:util'
import { seeded } from '#tests/crash/chance.ts'
import { emptyTally, killAnywhen, killAt, shuffled, type Tally } from '#tests/crash/kill-everywhere.ts'
import { Machine } from '#tests/crash/lives.ts'
import { crashPoints, nameOf } from '#tests/crash/points.ts'
import { noPostgres, startPostgres } from '#tests/support/postgres.ts'

const usage = `npm run crash -- [--times N] [--point TEXT] [--machines N] [--seed N]   SIGKILL at every named point, N times each
npm run crash -- --random N [--machines N] [--seed N]                    N times at any moment
npm run crash -- --list                                                  the points
… --power   a power cut instead: what no fsync reached is lost, or half there
`
const say = (text: string) => process.stdout.write(text)

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '25' },
    random: { type: 'string' },
    point: { type: 'string' },
    machines: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    power: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
})
const [times, machines, seed, randoms] = [
  values.times,
  values.machines,
  values.seed,
  values.random ?? '1',
].map(Number) as [number, number, number, number]
if (![times, machines, seed, randoms].every((number) => Number.isInteger(number) && number > 0)) {
  say(usage)
  process.exit(2)
}
const points = crashPoints.filter((point) => nameOf(point).includes(values.point ?? ''))
if (values.list) {
  for (const point of points) say(`${nameOf(point)}\n`)
  process.exit(0)
}

const began = performance.now()
const seconds = () => ((performance.now() - began) / 1000).toFixed(0)
// Round after round, so that a run that is ended early has been everywhere.
const chance = seeded(seed)
const order = Array.from({ length: times }, () => shuffled(points, chance)).flat()
const wanted = values.random === undefined ? order.length : randoms
const tallies: Tally[] = Array.from({ length: machines }, emptyTally)
const sum = () => {
  const total = emptyTally()
  for (const { kills, saved, broken, hit } of tallies) {
    total.kills += kills
    total.saved += saved
    total.broken.push(...broken)
    for (const [name, count] of hit) total.hit.set(name, (total.hit.get(name) ?? 0) + count)
  }
  return total
}
let toldBroken = 0
const progress = setInterval(() => {
  const { kills, saved, broken } = sum()
  say(
    `${kills} of ${wanted} kills, ${saved} changes said to be saved, ${broken.length} broken, ${seconds()} s\n`,
  )
  for (const what of broken.slice(toldBroken)) say(`  ${what}\n`)
  toldBroken = broken.length
}, 15_000)
/** What became of it so far; answers the exit code. */
const account = () => {
  const { kills, saved, broken, hit } = sum()
  const counts = points.map((point) => hit.get(nameOf(point)) ?? 0)
  if (values.random === undefined) {
    say(`${points.length} points, each hit ${Math.min(...counts)} to ${Math.max(...counts)} times\n`)
    for (const point of points) if (!hit.has(nameOf(point))) say(`never hit: ${nameOf(point)}\n`)
  }
  say(`${kills} kills, ${saved} changes said to be saved, ${broken.length} broken promises, ${seconds()} s\n`)
  for (const what of broken) say(`${what}\n`)
  return broken.length === 0 && (values.random !== undefined || Math.min(...counts) >= times) ? 0 : 1
}
// Ended early it tells how far it came.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(account()))

const server = noPostgres === null ? await startPostgres() : null
await Promise.all(
  tallies.map(async (_, nth) => {
    const machine = await Machine.start({
      database: server?.database(`desk_${nth}`) ?? null,
      power: values.power,
    })
    const told = (tally: Tally) => {
      tallies[nth] = tally
    }
    const share = order.filter((_, at) => at % machines === nth)
    const part = Math.floor(wanted / machines) + (nth < wanted % machines ? 1 : 0)
    try {
      tallies[nth] =
        values.random === undefined
          ? await killAt(machine, share, seed + nth, told)
          : await killAnywhen(machine, part, seed + nth, told)
    } finally {
      await machine.close()
    }
  }),
)
clearInterval(progress)
server?.stop()
process.exit(account())
