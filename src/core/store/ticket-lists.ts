import type { Statement } from 'better-sqlite3'
import type { OrganisationId, QueueId, TicketId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Ticket } from '#domain/ticket/ticket.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import { foldedWords } from '../files/fold.ts'
import { decoder, selectList } from './codec.ts'
import { partyMatch, ticketMatch } from './match-text.ts'
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
   where organisation_id = ? and open = 1 order by due_order limit ?`
export const openCountSql = 'select count(*) from ticket where organisation_id = ? and open = 1'

interface QueueFigures {
  queueId: QueueId | null
  open: number
  breached: number
}

/** Lists of tickets out of the cache. Statements of lists are kept by their text: some dozens exist. */
export class TicketLists {
  readonly #db: Sqlite
  readonly #kept = new Map<string, Statement>()
  readonly #openOfOrganisation: Statement
  readonly #openCount: Statement
  readonly #byNumber: Statement
  readonly #queueFigures: Statement
  readonly #nearest: Statement
  readonly #decode = decoder('ticket')

  constructor(db: Sqlite) {
    this.#db = db
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
    const { where, args } = whereOf(filter, slice.except)
    const found = this.#statement(
      `select ${selectList('ticket', 't')} from ticket t where ${where} order by ${orderSql[slice.sort]} limit ? offset ?`,
    )
      .raw()
      .all(...args, slice.limit, slice.offset)
    return this.#tickets(found)
  }

  count(filter: TicketFilter, except: readonly TicketId[]): number {
    const { where, args } = whereOf(filter, except)
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
    // Open tickets are few enough to be read; among all of them only the full-text tables are fast.
    const byText = filter.openOnly
      ? `instr(fold(coalesce(t.number, '') || ' ' || coalesce(t.provisional_number, '') || ' ' || t.subject), ?) > 0`
      : 't.doc in (select rowid from search_ticket where search_ticket match ?)'
    const name = `select name from organisation o where o.id = t.organisation_id`
    if (filter.openOnly || word.length < 3) {
      parts.push(`(${byText} or instr(fold(coalesce((${name}), '')), ?) > 0)`)
      args.push(filter.openOnly ? word : ticketMatch([word]), word)
    } else {
      parts.push(
        `(${byText} or t.organisation_id in (select id from search_organisation where search_organisation match ?))`,
      )
      args.push(ticketMatch([word]), partyMatch([word]))
    }
  }
  if (except.length > 0) {
    parts.push('t.id not in (select value from json_each(?))')
    args.push(JSON.stringify(except))
  }
  return { where: parts.length > 0 ? parts.join(' and ') : '1', args }
}
