import { entityRow } from './entity-statements.ts'
import { type Pg, PgError, type Tx } from './pg.ts'
import type { Statements } from './statement.ts'

export interface ConsoleRow {
  consoleId: string
  code: string
  lastN: number
}

export interface ResultRow {
  key: string
  consoleId: string
  n: number
  tx: number
  outcome: { outcome: string; notice?: { code: string } | null } & Record<string, unknown>
}

export interface CrashRow {
  key: string
  crashes: number
  quarantined: boolean
}

export const consoleRow = (pg: Pg, tx: Tx | null, id: unknown) =>
  pg.get(tx, 'consoles', id as string) as ConsoleRow | null
export const resultRow = (pg: Pg, tx: Tx | null, key: unknown) =>
  pg.get(tx, 'intent_results', key as string) as ResultRow | null

/** Consoles, numbers, results and crashes of intents. */
export const pushStatements: Statements = {
  'console.lock': {
    pattern: /^select last_n from consoles where space_id = \$1 and console_id = \$2 for update$/,
    locks: ({ pg, tx, params }) =>
      consoleRow(pg, tx, params[1]) === null ? [] : [`console ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const found = consoleRow(pg, tx, params[1])
      return found === null ? [] : [{ last_n: found.lastN }]
    },
  },
  'console.find': {
    pattern: /^select code, last_n\b.* from consoles where space_id = \$1 and console_id = \$2$/,
    run: ({ pg, tx, params }) => {
      const found = consoleRow(pg, tx, params[1])
      return found === null ? [] : [{ code: found.code, last_n: found.lastN, wipe: false }]
    },
  },
  'console.register': {
    pattern: /^insert into consoles .* on conflict \(space_id, console_id\) do nothing$/,
    locks: ({ params }) => [`console ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const [, consoleId, code] = params as [string, string, string]
      if (consoleRow(pg, tx, consoleId) === null)
        pg.put(tx, 'consoles', consoleId, { consoleId, code, lastN: 0 })
      return []
    },
  },
  'console.setLastN': {
    pattern: /^update consoles set last_n = \$3 where space_id = \$1 and console_id = \$2$/,
    locks: ({ params }) => [`console ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const found = consoleRow(pg, tx, params[1])
      if (found !== null) pg.put(tx, 'consoles', found.consoleId, { ...found, lastN: params[2] })
      return []
    },
  },
  counter: {
    pattern: /^insert into counters .* do update set value = counters\.value \+ 1 returning value$/,
    locks: ({ params }) => [`counter ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const name = params[1] as string
      const value = ((pg.get(tx, 'counters', name) as number | null) ?? 0) + 1
      pg.put(tx, 'counters', name, value)
      return [{ value }]
    },
  },
  'intent.known': {
    pattern: /^select \(select outcome from intent_results where space_id = \$1 and key = \$2\) as outcome,/,
    run: ({ pg, tx, params }) => {
      const [, key, userId] = params as [string, string, string]
      return [
        {
          outcome: resultRow(pg, tx, key)?.outcome ?? null,
          user: entityRow(pg, tx, 'user', userId)?.row ?? null,
          lists: 0,
        },
      ]
    },
  },
  'intent.keep': {
    pattern: /^with counted as \(update consoles set last_n = \$4 .* insert into intent_results/,
    locks: ({ params }) => [`console ${params[2] as string}`, `result ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const [, key, consoleId, n, outcome] = params as [string, string, string, number, string]
      if (resultRow(pg, tx, key) !== null) throw new PgError('23505', 'duplicate key')
      const found = consoleRow(pg, tx, consoleId)
      if (found !== null) pg.put(tx, 'consoles', consoleId, { ...found, lastN: n })
      const kept = JSON.parse(outcome) as ResultRow['outcome']
      pg.put(tx, 'intent_results', key, { key, consoleId, n, tx: pg.xidOf(tx), outcome: kept })
      tx.intent = { key, consoleId, n }
      return []
    },
  },
  'crash.count': {
    pattern: /^insert into intent_crashes .* returning crashes$/,
    locks: ({ params }) => [`crash ${params[1] as string}`],
    run: ({ pg, tx, params }) => {
      const key = params[1] as string
      const known = pg.get(tx, 'intent_crashes', key) as CrashRow | null
      const crashes = (known?.crashes ?? 0) + 1
      pg.put(tx, 'intent_crashes', key, { key, crashes, quarantined: known?.quarantined ?? false })
      return [{ crashes }]
    },
  },
  'crash.quarantine': {
    pattern: /^update intent_crashes set quarantined = true/,
    run: ({ pg, tx, params }) => {
      const known = pg.get(tx, 'intent_crashes', params[1] as string) as CrashRow | null
      if (known !== null) pg.put(tx, 'intent_crashes', known.key, { ...known, quarantined: true })
      return []
    },
  },
}
