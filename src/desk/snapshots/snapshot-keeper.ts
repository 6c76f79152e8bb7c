import { type Shape, shapes } from '#domain/entities.ts'
import { type SpaceId, spaceId as spaceIdSchema } from '#domain/ids.ts'
import type { SnapshotManifest } from '#wire/snapshot.ts'
import type { Db } from '../db/db.ts'
import { readCursor } from '../feed/cursor.ts'
import type { DeskLog } from '../http/desk-log.ts'
import type { Metrics } from '../http/metrics.ts'
import { buildSnapshot, schemaOf } from './build-snapshot.ts'
import type { SnapshotShelf } from './snapshot-shelf.ts'

/** A console pulls what changed since: at usual rates some hundred rows in that time. */
const everyMs = 15 * 60_000
/** After an import the copy is old at once. */
const changesMax = 20_000
/** How often it is looked whether one is due. */
const lookMs = 60_000

export interface KeeperPorts {
  db: Db
  /** A streaming replica that does the reading; the primary itself where there is none. */
  replica: Db | null
  shelf: SnapshotShelf
  now: () => number
  log: DeskLog
  metrics: Metrics
}

/** Keeps a fresh snapshot of every shape of every space, one being made at a time. */
export class SnapshotKeeper {
  readonly #ports: KeeperPorts
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()
  readonly #stopping = new AbortController()

  constructor(ports: KeeperPorts) {
    this.#ports = ports
  }

  /** Looks now, and every minute from then on. */
  start(): void {
    if (this.#stopping.signal.aborted) return
    this.#looking = this.look()
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) this.#ports.log.fault('snapshot', error)
      })
      .then(() => {
        if (this.#stopping.signal.aborted) return
        this.#timer = setTimeout(() => this.start(), lookMs)
        this.#timer.unref()
      })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#looking
  }

  /** Makes those that are due. Answers what was made. */
  async look(): Promise<SnapshotManifest[]> {
    const { db, shelf } = this.#ports
    const made: SnapshotManifest[] = []
    const spaces = await db.query<{ space_id: string }>('select space_id from spaces')
    for (const row of spaces) {
      const spaceId = spaceIdSchema.parse(row.space_id)
      for (const shape of shapes) {
        if (this.#stopping.signal.aborted) return made
        shelf.sweep(spaceId, shape, Date.now())
        if (await this.#isDue(spaceId, shape)) made.push(...(await this.#make(spaceId, shape)))
      }
    }
    return made
  }

  async #isDue(spaceId: SpaceId, shape: Shape): Promise<boolean> {
    const { db, shelf, now } = this.#ports
    const [newest] = shelf.list(spaceId, shape)
    if (newest === undefined || newest.schema !== schemaOf(shape)) return true
    const { epoch, position } = readCursor(newest.cursor)
    const [since] = await db.query<{ changes: number; epoch: string }>(
      `select count(*)::int as changes, (select epoch::text from desk_epoch) as epoch from (
         select from changes where space_id = $1 and shape = $2 and (tx, k) > ($3::bigint, $4::int) limit ${changesMax}
       ) newer`,
      [spaceId, shape, String(position.tx), position.k],
    )
    if (since?.epoch !== epoch) return true
    const { changes } = since
    return changes >= changesMax || (changes > 0 && now() - newest.at >= everyMs)
  }

  async #make(spaceId: SpaceId, shape: Shape): Promise<SnapshotManifest[]> {
    const { db, replica, shelf, now, log, metrics } = this.#ports
    const began = performance.now()
    const folder = shelf.folder(spaceId, shape)
    const { signal } = this.#stopping
    const manifest = await buildSnapshot(replica ?? db, { spaceId, shape, folder, now, signal })
    if (manifest === null) return []
    await shelf.publish(spaceId, manifest)
    const { rows, bytes } = manifest
    metrics.count('pult_snapshots_total', { shape })
    log.info({ event: 'snapshot', shape, rows, bytes, ms: Math.round(performance.now() - began) })
    return [manifest]
  }
}
