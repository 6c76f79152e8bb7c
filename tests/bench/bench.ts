/** One line of bench-results.json. Times and sizes say their unit; `peer`/`ratio` are null where nothing stood beside. */
export interface BenchRow {
  name: string
  case: string
  unit: 'ms' | 'µs' | 'kB' | 'rows/s' | 'intents/s' | 'MB' | '%' | 'REGISTER/s' | 'count'
  n: number
  p50: number
  p99: number
  max: number
  /** The same figure (p50) of what was measured beside it in the same run. */
  peer: number | null
  /** p50 / peer. */
  ratio: number | null
  /** The goal in words; null: only told. */
  goal: string | null
  met: boolean | null
}

export interface Bench {
  name: string
  /** What is measured, from where to where. */
  title: string
  run(say: (line: string) => void): Promise<BenchRow[]>
}

/** The q-quantile (0…1) of unsorted samples by the nearest-rank method. */
export function quantile(samples: readonly number[], q: number): number {
  if (samples.length === 0) return Number.NaN
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] as number
}

/** A row from raw samples; `goal` is judged by the caller, who knows which quantile it speaks of. */
export function rowOf(
  what: Pick<BenchRow, 'name' | 'case' | 'unit'>,
  samples: readonly number[],
  beside: { peer?: readonly number[]; goal?: string; met?: (row: BenchRow) => boolean } = {},
): BenchRow {
  const p50 = quantile(samples, 0.5)
  const peer = beside.peer ? quantile(beside.peer, 0.5) : null
  const row: BenchRow = {
    ...what,
    n: samples.length,
    p50: round(p50),
    p99: round(quantile(samples, 0.99)),
    max: round(quantile(samples, 1)),
    peer: peer === null ? null : round(peer),
    ratio: peer === null ? null : round(p50 / peer),
    goal: beside.goal ?? null,
    met: null,
  }
  if (beside.met) row.met = beside.met(row)
  return row
}

const round = (value: number): number => Number(value.toPrecision(4))
