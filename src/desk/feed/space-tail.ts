import { type Shape, shape as shapeSchema, shapes } from '#domain/entities.ts'
import { type ConsoleId, consoleId, type SpaceId, type UserId, userId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { Emitter } from '#shared/emitter.ts'
import { type Cursor, pageRowsAtWork, pageRowsMax } from '#wire/feed.ts'
import type { Sql } from '../db/db.ts'
import { type Position, writeCursor } from './cursor.ts'
import { type ChangeRow, changeJson, fitting, type PageText, pageJson } from './page-text.ts'
import { lastNBelow } from './read-page.ts'
import { type HeadRow, headsSql, type TailRow, tailSql } from './tail-sql.ts'

/** News of one space, in the order of the feed. */
export type TailNews =
  /** The same bytes for every console of the shape. */
  | { kind: 'page'; shape: Shape; page: PageText; sse: Buffer }
  /** Everything this console pushed up to `lastN` is in the pages told so far. */
  | { kind: 'confirmed'; consoleId: ConsoleId; lastN: number }
  /** Rows of these users changed: their rights may have. */
  | { kind: 'users'; userIds: readonly UserId[] }
  /** Another history: every cursor is void. */
  | { kind: 'epoch' }

export interface Head {
  position: Position
  cursor: Cursor
}

/** One page as one server-sent event, its id the cursor. JSON holds no line breaks. */
export function sseOf(page: PageText): Buffer {
  return Buffer.from(`event: message\nid: ${page.to}\ndata: ${page.json}\n\n`)
}

/** How far this node has read one space's feeds, and who listens. */
export class SpaceTail {
  readonly spaceId: SpaceId
  readonly news = new Emitter<TailNews>()
  readonly #heads = new Map<Shape, Head>()
  /** Consoles somebody listens for: only their numbers are looked up. */
  readonly listening = new Map<ConsoleId, number>()
  #epoch = ''
  #watermark = 0n

  constructor(spaceId: SpaceId) {
    this.spaceId = spaceId
  }

  /** Every row below it was told. */
  get watermark(): bigint {
    return this.#watermark
  }

  head(shape: Shape): Head {
    const head = this.#heads.get(shape)
    if (head === undefined) throw new Error(`no head of ${shape}: the tail was not opened`)
    return head
  }

  /** Begins at the present end of every feed. */
  async open(db: Sql): Promise<void> {
    const rows = await db.query<HeadRow>(headsSql, [this.spaceId, [...shapes]])
    for (const row of rows) {
      this.#epoch = row.epoch ?? ''
      this.#watermark = BigInt(row.watermark)
      const position = { tx: BigInt(row.tx_text), k: row.k }
      const cursor = writeCursor({ epoch: this.#epoch, position, horizon: BigInt(row.gc_tx) })
      this.#heads.set(shapeSchema.parse(row.shape), { position, cursor })
    }
  }

  /** One look. Answers whether more rows wait already, and whether some transaction holds the watermark. */
  async poll(db: Sql, at: Instant): Promise<{ full: boolean; busy: boolean; watermark: bigint }> {
    const heads = shapes.map((shape) => this.head(shape).position)
    const rows = await db.query<TailRow>(tailSql, [
      this.spaceId,
      [...shapes],
      heads.map(({ tx }) => String(tx)),
      heads.map(({ k }) => k),
      String(this.#watermark),
    ])
    const [first] = rows
    if (first === undefined || first.epoch === null) throw new Error('the feed has no epoch')
    if (first.epoch !== this.#epoch) {
      await this.open(db)
      this.news.emit({ kind: 'epoch' })
      return { full: false, busy: first.busy, watermark: this.#watermark }
    }
    let full = false
    for (const shape of shapes) {
      const own = rows.filter((row) => row.shape === shape)
      full = this.#tell(shape, own, at) >= pageRowsMax || full
    }
    const watermark = BigInt(first.watermark)
    // Rows still wait below the watermark: nothing is confirmed before they are told, so it is not ours yet.
    if (full) return { full, busy: first.busy, watermark }
    this.#watermark = watermark
    await this.#confirm(db, first.consoles ?? [])
    return { full, busy: first.busy, watermark }
  }

  #tell(shape: Shape, rows: readonly TailRow[], at: Instant): number {
    const found: (ChangeRow & TailRow)[] = []
    for (const row of rows)
      if (row.tx_text !== null && row.k !== null) found.push({ ...row, tx: row.tx_text, k: row.k })
    const changes = found.map(changeJson)
    const users = found.filter(({ entity }) => entity === 'user').map(({ id }) => userId.parse(id))
    for (let start = 0; start < changes.length; ) {
      const end = start + fitting(changes.slice(start), pageRowsAtWork)
      const last = found[end - 1]
      if (last === undefined) break
      const position = { tx: BigInt(last.tx), k: last.k }
      const from = this.head(shape).cursor
      const to = writeCursor({ epoch: this.#epoch, position, horizon: BigInt(last.gc_tx) })
      const more = end < changes.length || found.length >= pageRowsMax
      const page = pageJson({ from, to, more, at, lastN: null }, changes.slice(start, end))
      this.#heads.set(shape, { position, cursor: to })
      this.news.emit({ kind: 'page', shape, page, sse: sseOf(page) })
      start = end
    }
    if (users.length > 0) this.news.emit({ kind: 'users', userIds: users })
    return found.length
  }

  async #confirm(db: Sql, consoles: readonly string[]): Promise<void> {
    const watermark = this.#watermark
    for (const text of consoles) {
      const id = consoleId.parse(text)
      if (!this.listening.has(id)) continue
      const lastN = await lastNBelow(db, this.spaceId, id, watermark)
      this.news.emit({ kind: 'confirmed', consoleId: id, lastN })
    }
  }
}
