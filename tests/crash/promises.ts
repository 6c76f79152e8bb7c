import { createHash } from 'node:crypto'
import type { Db } from '#desk/db/db.ts'
import { tableOf } from '#desk/db/entity-tables.ts'
import { entities } from '#domain/entities.ts'
import type { Report, Said } from './messages.ts'
import { hashOfRow } from './row-hash.ts'

/** What a workstation said is saved, life after life, and whether it still is. */
export class Promises {
  readonly #db: Db
  #keys: string[] = []
  #tokens: string[] = []
  #files: { sha256: string; size: number }[] = []
  readonly #drafts = new Map<string, { subject: string; gone: boolean }>()
  #lastDraft: string | null = null
  readonly #learnt = new Map<string, string>()
  #wiped = false
  /** Changes said to be saved so far. */
  count = 0

  constructor(db: Db) {
    this.#db = db
  }

  hear(said: Said): void {
    switch (said.type) {
      case 'changes':
        this.#keys.push(...said.keys)
        this.count += said.keys.length
        if (said.token !== null) this.#tokens.push(said.token)
        return
      case 'file':
        this.#files.push(said)
        return
      case 'draft':
        this.#drafts.set(said.id, { subject: said.subject, gone: false })
        this.#lastDraft = said.id
        return
      case 'draftGone':
        this.#drafts.set(said.id, { subject: '', gone: true })
        this.#lastDraft = said.id
        return
      case 'learnt':
        this.#learnt.set(said.number, said.contactId)
        return
      case 'surprise':
      case 'killed':
    }
  }

  /** A workstation that IT empties keeps no drafts and no choices; what had to reach the desk still has to. */
  wipeAsked(): void {
    this.#wiped = true
    this.#learnt.clear()
  }

  /** Everything of the lives so far, `lives` their names. Answers what is not as it was promised. */
  async broken(report: Report, lives: readonly string[]): Promise<string[]> {
    const broken = [
      ...(await this.#changes()),
      ...(await this.#doubles(lives)),
      ...(await this.#filesThere()),
      ...this.#draftsThere(report),
    ]
    if (report.keptAside !== null) broken.push(`the outbox was put aside: ${report.keptAside}`)
    for (const [number, contactId] of this.#learnt)
      if (!this.#wiped && report.learnt[number] !== contactId) broken.push(`forgot who ${number} is`)
    if (broken.length === 0) {
      this.#keys = []
      this.#tokens = []
      this.#files = []
      this.#wiped = false
    }
    return broken
  }

  async #changes(): Promise<string[]> {
    const rows = await this.#db.query<{ key: string }>('select key from intent_results where key = any($1)', [
      this.#keys,
    ])
    const there = new Set(rows.map(({ key }) => key))
    return this.#keys.filter((key) => !there.has(key)).map((key) => `lost: change ${key}`)
  }

  /** Every text of these lives is at the desk at most once, and those said to be saved once. */
  async #doubles(lives: readonly string[]): Promise<string[]> {
    const rows = await this.#db.query<{ token: string; times: number }>(
      `select token, count(*)::int as times from (
         select row->>'subject' as token from tickets
         union all select row->'what'->>'text' from timeline_entries
         union all select row->'what'->'attachment'->>'name' from timeline_entries) t
       where regexp_replace(token, '-[0-9]+(\\.bin)?$', '') = any($1) group by token`,
      [lives],
    )
    const numbers = await this.#db.query<{ number: string }>(
      `select provisional_number as number from tickets where provisional_number is not null
       group by 1 having count(*) > 1`,
    )
    const there = new Set(rows.map(({ token }) => token))
    return [
      ...rows.filter(({ times }) => times > 1).map(({ token, times }) => `${times} times: ${token}`),
      ...this.#tokens.filter((token) => !there.has(token)).map((token) => `lost: ${token}`),
      ...numbers.map(({ number }) => `two tickets are called ${number}`),
    ]
  }

  async #filesThere(): Promise<string[]> {
    const broken: string[] = []
    for (const { sha256, size } of this.#files) {
      const pieces = await this.#db.query<{ bytes: Uint8Array }>(
        `select p.bytes from attachments a join attachment_pieces p using (space_id, sha256)
         where sha256 = $1 and a.whole order by p.at`,
        [sha256],
      )
      const hash = createHash('sha256')
      let length = 0
      for (const { bytes } of pieces) {
        hash.update(bytes)
        length += bytes.length
      }
      if (length !== size || hash.digest('hex') !== sha256)
        broken.push(`lost: file ${sha256}, ${length} of ${size}`)
    }
    return broken
  }

  /**
   * A draft is as it was last said to be, or as the step that was cut off left it: typed further, or become a ticket,
   * or given up. `stays…` is touched by nothing.
   */
  #draftsThere({ drafts }: Report): string[] {
    const broken: string[] = []
    const here = new Map(drafts.map(({ id, subject }) => [id, subject]))
    for (const [id, { subject, gone }] of [...this.#drafts]) {
      const now = here.get(id)
      const cutOff = this.#lastDraft !== null && !subject.startsWith('stays')
      if (gone && now !== undefined) broken.push(`a draft came back: ${id}`)
      if (!gone && now === undefined && !this.#wiped && !cutOff) broken.push(`lost: draft ${id} "${subject}"`)
      if (!gone && now !== undefined && !now.startsWith(subject))
        broken.push(`draft ${id} is "${now}", was "${subject}"`)
      if (gone || now === undefined) this.#drafts.delete(id)
    }
    this.#lastDraft = null
    return broken
  }

  /** Rows of the cache that are not as the desk has them, either way. */
  async otherThanDesk({ rows }: Report): Promise<string[]> {
    const broken: string[] = []
    const left = new Set(Object.keys(rows))
    for (const entity of entities) {
      const there = await this.#db.query<{ id: string; v: number; row: object }>(
        `select id, v, row from ${tableOf[entity]}`,
      )
      for (const { id, v, row } of there) {
        const name = `${entity} ${id}`
        left.delete(name)
        if (rows[name] === undefined) broken.push(`the cache lacks ${name}`)
        else if (rows[name] !== hashOfRow({ ...row, v })) broken.push(`the cache has another ${name}`)
      }
    }
    return [...broken, ...[...left].map((name) => `the desk does not have ${name}`)]
  }
}
