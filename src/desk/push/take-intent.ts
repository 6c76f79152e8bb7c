import type { Role, User } from '#domain/directory/staff.ts'
import type { Entity, EntityPut } from '#domain/entities.ts'
import type { ConsoleId, SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { applyIntent } from '#domain/intent/apply-intent.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { intentRefs } from '#domain/intent/intent-refs.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import type { NumberedIntent, Outcome } from '#wire/push.ts'
import { isDataFault, isDuplicate, type Sql, sqlState } from '../db/db.ts'
import { checkedPut, type LoadedRows, loadRows, writeRows } from '../db/rows.ts'
import { FeedWriter } from '../feed/feed-writer.ts'
import { deskFields } from './desk-fields.ts'
import { lastRoute } from './last-route.ts'
import { readIntent } from './read-intent.ts'
import { keepTimelineOfReopened } from './reopened.ts'
import { type ListCache, listsVersionSql, type SpaceLists } from './space-lists.ts'

/** Whose intents these are, as the token says; nothing in a request can say otherwise. */
export interface Author {
  spaceId: SpaceId
  userId: UserId
}

/** The desk's own code threw on this intent: not the database's absence, and not the intent's fault for sure. */
export class IntentCrash extends Error {
  override readonly name = 'IntentCrash'
}

/** The author was switched off meanwhile. */
export class AuthorGone extends Error {
  override readonly name = 'AuthorGone'
}

/** The console was never here. */
export class ConsoleUnknown extends Error {
  override readonly name = 'ConsoleUnknown'
}

export type Taken =
  | { taken: true; outcome: Exclude<Outcome, { outcome: 'retry' }>; repeated: boolean }
  /** Not this number's turn. */
  | { taken: false; expected: number }

/**
 * One intent in one transaction: its effect, its news, its result and the console's number become durable together.
 * A key that was seen answers what it answered then. Throws `AuthorGone`, `ConsoleUnknown`, `IntentCrash`.
 */
export async function takeIntent(
  tx: Sql,
  lists: ListCache,
  author: Author,
  consoleId: ConsoleId,
  numbered: NumberedIntent,
  at: Instant,
): Promise<Taken> {
  const { n, key } = numbered
  const { spaceId } = author
  const read = readIntent(numbered.intent, numbered.version)
  // Asked for together, answered in this order: what follows the lock sees what its holder before us committed.
  const [lastN, known, looked] = await Promise.all([
    lockConsole(tx, spaceId, consoleId),
    knownOf(tx, author, key),
    read.ok ? lookFor(tx, spaceId, read.value) : null,
  ])
  if (known.outcome !== null && known.outcome.outcome !== 'retry') {
    // The same change under a new number (an outbox that was renumbered): the number counts, the change does not.
    if (n === lastN + 1) await setLastN(tx, spaceId, consoleId, n)
    return { taken: true, outcome: { ...known.outcome, n }, repeated: true }
  }
  const { user } = known
  if (user === null || !user.active) throw new AuthorGone('the author is not active')
  if (n !== lastN + 1) return { taken: false, expected: lastN + 1 }

  const keep = (outcome: Kept) => keepResult(tx, author, consoleId, { ...numbered, at, outcome })
  const refused = async (refusal: Refusal): Promise<Taken> => {
    const outcome = { n, key, outcome: 'refused', refusal } as const
    await keep(outcome)
    return { taken: true, outcome, repeated: false }
  }
  if (!read.ok) return await refused(read.refusal)
  if (looked === null) throw new Error('a readable intent was not looked for')
  const applied = judged(read.value, looked, { by: author.userId, role: user.role, at })
  if (!applied.ok) return await refused(applied.refusal)
  const outcome = { n, key, outcome: 'applied', notice: applied.value.notice } as const
  const listsNow = () => lists.of(tx, spaceId, known.lists)
  const puts = await finished(tx, spaceId, applied.value.puts, looked.rows, listsNow, at)
  await Promise.all([writeChange(tx, spaceId, puts, at), keep(outcome)])
  return { taken: true, outcome, repeated: false }
}

type Kept = Exclude<Outcome, { outcome: 'retry' }>

type KnownRow = { outcome: Outcome | null; user: User | null; lists: number }

/** What the desk knows of this key and its author, and which version of the lists it would be judged by. */
async function knownOf(tx: Sql, { spaceId, userId }: Author, key: string): Promise<KnownRow> {
  const [known] = await tx.query<KnownRow>(
    `select (select outcome from intent_results where space_id = $1 and key = $2) as outcome,
            (select row from users where space_id = $1 and id = $3) as user,
            ${listsVersionSql} as lists`,
    [spaceId, key, userId],
    { prepared: true },
  )
  if (known === undefined) throw new Error('the database answered nothing')
  return known
}

/** Rows a mutator may change; the others are only looked at. */
const mayChange = (kind: Intent['kind']) => (entity: Entity) =>
  entity === 'ticket' ||
  entity === 'callRecord' ||
  entity === 'ledgerClaim' ||
  (entity === 'contact' && kind.startsWith('contact.'))

type Looked = { rows: LoadedRows; route: Awaited<ReturnType<typeof lastRoute>> }

/** Everything the mutator may ask for, what it may change locked. */
async function lookFor(tx: Sql, spaceId: SpaceId, intent: Intent): Promise<Looked> {
  const [rows, route] = await Promise.all([
    loadRows(tx, spaceId, intentRefs(intent), mayChange(intent.kind)),
    intent.kind === 'ticket.route' ? lastRoute(tx, spaceId, intent.ticketId) : null,
  ])
  return { rows, route }
}

function judged(intent: Intent, { rows, route }: Looked, who: { by: UserId; role: Role; at: Instant }) {
  try {
    return applyIntent(intent, rows.get, { ...who, lastRouteOf: () => route })
  } catch (error) {
    throw new IntentCrash('the mutator threw', { cause: error })
  }
}

/** The rows as they will be kept. What the database says against asking is thrown on, the rest is a crash. */
async function finished(
  tx: Sql,
  spaceId: SpaceId,
  puts: readonly EntityPut[],
  before: LoadedRows,
  lists: () => Promise<SpaceLists>,
  at: Instant,
): Promise<EntityPut[]> {
  try {
    return (await deskFields(tx, spaceId, puts, before, lists, at)).map(checkedPut)
  } catch (error) {
    if (sqlState(error) !== '') throw error
    throw new IntentCrash('the rows it makes do not pass', { cause: error })
  }
}

async function writeChange(
  tx: Sql,
  spaceId: SpaceId,
  puts: readonly EntityPut[],
  at: Instant,
): Promise<void> {
  const feed = new FeedWriter(tx, spaceId, at)
  try {
    await Promise.all([
      writeRows(tx, spaceId, puts),
      feed.put(puts),
      keepTimelineOfReopened(tx, spaceId, feed, puts),
    ])
  } catch (error) {
    if (isDuplicate(error) || (sqlState(error) !== '' && !isDataFault(error))) throw error
    throw new IntentCrash('the rows it makes cannot be kept', { cause: error })
  }
}

/**
 * Locks the console's line until the transaction ends, so that its intents are taken one after another. Throws
 * `ConsoleUnknown`.
 */
export async function lockConsole(tx: Sql, spaceId: SpaceId, consoleId: ConsoleId): Promise<number> {
  const [row] = await tx.query<{ last_n: number }>(
    'select last_n from consoles where space_id = $1 and console_id = $2 for update',
    [spaceId, consoleId],
    { prepared: true },
  )
  if (row === undefined) throw new ConsoleUnknown('the console was not registered')
  return row.last_n
}

async function setLastN(tx: Sql, spaceId: SpaceId, consoleId: ConsoleId, n: number): Promise<void> {
  await tx.query('update consoles set last_n = $3 where space_id = $1 and console_id = $2', [
    spaceId,
    consoleId,
    n,
  ])
}

/** The result and the console's number, in the transaction of the effect. */
export async function keepResult(
  tx: Sql,
  { spaceId, userId }: Author,
  consoleId: ConsoleId,
  result: { n: number; key: string; madeAt: Instant; at: Instant; outcome: Outcome },
): Promise<void> {
  const { n, key, madeAt, at, outcome } = result
  await tx.query(
    `with counted as (update consoles set last_n = $4 where space_id = $1 and console_id = $3)
     insert into intent_results (space_id, key, console_id, n, outcome, user_id, made_at, at)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)`,
    [spaceId, key, consoleId, n, JSON.stringify(outcome), userId, madeAt, at],
    { prepared: true },
  )
}
