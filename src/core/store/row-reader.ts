import type { Statement } from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import { type Entity, type EntityRow, entities } from '#domain/entities.ts'
import type { OrganisationId, TicketId } from '#domain/ids.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { decoder, selectList } from './codec.ts'
import { eachEntity } from './each-entity.ts'
import { entityTables } from './tables.ts'

type Owned = 'contact' | 'contract' | 'site' | 'equipment'

/** Order in which an organisation's rows are shown. */
const ownedOrder: Readonly<Record<Owned, string>> = {
  contact: 'name',
  contract: 'valid_to desc',
  site: 'name',
  equipment: 'site_id, name',
}

const decode = eachEntity<(values: unknown[]) => unknown>(decoder)

/** Put together once: the files are opened anew at each fill. */
const texts = eachEntity((entity) => {
  const select = `select ${selectList(entity)} from "${getTableName(entityTables[entity])}"`
  return {
    byId: `${select} where id = ?`,
    all: `${select} order by id`,
    after: `${select} where id > ? order by id limit ? + 0`,
  }
})

/** Reads rows of the cache by key and by owner; every statement is prepared once. */
export class RowReader {
  readonly #byId = new Map<Entity, Statement>()
  readonly #all = new Map<Entity, Statement>()
  readonly #after = new Map<Entity, Statement>()
  readonly #owned = new Map<Owned, Statement>()
  readonly #ownedCount = new Map<Owned, Statement>()
  readonly #timeline: Statement
  readonly #callsOfOrganisation: Statement
  readonly #callsOfUser: Statement

  constructor(db: Sqlite) {
    for (const entity of entities) {
      const { byId, all, after } = texts[entity]
      this.#byId.set(entity, db.prepare(byId).raw())
      this.#all.set(entity, db.prepare(all).raw())
      this.#after.set(entity, db.prepare(after).raw())
    }
    for (const entity of Object.keys(ownedOrder) as Owned[]) {
      const where = `from ${entity} where organisation_id = ?`
      this.#owned.set(
        entity,
        db.prepare(`select ${selectList(entity)} ${where} order by ${ownedOrder[entity]} limit ? + 0`).raw(),
      )
      this.#ownedCount.set(entity, db.prepare(`select count(*) ${where}`).pluck())
    }
    this.#timeline = db
      .prepare(
        `select ${selectList('timelineEntry')} from timeline_entry where ticket_id = ? order by at, id`,
      )
      .raw()
    const calls = `select ${selectList('callRecord')} from call_record`
    this.#callsOfOrganisation = db
      .prepare(`${calls} where organisation_id = ? order by ring_at desc limit ? + 0`)
      .raw()
    this.#callsOfUser = db.prepare(`${calls} where user_id = ? order by ring_at desc limit ? + 0`).raw()
  }

  get<E extends Entity>(entity: E, id: string): EntityRow<E> | null {
    const values = this.#byId.get(entity)?.get(id) as unknown[] | undefined
    return values ? this.#row(entity, values) : null
  }

  /** Every row of a small table (queues, categories, rules …). */
  all<E extends Entity>(entity: E): EntityRow<E>[] {
    return this.#rows(entity, this.#all.get(entity)?.all() ?? [])
  }

  /** The next rows in the order of ids. */
  after<E extends Entity>(entity: E, id: string, limit: number): EntityRow<E>[] {
    return this.#rows(entity, this.#after.get(entity)?.all(id, limit) ?? [])
  }

  ofOrganisation<E extends Owned>(entity: E, organisationId: OrganisationId, limit: number): EntityRow<E>[] {
    return this.#rows(entity, this.#owned.get(entity)?.all(organisationId, limit) ?? [])
  }

  countOfOrganisation(entity: Owned, organisationId: OrganisationId): number {
    return this.#ownedCount.get(entity)?.get(organisationId) as number
  }

  timeline(ticketId: TicketId): EntityRow<'timelineEntry'>[] {
    return this.#rows('timelineEntry', this.#timeline.all(ticketId))
  }

  callsOfOrganisation(organisationId: OrganisationId, limit: number): EntityRow<'callRecord'>[] {
    return this.#rows('callRecord', this.#callsOfOrganisation.all(organisationId, limit))
  }

  callsOfUser(userId: string, limit: number): EntityRow<'callRecord'>[] {
    return this.#rows('callRecord', this.#callsOfUser.all(userId, limit))
  }

  #row<E extends Entity>(entity: E, values: unknown[]): EntityRow<E> {
    return decode[entity](values) as EntityRow<E>
  }

  #rows<E extends Entity>(entity: E, found: unknown[]): EntityRow<E>[] {
    return (found as unknown[][]).map((values) => this.#row(entity, values))
  }
}
