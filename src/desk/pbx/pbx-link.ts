import { setTimeout as wait } from 'node:timers/promises'
import { type DialPlan, russianDialPlan } from '#domain/directory/dial-plan.ts'
import type { SpaceId } from '#domain/ids.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import { type Db, isCrossing, isUnavailable } from '../db/db.ts'
import { typed } from '../db/drizzle-on.ts'
import { pbxStates } from '../db/schema.ts'
import type { DeskLog } from '../http/desk-log.ts'
import { type AbandonedCall, AbandonedCalls } from './abandoned-calls.ts'
import { type AmiAddress, AmiConnection, AmiRefused } from './ami-connection.ts'
import type { AmiFrame } from './ami-frames.ts'
import { CallQueues } from './call-queues.ts'
import { keepAbandoned } from './keep-abandoned.ts'
import { readPbxRows } from './pbx-rows.ts'
import { QueueMembers } from './queue-members.ts'
import { QueuePauses } from './queue-pauses.ts'
import { wantedPauses } from './wanted-pauses.ts'

/** The rows go to the database at most this often: a busy queue tells dozens of events a second. */
const writeMs = 1_000
/** A dispatcher who goes away is passed over by the queues within this. */
const pauseMs = 500
/** Written at least so often, so that other nodes know the link lives. */
const beatMs = 5_000
/** Asked anew so often: heals what a lost event left behind. */
const snapshotMs = 60_000
/** A wrong secret does not get right by trying; the PBX may ban the address that tries. */
const refusedMs = 60_000

export interface PbxPorts {
  db: Db
  now: () => number
  random: () => number
  log: DeskLog
  /** The rows changed: boards are drawn anew. */
  onChange: () => void
}

/**
 * The desk's one link to the PBX: keeps itself connected, folds the PBX's events into call queues and leaves them in
 * the database, where every node's board finds them. Only one node of a desk is given a PBX.
 */
export class PbxLink {
  readonly #ports: PbxPorts
  readonly #address: AmiAddress
  readonly #spaceId: SpaceId
  readonly #timeZone: string
  readonly #plan: DialPlan
  readonly #queues = new CallQueues()
  readonly #abandoned = new AbandonedCalls()
  readonly #members = new QueueMembers()
  readonly #pauses: QueuePauses
  /** Callers who gave up and are not in the database yet. */
  #unkept: AbandonedCall[] = []
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>
  #connection: AmiConnection | null = null
  #live = false
  #heardAt: number
  #dirty = false
  /** Events that wait for a snapshot; null when none is under way. */
  #early: AmiFrame[] | null = null

  constructor(
    ports: PbxPorts,
    address: AmiAddress,
    space: { spaceId: SpaceId; timeZone: string; dialPlan?: DialPlan },
  ) {
    this.#ports = ports
    this.#address = address
    this.#spaceId = space.spaceId
    this.#timeZone = space.timeZone
    this.#plan = space.dialPlan ?? russianDialPlan
    this.#heardAt = ports.now()
    this.#pauses = new QueuePauses(ports.now)
    const loops = [this.#keepConnected(), this.#keepPaused(), this.#keepWritten()]
    this.#running = Promise.all(loops).then(() => undefined)
  }

  get live(): boolean {
    return this.#live
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#connection?.close()
    await this.#running
  }

  async #keepConnected(): Promise<void> {
    const { signal } = this.#stopping
    await this.#restore()
    for (let attempt = 0; !signal.aborted; attempt++) {
      let waitMs = fullJitterMs(attempt, this.#ports.random, { baseMs: 500, capMs: 30_000 })
      try {
        await this.#connected(() => {
          attempt = 0
        })
        if (!signal.aborted) this.#ports.log.warn({ event: 'pbx.lost' })
      } catch (error) {
        if (signal.aborted) break
        const forGood = error instanceof AmiRefused && error.forGood
        if (forGood) waitMs = refusedMs
        if (attempt === 0 || forGood) this.#ports.log.fault('pbx.unreachable', error)
      }
      this.#live = false
      this.#touch()
      await pause(waitMs, signal)
    }
  }

  /** One connection, from login to its end. */
  async #connected(onLive: () => void): Promise<void> {
    const { signal } = this.#stopping
    this.#early = []
    const connection = await AmiConnection.open(this.#address, (frame) => this.#hear(frame), signal)
    this.#connection = connection
    this.#pauses.begin()
    try {
      await this.#snapshot(connection)
      this.#live = true
      onLive()
      this.#ports.log.info({ event: 'pbx.live', queues: this.#queues.rows().length })
      const ended = connection.closed.then(() => 'ended' as const)
      while ((await Promise.race([ended, pause(snapshotMs, signal)])) !== 'ended') {
        // Also finds out that the other side is gone without a word: an action without an answer cuts the line.
        await this.#snapshot(connection)
      }
    } finally {
      connection.close()
      this.#connection = null
    }
  }

  /** Events that come before the snapshot is complete are folded after it. */
  async #snapshot(connection: AmiConnection): Promise<void> {
    this.#early ??= []
    const frames = await connection.ask('QueueStatus')
    this.#queues.beginSnapshot()
    this.#members.beginSnapshot()
    this.#abandoned.beginSnapshot()
    for (const frame of frames) this.#fold(frame)
    for (const frame of this.#early) this.#fold(frame)
    this.#early = null
    this.#abandoned.endSnapshot(this.#ports.now())
    this.#touch()
  }

  #hear(frame: AmiFrame): void {
    if (this.#early === null) this.#fold(frame)
    else this.#early.push(frame)
  }

  #fold(frame: AmiFrame): void {
    const now = this.#ports.now()
    const gaveUp = this.#abandoned.hear(frame, now)
    if (gaveUp !== null) this.#unkept.push(gaveUp)
    this.#members.apply(frame)
    if (this.#queues.apply(frame, now)) this.#touch()
  }

  /** Asks the PBX to pass over whoever is away, and only them; what it does comes back as events. */
  async #keepPaused(): Promise<void> {
    const { signal } = this.#stopping
    let failing = false
    while (!signal.aborted) {
      await pause(pauseMs, signal)
      const connection = this.#connection
      if (connection === null || !this.#live) continue
      try {
        const wanted = await wantedPauses(this.#ports.db, this.#spaceId, this.#ports.now())
        const before = JSON.stringify(this.#pauses.answers(this.#members.all()))
        await this.#pauses.settle(this.#members.all(), wanted, (action, fields) =>
          connection.ask(action, fields),
        )
        if (JSON.stringify(this.#pauses.answers(this.#members.all())) !== before) this.#touch()
        failing = false
      } catch (error) {
        // The database or the PBX is away: the next round tries again.
        if (!signal.aborted && !failing && this.#connection === connection)
          this.#ports.log.fault('pbx.pause', error)
        failing = true
      }
    }
  }

  #touch(): void {
    this.#heardAt = this.#ports.now()
    this.#dirty = true
  }

  async #keepWritten(): Promise<void> {
    const { signal } = this.#stopping
    let writtenAt = 0
    let failing = false
    while (!signal.aborted) {
      await pause(writeMs, signal)
      const now = this.#ports.now()
      await this.#keepAbandoned(now)
      if (this.#queues.beginDay(dayIn(this.#timeZone, now))) this.#dirty = true
      if (!this.#dirty && now - writtenAt < beatMs) continue
      const changed = this.#dirty
      this.#dirty = false
      writtenAt = now
      try {
        const rows = { queues: this.#queues.rows(), members: this.#pauses.answers(this.#members.all()) }
        const state = { at: this.#live ? now : this.#heardAt, live: this.#live, rows }
        await typed(this.#ports.db)
          .insert(pbxStates)
          .values({ spaceId: this.#spaceId, ...state })
          .onConflictDoUpdate({ target: pbxStates.spaceId, set: state })
        failing = false
        if (changed) this.#ports.onChange()
      } catch (error) {
        // The database is away; the tailer tells of it, the next second writes again.
        this.#dirty = true
        if (!signal.aborted && !failing) this.#ports.log.fault('pbx.write', error)
        failing = true
      }
    }
    // Who was on the way out of a queue is not forgotten with this desk.
    await this.#keepAbandoned(Number.POSITIVE_INFINITY)
  }

  /** While the database is away they wait here and are tried again with the next write. */
  async #keepAbandoned(now: number): Promise<void> {
    this.#unkept.push(...this.#abandoned.letGo(now))
    for (let call = this.#unkept[0]; call !== undefined; call = this.#unkept[0]) {
      try {
        const kept = await keepAbandoned(this.#ports.db, this.#spaceId, this.#plan, call)
        if (kept) this.#ports.log.info({ event: 'pbx.abandoned', queue: call.callQueue })
      } catch (error) {
        // A database that is away comes back; a row it cannot take must not hold up the others for ever.
        if (isUnavailable(error) || isCrossing(error)) return
        this.#ports.log.fault('pbx.abandoned', error)
      }
      this.#unkept.shift()
    }
  }

  /** Today's counts, when the desk was restarted during the day. */
  async #restore(): Promise<void> {
    const rows = await typed(this.#ports.db).select().from(pbxStates)
    const kept = rows.find(({ spaceId }) => spaceId === this.#spaceId)
    const today = dayIn(this.#timeZone, this.#ports.now())
    if (kept !== undefined && dayIn(this.#timeZone, kept.at) === today) {
      this.#queues.restore(readPbxRows(kept.rows).queues)
    }
    this.#queues.beginDay(today)
  }
}

/** A wait that an abort ends early, without an error. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined)
}

/** The date in a zone, `YYYY-MM-DD`. */
function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at)
}
