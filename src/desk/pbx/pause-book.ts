import type { QueuePauseAnswer } from '#domain/call/queue-pause.ts'
import type { SpaceId } from '#domain/ids.ts'
import type { Db } from '../db/db.ts'
import { type PbxRows, readPbxRows } from './pbx-rows.ts'
import { pbxSilentMs } from './pbx-silent.ts'

/** The node with the PBX writes once a second: asking more often tells nothing new, ms. */
const freshMs = 1_000

type Kept = { at: number; state: Promise<{ live: boolean; rows: PbxRows } | null> }

/** What consoles are told of the PBX's call queues, read once a second for all of them. */
export class PauseBook {
  readonly #db: Db
  readonly #now: () => number
  readonly #kept = new Map<SpaceId, Kept>()

  constructor(db: Db, now: () => number) {
    this.#db = db
    this.#now = now
  }

  /** Null: no PBX is attached to this desk. */
  async answerFor(spaceId: SpaceId, extension: string | null): Promise<QueuePauseAnswer | null> {
    const state = await this.#state(spaceId)
    if (state === null) return null
    if (!state.live) return { state: 'noPbx', reason: null }
    const member = state.rows.members.find((one) => one.extension === extension)
    return member?.pause ?? { state: 'notMember', reason: null }
  }

  /** Extensions that dispatchers of ours have the queues pass over, with the code why. */
  async away(spaceId: SpaceId): Promise<{ extension: string; reason: string }[]> {
    const state = await this.#state(spaceId)
    if (state === null || !state.live) return []
    return state.rows.members.flatMap(({ extension, pause }) =>
      pause.state === 'paused' && pause.reason !== null ? [{ extension, reason: pause.reason }] : [],
    )
  }

  #state(spaceId: SpaceId): Kept['state'] {
    const now = this.#now()
    const kept = this.#kept.get(spaceId)
    if (kept !== undefined && now - kept.at < freshMs) return kept.state
    const state = this.#read(spaceId, now)
    // A database that is away is asked again by the next console.
    state.catch(() => this.#kept.delete(spaceId))
    this.#kept.set(spaceId, { at: now, state })
    return state
  }

  async #read(spaceId: SpaceId, now: number): Kept['state'] {
    const [row] = await this.#db.query<{ at: number; live: boolean; rows: unknown }>(
      'select at, live, rows from pbx_state where space_id = $1',
      [spaceId],
    )
    return row ? { live: row.live && row.at > now - pbxSilentMs, rows: readPbxRows(row.rows) } : null
  }
}
