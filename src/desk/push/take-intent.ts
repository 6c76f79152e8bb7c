import type { Role, User } from '#domain/directory/staff.ts'
import type { Entity, EntityPut } from '#domain/entities.ts'
import type { ConsoleId, SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { applyIntent } from '#domain/intent/apply-intent.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { intentRefs } from '#domain/intent/intent-refs.ts'
import type { Notice, Refusal } from '#domain/intent/refusal.ts'
import { ok, type Result, refuse } from '#shared/result.ts'
import type { NumberedIntent, Outcome } from '#wire/push.ts'
import { isDataFault, isDuplicate, type Sql } from '../db/db.ts'
import { checkedPut, loadRows, writeRows } from '../db/rows.ts'
import { FeedWriter } from '../feed/feed-writer.ts'
import { deskFields } from './desk-fields.ts'
import { lastRoute } from './last-route.ts'
import { readIntent } from './read-intent.ts'
import { keepTimelineOfReopened } from './reopened.ts'

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

export type Taken =
  | { taken: true; outcome: Exclude<Outcome, { outcome: 'retry' }>; repeated: boolean }
  /** Not this number's turn. */
  | { taken: false; expected: number }

/**
 * One intent in one transaction: its effect, its news, its result and the console's number become durable together.
 * A key that was seen answers what it answered then.
 */
export async function takeIntent(
  tx: Sql,
  author: Author,
  consoleId: ConsoleId,
  { n, key, madeAt, intent: sent }: NumberedIntent,
  at: Instant,
): Promise<Taken> {
  const { spaceId } = author
  const lastN = await lockConsole(tx, spaceId, consoleId)
  // After the lock, as a statement of its own: it must see what the holder of the lock before us committed.
  const [known] = await tx.query<{ outcome: Outcome | null; user: User | null }>(
    `select (select outcome from intent_results where space_id = $1 and key = $2) as outcome,
            (select row from users where space_id = $1 and id = $3) as user`,
    [spaceId, key, author.userId],
  )
  if (known?.outcome != null && known.outcome.outcome !== 'retry') {
    // The same change under a new number (an outbox that was renumbered): the number counts, the change does not.
    if (n === lastN + 1) await setLastN(tx, spaceId, consoleId, n)
    return { taken: true, outcome: { ...known.outcome, n }, repeated: true }
  }
  if (known?.user == null || !known.user.active) throw new AuthorGone('the author is not active')
  if (n !== lastN + 1) return { taken: false, expected: lastN + 1 }

  const read = readIntent(sent)
  const done = read.ok ? await perform(tx, author, known.user.role, read.value, at) : read
  const outcome: Exclude<Outcome, { outcome: 'retry' }> = done.ok
    ? { n, key, outcome: 'applied', notice: done.value }
    : { n, key, outcome: 'refused', refusal: done.refusal }
  await keepResult(tx, author, consoleId, { n, key, madeAt, at, outcome })
  return { taken: true, outcome, repeated: false }
}

/** Rows a mutator may change; the others are only looked at. */
const mayChange = (kind: Intent['kind']) => (entity: Entity) =>
  entity === 'ticket' || entity === 'callRecord' || (entity === 'contact' && kind.startsWith('contact.'))

async function perform(
  tx: Sql,
  { spaceId, userId }: Author,
  role: Role,
  intent: Intent,
  at: Instant,
): Promise<Result<Notice | null, Refusal>> {
  const rows = await loadRows(tx, spaceId, intentRefs(intent), mayChange(intent.kind))
  const route = intent.kind === 'ticket.route' ? await lastRoute(tx, spaceId, intent.ticketId) : null
  let applied: ReturnType<typeof applyIntent>
  try {
    applied = applyIntent(intent, rows.get, { by: userId, role, at, lastRouteOf: () => route })
  } catch (error) {
    throw new IntentCrash('the mutator threw', { cause: error })
  }
  if (!applied.ok) return refuse(applied.refusal)
  let puts: EntityPut[]
  try {
    puts = (await deskFields(tx, spaceId, applied.value.puts, rows, at)).map(checkedPut)
    await writeRows(tx, spaceId, puts)
  } catch (error) {
    if (isDuplicate(error) || (error instanceof Error && 'code' in error && !isDataFault(error))) throw error
    throw new IntentCrash('the rows it makes cannot be kept', { cause: error })
  }
  const feed = new FeedWriter(tx, spaceId, at)
  await feed.put(puts)
  await keepTimelineOfReopened(tx, spaceId, feed, puts)
  return ok(applied.value.notice)
}

/** Locks the console's line until the transaction ends, so that its intents are taken one after another. */
export async function lockConsole(tx: Sql, spaceId: SpaceId, consoleId: ConsoleId): Promise<number> {
  const [row] = await tx.query<{ last_n: number }>(
    'select last_n from consoles where space_id = $1 and console_id = $2 for update',
    [spaceId, consoleId],
  )
  if (row === undefined) throw new Error('the console was not registered')
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
  )
}
