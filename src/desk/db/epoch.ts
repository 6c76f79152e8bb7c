import { randomUUID } from 'node:crypto'
import type { Db, Sql } from './db.ts'

/**
 * The epoch of this history, made anew when the database is another one than before: its system identifier differs
 * (restored into a new cluster) or its timeline does (promoted from a replica, point-in-time recovery). Transaction
 * ids of another history mean nothing here.
 */
export async function currentEpoch(db: Db): Promise<string> {
  return await db.transaction(async (tx) => {
    await tx.query('lock table desk_epoch in exclusive mode')
    const { system, timeline } = await identity(tx)
    const [known] = await tx.query<{ epoch: string; system_identifier: string; timeline: string }>(
      'select epoch::text, system_identifier, timeline from desk_epoch',
    )
    if (known?.system_identifier === system && known.timeline === timeline) return known.epoch
    return await writeEpoch(tx, system, timeline)
  })
}

/**
 * Begins a new epoch by hand: after files of the same cluster were put back from a copy, which the cluster itself
 * cannot know. Every console then pulls anew and sends again what the copy does not have.
 */
export async function beginNewEpoch(db: Db): Promise<string> {
  return await db.transaction(async (tx) => {
    await tx.query('lock table desk_epoch in exclusive mode')
    const { system, timeline } = await identity(tx)
    return await writeEpoch(tx, system, timeline)
  })
}

async function identity(tx: Sql): Promise<{ system: string; timeline: string }> {
  const [row] = await tx.query<{ system: string; timeline: string }>(
    `select (select system_identifier::text from pg_control_system()) as system,
            case when pg_is_in_recovery() then (select lpad(to_hex(timeline_id), 8, '0') from pg_control_checkpoint())
                 else lower(substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)) end as timeline`,
  )
  if (row === undefined) throw new Error('the database did not tell its system identifier')
  return row
}

async function writeEpoch(tx: Sql, system: string, timeline: string): Promise<string> {
  const epoch = randomUUID()
  await rebase(tx)
  await tx.query(
    `insert into desk_epoch (epoch, system_identifier, timeline) values ($1, $2, $3)
     on conflict (one) do update set epoch = excluded.epoch, system_identifier = excluded.system_identifier,
       timeline = excluded.timeline, since = now()`,
    [epoch, system, timeline],
  )
  return epoch
}

/**
 * Puts what the feeds have of every row under one transaction of long ago. A cluster that was made anew counts its
 * transactions from the beginning: rows with the old, higher numbers would lie above its watermark, unseen, for
 * months. No number below 3 is ever given to a transaction. Every console begins from nothing in a new epoch, so what
 * was replaced or deleted need not be told any more.
 */
async function rebase(tx: Sql): Promise<void> {
  await tx.query('set local statement_timeout = 0')
  await tx.query(
    `with gone as (delete from changes returning *),
     latest as (
       select distinct on (space_id, shape, entity, id) * from gone
       order by space_id, shape, entity, id, v desc, tx desc, k desc
     )
     insert into changes (space_id, shape, tx, k, entity, id, op, v, at, row)
     select space_id, shape, 1, row_number() over (partition by space_id, shape order by tx, k),
       entity, id, op, v, at, row
     from latest where op = 'put'`,
  )
  await tx.query('update feed_state set gc_tx = 0, gc_k = 0, compacted_tx = 0')
  await tx.query('update intent_results set tx = 1')
}
