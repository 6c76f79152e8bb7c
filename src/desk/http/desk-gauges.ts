import type { Db } from '../db/db.ts'
import type { Replicas } from '../db/replicas.ts'
import type { Doorbell } from '../doorbell/doorbell.ts'
import type { Tailer } from '../feed/tailer.ts'
import type { Metrics } from './metrics.ts'

interface Gauged {
  db: Db
  tailer: Tailer
  replicas: Replicas
  doorbell: Doorbell
}

/** How this node and its database stand, read when the figures are asked for. */
export function deskGauges(metrics: Metrics, { db, tailer, replicas, doorbell }: Gauged): void {
  metrics.gauge('pult_feed_watermark_age_seconds', () => tailer.stall.ageMs / 1000)
  metrics.gauge('pult_feed_look_age_seconds', () => tailer.lookAgeMs / 1000)
  metrics.gauge('pult_replicas_fit', () => replicas.fitCount)
  metrics.gauge('pult_replica_lag_seconds', () => replicas.lagMs / 1000)
  metrics.gauge('pult_doorbell_joined', () => (doorbell.joined ? 1 : 0))
  metrics.gauge('pult_intents_quarantined', async () => {
    const [row] = await db.query<{ count: number }>('select count(*) from intent_crashes where quarantined')
    return row?.count ?? 0
  })
  const { pool } = db
  if (pool === undefined) return
  metrics.gauge('pult_db_connections_used', () => pool().used)
  metrics.gauge('pult_db_connections_idle', () => pool().idle)
  metrics.gauge('pult_db_connections_awaited', () => pool().waiting)
}
