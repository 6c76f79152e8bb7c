import type { Db, Sql } from '#desk/db/db.ts'
import { checkedPut, loadRows, writeRows } from '#desk/db/rows.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { compactFeed, dropTombstones } from '#desk/jobs/compact-feed.ts'
import { evictClosed } from '#desk/jobs/evict-closed.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { type EntityPut, type EntityRef, shapes } from '#domain/entities.ts'
import type { Chance } from '../chance.ts'
import { contactRow, organisation, queues, ticketRow } from './company.ts'

const day = 24 * 3_600_000
/** What is younger is not a day or a month old, however long the jobs are told it was: the node's reader has passed it. */
const settledMs = 8_000

/** Changes a transaction on its own whim: nothing of it happened. */
class ChangedItsMind extends Error {
  override readonly name = 'ChangedItsMind'
}

/** What changes at the desk without a console: the company's own data, imports, housekeeping. */
export class Admin {
  readonly #chance: Chance
  readonly #now: () => number
  readonly #pause: (ms: number) => Promise<void>
  readonly #userIds: readonly string[]
  readonly #tickets: string[]
  readonly #contacts = ['contact-1']

  constructor(
    chance: Chance,
    scheduler: { now: () => number; pause: (ms: number) => Promise<void> },
    userIds: readonly string[],
    tickets: string[],
  ) {
    this.#chance = chance
    this.#now = scheduler.now
    this.#pause = scheduler.pause
    this.#userIds = userIds
    this.#tickets = tickets
  }

  /** The first rows of all, in one transaction. */
  async found(db: Db, rows: readonly EntityPut[]): Promise<void> {
    await db.transaction((tx) => this.#write(tx, rows))
  }

  async act(db: Db): Promise<string> {
    const chance = this.#chance
    const kind = chance.weighed({ edit: 8, import: 4, remove: 3, removeForEver: 3, role: 2, keepHouse: 6 })
    try {
      await this.#do(kind, db)
    } catch (error) {
      if (!(error instanceof ChangedItsMind)) throw error
      return `${kind}, taken back`
    }
    return kind
  }

  async #do(
    kind: 'edit' | 'import' | 'remove' | 'removeForEver' | 'role' | 'keepHouse',
    db: Db,
  ): Promise<void> {
    const chance = this.#chance
    switch (kind) {
      case 'edit':
        return await this.#slowly(db, (tx) =>
          this.#edit(
            tx,
            chance.happens(0.5)
              ? { entity: 'organisation', id: organisation }
              : { entity: 'queue', id: chance.pick(queues) },
            (row) => ({ ...row, name: `имя ${chance.between(1, 999)}` }),
          ),
        )
      case 'role':
        return await this.#slowly(db, (tx) =>
          this.#edit(tx, { entity: 'user', id: chance.pick(this.#userIds) as never }, (row) => ({
            ...row,
            role: 'role' in row && row.role === 'dispatcher' ? 'supervisor' : 'dispatcher',
          })),
        )
      case 'import':
        return await this.#slowly(db, (tx) => this.#import(tx))
      case 'remove':
        return await this.#slowly(db, (tx) => this.#remove(tx))
      case 'removeForEver':
        await this.#slowly(db, (tx) => this.#remove(tx))
        await this.#pause(settledMs + 1_000)
        return await this.#keepHouse(db, 'tombstones')
      case 'keepHouse':
        return await this.#keepHouse(db, chance.weighed({ evict: 3, compact: 2, tombstones: 2 }))
    }
  }

  /** A transaction that may stay open for seconds, and may be taken back. */
  async #slowly(db: Db, work: (tx: Sql) => Promise<void>): Promise<void> {
    const chance = this.#chance
    await db.transaction(async (tx) => {
      await work(tx)
      if (chance.happens(0.3)) await this.#pause(chance.between(50, 8_000))
      if (chance.happens(0.25)) throw new ChangedItsMind()
    })
  }

  async #edit(tx: Sql, ref: EntityRef, change: (row: EntityPut['row']) => EntityPut['row']): Promise<void> {
    const rows = await loadRows(tx, mainSpace, [ref], () => true)
    const row = rows.get(ref.entity, ref.id as never) as EntityPut['row'] | null
    if (row === null) return
    await this.#write(tx, [{ entity: ref.entity, row: { ...change(row), v: row.v + 1 } } as EntityPut])
  }

  /** Many rows in one transaction; in some the texts are so long that no page holds all of them. */
  async #import(tx: Sql): Promise<void> {
    const chance = this.#chance
    const long = chance.happens(0.4)
    const count = long ? chance.between(8, 14) : chance.between(2, 8)
    const puts: EntityPut[] = []
    for (let nth = 0; nth < count; nth++) {
      if (!long && chance.happens(0.5)) {
        const row = contactRow(chance.uuid(), `Имя ${nth}`)
        this.#contacts.push(row.id)
        puts.push({ entity: 'contact', row })
      } else {
        const row = ticketRow(chance.uuid(), this.#now(), { description: long ? longText : '' })
        if (!long) this.#tickets.push(row.id)
        puts.push({ entity: 'ticket', row })
      }
    }
    const half = Math.floor(puts.length / 2)
    const feed = new FeedWriter(tx, mainSpace, this.#now())
    for (const part of [puts.slice(0, half), puts.slice(half)]) {
      await writeRows(tx, mainSpace, part)
      await feed.put(part)
    }
  }

  async #remove(tx: Sql): Promise<void> {
    const id = this.#chance.pick(this.#contacts)
    const [gone] = await tx.query<{ v: number }>(
      'delete from contacts where space_id = $1 and id = $2 returning v',
      [mainSpace, id],
    )
    if (gone === undefined) return
    await new FeedWriter(tx, mainSpace, this.#now()).drop('del', [{ entity: 'contact', id, v: gone.v }])
  }

  /** The hourly jobs as they are, told that so much time went by. */
  async #keepHouse(db: Db, job: 'evict' | 'compact' | 'tombstones'): Promise<void> {
    if (job === 'evict') await evictClosed(db, mainSpace, this.#now() + 61 * day)
    for (const shape of shapes) {
      // Always before deletions are forgotten, as the hourly jobs do: what was deleted must be gone by then.
      if (job !== 'evict') await compactFeed(db, mainSpace, shape, this.#now() + day - settledMs)
      if (job === 'tombstones') await dropTombstones(db, mainSpace, shape, this.#now() + 30 * day - settledMs)
    }
  }

  async #write(tx: Sql, puts: readonly EntityPut[]): Promise<void> {
    const checked = puts.map(checkedPut)
    await writeRows(tx, mainSpace, checked)
    await new FeedWriter(tx, mainSpace, this.#now()).put(checked)
  }
}

/** 20,000 letters of two bytes: seven of them fill a page. */
const longText = 'щ'.repeat(20_000)
