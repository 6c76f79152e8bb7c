import type { Statement } from 'better-sqlite3'
import type { ContactId, OrganisationId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { numberBlock, numberParts } from './number-parts.ts'

/** A number as it is asked for: E.164 or internal, extension apart. */
export interface AskedNumber {
  number: string
  ext: string | null
}

/** One contact that has the number, and how. */
export interface NumberOwner {
  contactId: ContactId
  organisationId: OrganisationId
  number: string
  ext: string | null
  source: 'confirmed' | 'entered' | 'imported' | 'mined'
  lastSeenAt: Instant | null
  match: 'exactWithExt' | 'exact' | 'last10' | 'last7'
}

/** What a number leads to: owners of the highest rung that has any, or the organisation whose block it falls into. */
export type NumberMatch =
  | { kind: 'owners'; owners: NumberOwner[] /** Before the cut at `ownersMax`. */; total: number }
  | { kind: 'block'; organisationIds: OrganisationId[] }
  | { kind: 'none' }

/** A number with more owners is a switchboard or a carrier's gateway: nobody could choose among them. */
export const ownersMax = 50

export const numberSql = {
  exact: owners('p.nat10 = ? and p.number = ?'),
  short: owners('p.nat10 is null and p.number = ?'),
  last10: owners('p.nat10 = ?'),
  last7: owners('p.loc7 = ?'),
  block: 'select id from organisation where main_block = ? limit 10',
} as const

/** `cross join` holds the order: the number first, its contacts after. */
function owners(where: string): string {
  return `select p.contact_id as contactId, c.organisation_id as organisationId, p.number as number,
      nullif(p.ext, '') as ext, p.source as source, p.last_seen_at as lastSeenAt
    from contact_phone p cross join contact c on c.id = p.contact_id
    where ${where} and c.active = 1 limit ${ownersMax + 1}`
}

type Found = Omit<NumberOwner, 'match'>

/**
 * The ladder: exact with extension, exact, last ten digits, last seven (only of numbers of the plan's own area), then
 * the block of an organisation's main number. The first rung that has anyone decides; lower rungs are guesses.
 */
export class NumberLookup {
  readonly #exact: Statement
  readonly #short: Statement
  readonly #last10: Statement
  readonly #last7: Statement
  readonly #block: Statement

  constructor(db: Sqlite) {
    this.#exact = db.prepare(numberSql.exact)
    this.#short = db.prepare(numberSql.short)
    this.#last10 = db.prepare(numberSql.last10)
    this.#last7 = db.prepare(numberSql.last7)
    this.#block = db.prepare(numberSql.block).pluck()
  }

  find(asked: AskedNumber, areaCode: string | null): NumberMatch {
    const { nat10 } = numberParts(asked.number)
    const exact =
      nat10 === null ? foundBy(this.#short, asked.number) : foundBy(this.#exact, nat10, asked.number)
    if (exact.length > 0) {
      const withExt = asked.ext === null ? [] : exact.filter((owner) => owner.ext === asked.ext)
      return withExt.length > 0 ? matched(withExt, 'exactWithExt') : matched(exact, 'exact')
    }
    if (nat10 === null) return { kind: 'none' }

    const last10 = foundBy(this.#last10, nat10)
    if (last10.length > 0) return matched(last10, 'last10')

    // Seven digits name a subscriber only inside one area.
    if (areaCode !== null && nat10.startsWith(areaCode)) {
      const local = foundBy(this.#last7, nat10.slice(-7))
      if (local.length > 0) return matched(local, 'last7')
    }
    const organisationIds = this.#block.all(numberBlock(asked.number)) as OrganisationId[]
    return organisationIds.length > 0 ? { kind: 'block', organisationIds } : { kind: 'none' }
  }
}

/** A contact that has the same number twice is found once. */
function foundBy(statement: Statement, ...asked: string[]): Found[] {
  const found = statement.all(...asked) as Found[]
  const keyOf = ({ contactId, number, ext }: Found) => `${contactId} ${number} ${ext}`
  return found.length < 2 ? found : [...new Map(found.map((owner) => [keyOf(owner), owner])).values()]
}

function matched(found: Found[], match: NumberOwner['match']): NumberMatch {
  return {
    kind: 'owners',
    owners: found.slice(0, ownersMax).map((owner) => ({ ...owner, match })),
    total: found.length,
  }
}
