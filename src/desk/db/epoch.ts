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
  await tx.query(
    `insert into desk_epoch (epoch, system_identifier, timeline) values ($1, $2, $3)
     on conflict (one) do update set epoch = excluded.epoch, system_identifier = excluded.system_identifier,
       timeline = excluded.timeline, since = now()`,
    [epoch, system, timeline],
  )
  return epoch
}
