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
  exact: owners('p.number = ?'),
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
  readonly #last10: Statement
  readonly #last7: Statement
  readonly #block: Statement

  constructor(db: Sqlite) {
    this.#exact = db.prepare(numberSql.exact)
    this.#last10 = db.prepare(numberSql.last10)
    this.#last7 = db.prepare(numberSql.last7)
    this.#block = db.prepare(numberSql.block).pluck()
  }

  find(asked: AskedNumber, areaCode: string | null): NumberMatch {
    const exact = this.#exact.all(asked.number) as Found[]
    if (exact.length > 0) {
      const withExt = asked.ext === null ? [] : exact.filter((owner) => owner.ext === asked.ext)
      return withExt.length > 0 ? matched(withExt, 'exactWithExt') : matched(exact, 'exact')
    }
    const { nat10, loc7 } = numberParts(asked.number)
    if (nat10 === null) return { kind: 'none' }

    const last10 = this.#last10.all(nat10) as Found[]
    if (last10.length > 0) return matched(last10, 'last10')

    // Seven digits name a subscriber only inside one area.
    if (areaCode !== null && nat10.startsWith(areaCode) && loc7 !== null) {
      const local = (this.#last7.all(loc7) as Found[]).filter((owner) => isLocal(owner.number))
      if (local.length > 0) return matched(local, 'last7')
    }
    const organisationIds = this.#block.all(numberBlock(asked.number)) as OrganisationId[]
    return organisationIds.length > 0 ? { kind: 'block', organisationIds } : { kind: 'none' }
  }
}

/** Kept without an area code: as it was dialled inside the area. */
const isLocal = (number: string) => number.replace(/\D/g, '').length === 7

function matched(found: Found[], match: NumberOwner['match']): NumberMatch {
  return {
    kind: 'owners',
    owners: found.slice(0, ownersMax).map((owner) => ({ ...owner, match })),
    total: found.length,
  }
}
