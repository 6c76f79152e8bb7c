import type { Statement } from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import { type Entity, type EntityPut, type EntityRow, entities } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { columnsOf, encode } from './codec.ts'
import { PhoneIndex } from './phone-index.ts'
import { SearchIndex } from './search-index.ts'
import { entityTables } from './tables.ts'

interface Known {
  v: number
  doc: number
}

/** Puts and removes rows of the cache with what hangs on them (number index, full text), inside the caller's transaction. */
export class RowWriter {
  readonly #upsert = new Map<Entity, Statement>()
  readonly #known = new Map<Entity, Statement>()
  readonly #remove = new Map<Entity, Statement>()
  readonly #phones: PhoneIndex
  readonly #search: SearchIndex

  constructor(db: Sqlite) {
    this.#phones = new PhoneIndex(db)
    this.#search = new SearchIndex(db)
    for (const entity of entities) {
      const table = getTableName(entityTables[entity])
      const names = columnsOf[entity].map(({ column }) => `"${column.name}"`)
      const updates = names.slice(1).map((name) => `${name} = excluded.${name}`)
      this.#upsert.set(
        entity,
        db.prepare(
          `insert into "${table}" (${names.join(', ')}) values (${names.map(() => '?').join(', ')})
             on conflict (id) do update set ${updates.join(', ')} where excluded.v > "${table}".v`,
        ),
      )
      const doc = isSearched(entity) ? 'doc' : '0 as doc'
      this.#known.set(entity, db.prepare(`select v, ${doc} from "${table}" where id = ?`))
      this.#remove.set(entity, db.prepare(`delete from "${table}" where id = ?`))
    }
  }

  /** Puts a row unless a newer or the same version is there. Answers whether anything changed. */
  put(put: EntityPut): boolean {
    const known = this.#known.get(put.entity)?.get(put.row.id) as Known | undefined
    if (known && known.v >= put.row.v) return false
    const doc = isSearched(put.entity) ? (known?.doc ?? this.#search.nextDoc()) : 0
    this.#upsert.get(put.entity)?.run(...encode(put.entity, put.row as EntityRow<typeof put.entity>, doc))
    if (put.entity === 'contact') {
      if (known) this.#phones.remove(put.row.id)
      this.#phones.add(put.row)
    }
    this.#search.put(put, doc, known !== undefined)
    return true
  }

  /** Takes a row out (tombstone or evict) unless ours is newer than `v`. Answers whether it was there. */
  remove(entity: Entity, id: string, v: number): boolean {
    const known = this.#known.get(entity)?.get(id) as Known | undefined
    if (!known || known.v > v) return false
    if (entity === 'contact') this.#phones.remove(id)
    if (isSearched(entity)) this.#search.remove(entity, known.doc)
    this.#remove.get(entity)?.run(id)
    return true
  }
}

export type Searched = 'organisation' | 'contact' | 'ticket'
export const isSearched = (entity: Entity): entity is Searched =>
  entity === 'organisation' || entity === 'contact' || entity === 'ticket'
