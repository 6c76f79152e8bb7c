import { setTimeout as wait } from 'node:timers/promises'
import { fullJitterMs } from '#shared/backoff.ts'
import type { NumberedIntent, Outcome, PushAnswer, PushRequest } from '#wire/push.ts'
import { type Db, isCrossing, isDuplicate, isUnavailable } from '../db/db.ts'
import type { DeskLog } from '../http/desk-log.ts'
import type { Metrics } from '../http/metrics.ts'
import { registerConsole } from '../session/consoles.ts'
import { countCrash } from './crashes.ts'
import type { ListCache } from './space-lists.ts'
import {
  type Author,
  AuthorGone,
  ConsoleUnknown,
  IntentCrash,
  type Taken,
  takeIntent,
} from './take-intent.ts'

/** Two intents that crossed are begun again so often; then the console tries later. */
const crossingsMax = 8

export interface PushPorts {
  db: Db
  now: () => number
  random: () => number
  log: DeskLog
  metrics: Metrics
  lists: ListCache
  /** Waits so many ms. Absent: by the machine's own timers. */
  pause?: (ms: number) => Promise<unknown>
}

/**
 * Takes a console's intents in their order, each in a transaction of its own, up to the first that cannot be taken
 * now. Throws `AuthorGone`, and whatever the database throws when it is away before anything was taken.
 */
export async function pushIntents(
  ports: PushPorts,
  author: Author,
  request: PushRequest,
): Promise<PushAnswer> {
  const { db, metrics } = ports
  const { consoleId } = request
  const outcomes: Outcome[] = []
  let expected: number | null = null
  for (const numbered of request.intents) {
    let taken: Taken | Outcome
    try {
      taken = await takeOrRetry(ports, author, request, numbered)
    } catch (error) {
      // What was taken before is durable: say so. The console asks again for the rest and meets the cause then.
      if (outcomes.length === 0) throw error
      break
    }
    if ('outcome' in taken && !('taken' in taken)) {
      outcomes.push(taken)
      metrics.count('pult_intents_total', { outcome: taken.outcome })
      if (taken.outcome === 'retry') break
      expected = numbered.n + 1
      continue
    }
    if (!taken.taken) {
      expected = taken.expected
      metrics.count('pult_intents_total', { outcome: 'gap' })
      break
    }
    outcomes.push(taken.outcome)
    metrics.count('pult_intents_total', { outcome: taken.repeated ? 'repeated' : taken.outcome.outcome })
    expected = Math.max(expected ?? 0, numbered.n + 1)
  }
  expected ??= (await registerConsole(db, { ...author, consoleId }, ports.now())).lastN + 1
  return { outcomes, expected }
}

async function takeOrRetry(
  { db, now, random, log, lists, pause = wait }: PushPorts,
  author: Author,
  { consoleId }: PushRequest,
  numbered: NumberedIntent,
): Promise<Taken | Outcome> {
  for (let crossings = 0; ; crossings++) {
    try {
      return await db.transaction((tx) => takeIntent(tx, lists, author, consoleId, numbered, now()))
    } catch (error) {
      if (error instanceof AuthorGone || isUnavailable(error)) throw error
      if (error instanceof ConsoleUnknown && crossings < crossingsMax) {
        await registerConsole(db, { ...author, consoleId }, now())
        continue
      }
      if ((isCrossing(error) || isDuplicate(error)) && crossings < crossingsMax) {
        await pause(fullJitterMs(crossings, random, { baseMs: 5, capMs: 200 }))
        continue
      }
      log.fault('push.crash', error instanceof IntentCrash ? error.cause : error)
      if (!(error instanceof IntentCrash) && !isDuplicate(error)) {
        return { n: numbered.n, key: numbered.key, outcome: 'retry' }
      }
      return await countCrash(db, author, consoleId, numbered, now())
    }
  }
}
