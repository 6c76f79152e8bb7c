import { againstNow } from '#core/outbox/against-now.ts'
import { RefusedHere } from '#core/workstation.ts'
import type { ContactId, TicketId, TimelineEntryId, UserId } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { allowedStatuses } from '#domain/ticket/status-machine.ts'
import { priorities, ticketStatuses } from '#domain/ticket/ticket.ts'
import type { Chance } from '../chance.ts'
import type { SimConsole } from '../console/sim-console.ts'
import { PowerCut } from '../console/sim-disk.ts'
import { unkeepable } from '../pg/entity-statements.ts'
import type { Watch } from '../watch/watch.ts'
import { queues, ticketRow } from './company.ts'

/** What a person at a console does: one change at a time, against what is on the screen. */
export class Dispatcher {
  readonly #console: SimConsole
  readonly #chance: Chance
  readonly #watch: Watch
  /** Tickets anybody has heard of. */
  readonly #tickets: string[]
  readonly #userIds: readonly UserId[]
  readonly #now: () => number

  constructor(
    console: SimConsole,
    chance: Chance,
    watch: Watch,
    tickets: string[],
    userIds: readonly UserId[],
    now: () => number,
  ) {
    this.#console = console
    this.#chance = chance
    this.#watch = watch
    this.#tickets = tickets
    this.#userIds = userIds
    this.#now = now
  }

  act(): void {
    const running = this.#console.running
    if (running === null) return
    if (this.#chance.happens(0.15) && this.#answerRefusal()) return
    const intent = this.#wish()
    if (intent !== null) this.#write(intent)
  }

  /** A word on a ticket that everybody has: it is never refused. */
  comment(ticketId: TicketId): void {
    const entryId = this.#chance.uuid() as TimelineEntryId
    if ((this.#console.running?.work.rows.get('ticket', ticketId) ?? null) === null) return
    this.#write({ kind: 'ticket.comment', ticketId, entryId, text: 'и я', internal: true, channel: 'phone' })
  }

  /** The tray "Not accepted": sent again against what is there now, or given up. */
  #answerRefusal(): boolean {
    const work = this.#console.running?.work
    const refused = work?.outbox.unsettled().find(({ state }) => state === 'refused')
    if (work === undefined || refused === undefined) return false
    const { n, intent, about } = refused
    try {
      if (this.#chance.happens(0.5)) {
        this.#watch.discarded(this.#console, refused.key)
        work.durably(() => work.outbox.discard(n, this.#now()))
      } else {
        const again = againstNow(intent, work.rows)
        const change = work.write(again, about, () => work.outbox.discard(n, this.#now()))
        this.#watch.accepted(this.#console, change)
      }
    } catch (error) {
      this.#excuse(error)
    }
    return true
  }

  #write(intent: Intent): void {
    try {
      const change = this.#console.running?.work.write(intent, 'sim')
      if (change === undefined) return
      this.#watch.accepted(this.#console, change)
      if (intent.kind === 'ticket.create') this.#tickets.push(intent.ticket.id)
    } catch (error) {
      this.#excuse(error)
    }
  }

  #excuse(error: unknown): void {
    if (!(error instanceof RefusedHere) && !(error instanceof PowerCut)) throw error
  }

  #wish(): Intent | null {
    const chance = this.#chance
    const id = () => chance.uuid()
    const kind = chance.weighed({
      create: 20,
      comment: 22,
      route: 18,
      status: 14,
      priority: 10,
      text: 10,
      contact: 4,
      poison: 2,
    })
    const entryId = id() as TimelineEntryId
    if (kind === 'create' || kind === 'poison') {
      const ticket = ticketRow(id(), this.#now(), { v: 0 })
      if (kind === 'poison') ticket.subject = unkeepable
      return { kind: 'ticket.create', ticket, entryId }
    }
    if (kind === 'contact') {
      const phone = { number: `+7916${chance.between(1_000_000, 1_000_003)}`, ext: null, raw: '' } as const
      return {
        kind: 'contact.addPhone',
        contactId: 'contact-1' as ContactId,
        phone: { ...phone, kind: 'mobile', source: 'entered', lastSeenAt: null },
      }
    }
    const rows = this.#console.running?.work.rows
    const ticketId = chance.pick(this.#tickets) as TicketId
    const ticket = rows?.get('ticket', ticketId) ?? null
    if (ticket === null) return null
    switch (kind) {
      case 'comment': {
        const text = `слово ${chance.between(1, 99)}`
        return { kind: 'ticket.comment', ticketId, entryId, text, internal: false, channel: 'phone' }
      }
      case 'route': {
        const to = {
          queueId: chance.pick(queues),
          assigneeId: chance.happens(0.5) ? chance.pick(this.#userIds) : null,
        }
        const expected = { queueId: ticket.queueId, assigneeId: ticket.assigneeId }
        return { kind: 'ticket.route', ticketId, to, expected, entryId }
      }
      case 'status': {
        const wanted = chance.happens(0.9) ? allowedStatuses(ticket.status) : ticketStatuses
        return {
          kind: 'ticket.setStatus',
          ticketId,
          status: chance.pick(wanted),
          expected: ticket.status,
          entryId,
        }
      }
      case 'priority':
        return {
          kind: 'ticket.setPriority',
          ticketId,
          priority: chance.pick(priorities),
          expected: ticket.priority,
          entryId,
        }
      case 'text': {
        const { subject, description } = ticket
        return {
          kind: 'ticket.editText',
          ticketId,
          subject: `Касса ${chance.between(1, 99)}`,
          description,
          expected: { subject, description },
          entryId,
        }
      }
    }
  }
}
