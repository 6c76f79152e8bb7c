import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench, BenchRow } from '#tests/bench/bench.ts'

/** `npm run bench [-- NAME …]`: runs the benchmarks one after the other, prints a table, writes bench-results.json. */
const root = join(import.meta.dirname, '..')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const names = readdirSync(join(root, 'tests/bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))

const unknown = wanted.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is called ${unknown.join(', ')}. There are: ${names.join(', ')}.\n`)
  process.exit(2)
}

const rows: BenchRow[] = []
let broken = 0
for (const name of wanted.length > 0 ? wanted : names) {
  const { bench } = (await import(join(root, 'tests/bench', `${name}.bench.ts`))) as { bench: Bench }
  process.stdout.write(`\n${bench.name}: ${bench.title}\n`)
  const began = performance.now()
  try {
    rows.push(...(await bench.run((line) => process.stdout.write(`  ${line}\n`))))
  } catch (error) {
    broken += 1
    process.stderr.write(
      `  ${bench.name} broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  }
  process.stdout.write(`  took ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
}

const columns = ['name', 'case', 'unit', 'n', 'p50', 'p99', 'max', 'peer', 'ratio', 'goal', 'met'] as const
const cells = rows.map((row) => columns.map((column) => (row[column] === null ? '–' : String(row[column]))))
const widths = columns.map((column, i) =>
  Math.max(column.length, ...cells.map((line) => (line[i] as string).length)),
)
const line = (words: readonly string[]) => words.map((word, i) => word.padEnd(widths[i] as number)).join('  ')
process.stdout.write(`\n${line(columns)}\n${cells.map((words) => `${line(words)}\n`).join('')}`)
writeFileSync(join(root, 'bench-results.json'), `${JSON.stringify(rows, null, 2)}\n`)
process.exit(broken > 0 ? 1 : 0)
