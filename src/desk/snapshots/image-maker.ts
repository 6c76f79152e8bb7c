import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Entity, shapeOf } from '#domain/entities.ts'
import { imageBytes, imageTable, snapshotTables } from '#wire/snapshot.ts'

interface Open {
  entity: Entity
  db: DatabaseSync
  insert: StatementSync
  pages: StatementSync
}

/** Packs rows into images: small databases of one table each (`#wire/snapshot.ts` says their form). */
export class ImageMaker {
  readonly #give: (image: Buffer) => Promise<void>
  #open: Open | null = null
  #rows = 0

  constructor(give: (image: Buffer) => Promise<void>) {
    this.#give = give
  }

  /** Rows of one kind as a JSON array; kinds come one after the other. */
  async take(entity: Entity, json: string): Promise<void> {
    if (this.#open !== null && this.#open.entity !== entity) await this.#seal()
    this.#open ??= opened(entity)
    this.#rows += Number(this.#open.insert.run(json).changes)
    const { size } = this.#open.pages.get() as { size: number }
    if (size >= imageBytes) await this.#seal()
  }

  /** Gives the last image away and answers the number of rows of all. */
  async end(): Promise<number> {
    await this.#seal()
    return this.#rows
  }

  async #seal(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    const image = Buffer.from(open.db.serialize())
    open.db.close()
    await this.#give(image)
  }
}

function opened(entity: Entity): Open {
  const db = new DatabaseSync(':memory:')
  const fields = snapshotTables(shapeOf[entity]).find((table) => table.entity === entity)?.fields
  if (fields === undefined) throw new Error(`${entity} travels in no snapshot`)
  db.exec(imageTable(entity, fields))
  return {
    entity,
    db,
    insert: db.prepare(
      `insert into "${entity}" select ${fields.map((field) => `value->>'$.${field}'`).join(', ')} from json_each(?)`,
    ),
    pages: db.prepare('select page_count * page_size as size from pragma_page_count(), pragma_page_size()'),
  }
}
