import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { mutants } from '#tests/sim/mutants/mutants.ts'
import { runSeed } from '#tests/sim/run-seed.ts'
import { type Found, firstBroken, replayCommand, seedsFrom } from '#tests/sim/run-seeds.ts'

const usage = `npm run sim -- [--seeds N] [--from N] [--workers N]   many runs of the sync, each from another seed
npm run sim -- --seed N [--mutant NAME]            one run, told line by line
npm run sim -- --mutants                           the faults that can be put in
`

/** What a worker is given, and what it tells. */
interface Share {
  from: number
  count: number
  step: number
}
type Word = { passed: number } | { found: Found | null }

/** How often a worker tells where it is, runs. */
const everyRuns = 50

const say = (text: string) => process.stdout.write(text)

if (isMainThread) process.exitCode = await main()
else await work(workerData as Share)

async function work({ from, count, step }: Share): Promise<void> {
  const tell = (word: Word) => parentPort?.postMessage(word)
  const found = await firstBroken(seedsFrom(from, count, step), {
    told: (passed) => passed % everyRuns === 0 && tell({ passed }),
  })
  tell({ found })
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '10000' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      mutant: { type: 'string' },
      mutants: { type: 'boolean', default: false },
    },
  })
  const numbers = [values.seeds, values.from, values.workers, values.seed ?? '1'].map(Number)
  if (!numbers.every((number) => Number.isInteger(number) && number > 0)) {
    say(usage)
    return 2
  }
  if (values.mutants) {
    for (const { name, what } of mutants) say(`${name.padEnd(36)} ${what}\n`)
    return 0
  }
  if (values.seed !== undefined) return await one(Number(values.seed), values.mutant)
  return await many(Number(values.from), Number(values.seeds), Number(values.workers))
}

async function one(seed: number, name: string | undefined): Promise<number> {
  const mutant = mutants.find((known) => known.name === name)
  if (name !== undefined && mutant === undefined) {
    say(`No mutant is called ${name}. There are: ${mutants.map((known) => known.name).join(', ')}.\n`)
    return 2
  }
  const { trace, violation } = await runSeed(seed, { traced: true, ...(mutant && { mutant }) })
  say(`${trace.join('\n')}\n\n`)
  say(violation === null ? `seed ${seed} keeps every promise\n` : `${violation.rule}: ${violation.text}\n`)
  return violation === null ? 0 : 1
}

async function many(from: number, seeds: number, workers: number): Promise<number> {
  const began = performance.now()
  const passed = new Map<number, number>()
  const seconds = () => (performance.now() - began) / 1000
  const progress = setInterval(() => {
    const done = [...passed.values()].reduce((sum, count) => sum + count, 0)
    const rate = done / seconds()
    say(
      `${done} of ${seeds} runs, ${rate.toFixed(0)} a second, ${((seeds - done) / Math.max(rate, 1)) | 0} s left\n`,
    )
  }, 5_000)
  const all: Worker[] = []
  const shares = Array.from({ length: workers }, (_, nth) => {
    const count = Math.floor(seeds / workers) + (nth < seeds % workers ? 1 : 0)
    const share: Share = { from: from + nth, count, step: workers }
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    all.push(worker)
    return new Promise<Found | null>((resolve, reject) => {
      worker.on('message', (word: Word) => {
        if ('passed' in word) passed.set(nth, word.passed)
        else resolve(word.found)
      })
      worker.once('error', reject)
    })
  })
  try {
    // The first that breaks a promise ends the rest.
    const found = await Promise.race([
      ...shares.map(async (share) => (await share) ?? (await new Promise<never>(() => undefined))),
      Promise.all(shares).then((ends) => ends.find((end) => end !== null) ?? null),
    ])
    if (found === null) {
      say(`${seeds} runs in ${seconds().toFixed(0)} s, every promise kept\n`)
      return 0
    }
    say(`seed ${found.seed} breaks ${found.violation.rule}: ${found.violation.text}\n`)
    say(`replay it with: ${replayCommand(found.seed)}\n`)
    return 1
  } finally {
    clearInterval(progress)
    for (const worker of all) await worker.terminate()
  }
}
