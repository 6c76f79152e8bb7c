import type { Statement } from 'better-sqlite3'
import type { OrganisationId, QueueId, TicketId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { foldedWords } from '../files/fold.ts'
import { decoder, selectList } from './codec.ts'
import { fitsParty, fitsTicket, partyMatch, ticketMatch } from './match-text.ts'
import { doubtedSql, type OwedTexts } from './owed-texts.ts'
import type { Searched } from './search-index.ts'
import { orderSql, type TicketSort } from './ticket-order.ts'

export type TicketFilter = {
  view:
    | { kind: 'queue'; queueId: QueueId | null }
    | { kind: 'assignee'; userId: UserId }
    | { kind: 'organisation'; organisationId: OrganisationId }
  text: string
  openOnly: boolean
}

export interface TicketSlice {
  sort: TicketSort
  offset: number
  limit: number
  /** Ids that the caller answers for itself (changed here and not yet confirmed). */
  except: readonly TicketId[]
}

export const openOfOrganisationSql = `select ${selectList('ticket')} from ticket
   where organisation_id = ? and open = 1 order by due_order limit ? + 0`
export const openCountSql = 'select count(*) from ticket where organisation_id = ? and open = 1'

interface QueueFigures {
  queueId: QueueId | null
  open: number
  breached: number
}

/** Lists of tickets out of the cache. Statements of lists are kept by their text: some dozens exist. */
export class TicketLists {
  readonly #db: Sqlite
  readonly #owed: OwedTexts
  readonly #kept = new Map<string, Statement>()
  readonly #openOfOrganisation: Statement
  readonly #openCount: Statement
  readonly #byNumber: Statement
  readonly #queueFigures: Statement
  readonly #nearest: Statement
  readonly #decode = decoder('ticket')

  constructor(db: Sqlite, owed: OwedTexts) {
    this.#db = db
    this.#owed = owed
    this.#openOfOrganisation = db.prepare(openOfOrganisationSql).raw()
    this.#openCount = db.prepare(openCountSql).pluck()
    this.#byNumber = db
      .prepare(
        `select ${selectList('ticket')} from ticket where number = @number
         union all select ${selectList('ticket')} from ticket where provisional_number = @number limit 5`,
      )
      .raw()
    this.#queueFigures = db.prepare(
      `select queue_id as queueId, count(*) as open, sum(due_order < ?) as breached
         from ticket indexed by ticket_open_by_queue where open = 1 group by queue_id`,
    )
    this.#nearest = db
      .prepare(
        `select ${selectList('ticket')} from ticket where queue_id = ? and open = 1 order by due_order limit 1`,
      )
      .raw()
  }

  openOfOrganisation(organisationId: OrganisationId, limit: number): Ticket[] {
    return this.#tickets(this.#openOfOrganisation.all(organisationId, limit))
  }

  openCount(organisationId: OrganisationId): number {
    return this.#openCount.get(organisationId) as number
  }

  /** By the desk's number or a provisional one, as written on the ticket. */
  byNumber(number: string): Ticket[] {
    return this.#tickets(this.#byNumber.all({ number }))
  }

  queueFigures(now: Instant): QueueFigures[] {
    return this.#queueFigures.all(now) as QueueFigures[]
  }

  nearestDue(queueId: QueueId): Ticket | null {
    return this.#tickets(this.#nearest.all(queueId))[0] ?? null
  }

  list(filter: TicketFilter, slice: TicketSlice): Ticket[] {
    const { where, args } = whereOf(filter, slice.except, this.#owed)
    const found = this.#statement(
      `select ${selectList('ticket', 't')} from ticket t where ${where} order by ${orderSql[slice.sort]} limit ? + 0 offset ? + 0`,
    )
      .raw()
      .all(...args, slice.limit, slice.offset)
    return this.#tickets(found)
  }

  count(filter: TicketFilter, except: readonly TicketId[]): number {
    const { where, args } = whereOf(filter, except, this.#owed)
    return this.#statement(`select count(*) from ticket t where ${where}`)
      .pluck()
      .get(...args) as number
  }

  #statement(sql: string): Statement {
    const kept = this.#kept.get(sql)
    if (kept) return kept
    const made = this.#db.prepare(sql)
    this.#kept.set(sql, made)
    return made
  }

  #tickets(found: unknown[]): Ticket[] {
    return (found as unknown[][]).map((values) => this.#decode(values))
  }
}

/** Condition and arguments of a list. Exported for the test that asks for the plan. */
export function whereOf(
  filter: TicketFilter,
  except: readonly TicketId[],
  owed: Pick<OwedTexts, 'hits'>,
): { where: string; args: unknown[] } {
  const parts: string[] = []
  const args: unknown[] = []
  const { view } = filter
  if (view.kind === 'queue' && view.queueId !== null) {
    parts.push('t.queue_id = ?')
    args.push(view.queueId)
  } else if (view.kind === 'assignee') {
    parts.push('t.assignee_id = ?')
    args.push(view.userId)
  } else if (view.kind === 'organisation') {
    parts.push('t.organisation_id = ?')
    args.push(view.organisationId)
  }
  if (filter.openOnly) parts.push('t.open = 1')
  for (const word of foldedWords(filter.text)) {
    const ways = filter.openOnly ? readWays(word) : indexWays(word, owed)
    parts.push(`(${ways.map((way) => way.sql).join(' or ')})`)
    args.push(...ways.flatMap((way) => way.args))
  }
  if (except.length > 0) {
    parts.push('t.id not in (select value from json_each(?))')
    args.push(JSON.stringify(except))
  }
  return { where: parts.length > 0 ? parts.join(' and ') : '1', args }
}

/** One of the ways a word may fit a ticket. */
interface Way {
  sql: string
  args: string[]
}

const byName = (word: string): Way => ({
  sql: `instr(fold(coalesce((select name from organisation o where o.id = t.organisation_id), '')), ?) > 0`,
  args: [word],
})

/** Open tickets are few enough to be read. */
function readWays(word: string): Way[] {
  const body = `coalesce(t.number, '') || ' ' || coalesce(t.provisional_number, '') || ' ' || t.subject`
  return [{ sql: `instr(fold(${body}), ?) > 0`, args: [word] }, byName(word)]
}

/** Among all tickets only the full text is fast. */
function indexWays(word: string, owed: Pick<OwedTexts, 'hits'>): Way[] {
  const own = owed.hits('ticket', (folded) => fitsTicket(folded, [word]))
  const tickets = [inIndex('t.doc in (select rowid', 'ticket', ticketMatch([word]), own !== null)]
  if (own !== null && own.length > 0) tickets.push(oneOf('t.id', own))
  if (word.length < 3) return [...tickets, byName(word)]
  const theirs = owed.hits('organisation', (folded) => fitsParty(folded, [word]))
  const parties = [
    inIndex('t.organisation_id in (select id', 'organisation', partyMatch([word]), theirs !== null),
  ]
  if (theirs !== null && theirs.length > 0) parties.push(oneOf('t.organisation_id', theirs))
  return [...tickets, ...parties]
}

function inIndex(selected: string, kind: Searched, match: string, someOwed: boolean): Way {
  const table = `search_${kind}`
  const sure = someOwed ? ` and rowid not in (${doubtedSql(kind)})` : ''
  return { sql: `${selected} from ${table} where ${table} match ?${sure})`, args: [match] }
}

function oneOf(column: string, hits: readonly { id: string }[]): Way {
  return {
    sql: `${column} in (select value from json_each(?))`,
    args: [JSON.stringify(hits.map(({ id }) => id))],
  }
}
