import type { Statement } from 'better-sqlite3'
import { getTableName } from 'drizzle-orm'
import { type Entity, type EntityPut, type EntityRow, entities } from '#domain/entities.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { type Bound, columnsOf, encode } from './codec.ts'
import { eachEntity } from './each-entity.ts'
import { PhoneIndex } from './phone-index.ts'
import { isSearched, type Searched, searchFields } from './search-index.ts'
import { entityTables } from './tables.ts'
import type { TextDebt } from './text-debt.ts'

/** Where a kind's columns of interest stand among its columns. */
interface Places {
  v: number
  /** Null: not found by its words. */
  doc: number | null
  /** What it is found by. */
  words: readonly number[]
  phones: number
}

/** Puts and removes rows of the cache with their number index, inside the caller's transaction; their full text it owes. */
export class RowWriter {
  readonly #db: Sqlite
  readonly #insert = new Map<Entity, Statement>()
  readonly #known = new Map<Entity, Statement>()
  readonly #remove = new Map<Entity, Statement>()
  readonly #update = new Map<string, Statement>()
  readonly #phones: PhoneIndex
  readonly #debt: TextDebt

  constructor(db: Sqlite, debt: TextDebt) {
    this.#db = db
    this.#phones = new PhoneIndex(db)
    this.#debt = debt
    for (const entity of entities) {
      const sql = texts[entity]
      this.#insert.set(entity, db.prepare(sql.insert))
      this.#known.set(entity, db.prepare(sql.known).raw())
      this.#remove.set(entity, db.prepare(sql.remove))
    }
  }

  /** Puts a row unless a newer or the same version is there. Answers whether anything changed. */
  put(put: EntityPut): boolean {
    const { entity, row } = put
    const places = placesOf[entity]
    const known = this.#known.get(entity)?.get(row.id) as Bound[] | undefined
    if (known && (known[places.v] as number) >= row.v) return false
    const kept = places.doc === null || known === undefined ? null : (known[places.doc] as number)
    const doc = places.doc === null ? 0 : (kept ?? this.#debt.nextDoc())
    const values = encode(entity, row as EntityRow<typeof entity>, doc)
    if (known === undefined) this.#insert.get(entity)?.run(...values)
    else this.#change(entity, known, values)
    const differs = (at: number) => known === undefined || known[at] !== values[at]
    if (entity === 'contact' && differs(places.phones)) {
      if (known) this.#phones.remove(row.id, phonesIn(known, places))
      this.#phones.add(row.id, (row as EntityRow<'contact'>).phones)
    }
    if (places.words.some(differs)) this.#debt.owe(entity as Searched, doc, row.id)
    return true
  }

  /** Takes a row out (tombstone or evict) unless ours is newer than `v`. Answers whether it was there. */
  remove(entity: Entity, id: string, v: number): boolean {
    const places = placesOf[entity]
    const known = this.#known.get(entity)?.get(id) as Bound[] | undefined
    if (!known || (known[places.v] as number) > v) return false
    if (entity === 'contact') this.#phones.remove(id, phonesIn(known, places))
    if (isSearched(entity)) this.#debt.owe(entity, known[places.doc as number] as number, id)
    this.#remove.get(entity)?.run(id)
    return true
  }

  /** Writes the columns that differ and no other: an index whose columns are not named is not touched. */
  #change(entity: Entity, known: readonly Bound[], values: readonly Bound[]): void {
    const at = values.flatMap((value, nth) => (value === known[nth] ? [] : [nth]))
    const key = `${entity} ${at.join()}`
    let update = this.#update.get(key)
    if (update === undefined) {
      const names = namesOf[entity]
      const sets = at.map((nth) => `${names[nth]} = ?`).join(', ')
      update = this.#db.prepare(`update "${getTableName(entityTables[entity])}" set ${sets} where id = ?`)
      if (this.#update.size >= updatesMax) this.#update.clear()
      this.#update.set(key, update)
    }
    update.run(...at.map((nth) => values[nth]), known[0])
  }
}

/** Statements kept for sets of changed columns: a few dozen sets occur, a strange desk must not fill the memory. */
const updatesMax = 200

const namesOf = eachEntity((entity) => columnsOf[entity].map(({ column }) => `"${column.name}"`))

/** Put together once: the files are opened anew at each fill. */
const texts = eachEntity((entity) => {
  const table = getTableName(entityTables[entity])
  const names = namesOf[entity].join(', ')
  const values = namesOf[entity].map(() => '?').join(', ')
  return {
    insert: `insert into "${table}" (${names}) values (${values})`,
    known: `select ${names} from "${table}" where id = ?`,
    remove: `delete from "${table}" where id = ?`,
  }
})

const phonesIn = (known: readonly Bound[], { phones }: Places) =>
  JSON.parse(known[phones] as string) as EntityRow<'contact'>['phones']

const placesOf = eachEntity((entity): Places => {
  const at = (field: string) => columnsOf[entity].findIndex((one) => one.field === field)
  const searched = isSearched(entity)
  return {
    v: at('v'),
    doc: searched ? at('doc') : null,
    words: searched ? searchFields[entity].map(at) : [],
    phones: at('phones'),
  }
})
