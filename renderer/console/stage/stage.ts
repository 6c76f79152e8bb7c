import type { CallId, ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import { assertNever } from '#shared/assert-never.ts'

/** Whose card stands in the middle. */
export type Shown =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'call'; readonly callId: CallId }
  | {
      readonly kind: 'customer'
      readonly organisationId: OrganisationId
      readonly contactId: ContactId | null
    }

/** The middle of the window: a card, and a ticket that may lie over it. */
export type Stage = { readonly shown: Shown; readonly ticketId: TicketId | null }

export const emptyStage: Stage = { shown: { kind: 'nothing' }, ticketId: null }

/** What the stage cannot know itself: is the card being used, is something being written on the ticket. */
export type StageUse = {
  /** The shown call is still live, or its draft holds typed text. */
  readonly cardInUse: boolean
  /** A comment is being typed. */
  readonly ticketInUse: boolean
}

export type StageEvent =
  /** News from outside: a call came. It never moves what is in use. */
  | { readonly type: 'rang'; readonly callId: CallId; readonly use: StageUse }
  /** The dispatcher's own moves. */
  | { readonly type: 'showCall'; readonly callId: CallId }
  | {
      readonly type: 'showCustomer'
      readonly organisationId: OrganisationId
      readonly contactId: ContactId | null
    }
  | { readonly type: 'openTicket'; readonly ticketId: TicketId }
  | { readonly type: 'closeTicket' }
  | { readonly type: 'clear' }

/**
 * nothing ──rang──▶ call ──rang of another, not in use──▶ that call;  in use: stays, the other is a quiet row.
 * A ticket lies over the card until it is closed; a ring lays it aside only when nothing is typed on it.
 */
export function nextStage(stage: Stage, event: StageEvent): Stage {
  switch (event.type) {
    case 'rang': {
      if (stage.shown.kind === 'call' && stage.shown.callId === event.callId) return stage
      if (event.use.cardInUse || event.use.ticketInUse) return stage
      return { shown: { kind: 'call', callId: event.callId }, ticketId: null }
    }
    case 'showCall':
      return { shown: { kind: 'call', callId: event.callId }, ticketId: null }
    case 'showCustomer':
      return {
        shown: { kind: 'customer', organisationId: event.organisationId, contactId: event.contactId },
        ticketId: null,
      }
    case 'openTicket':
      return { ...stage, ticketId: event.ticketId }
    case 'closeTicket':
      return stage.ticketId === null ? stage : { ...stage, ticketId: null }
    case 'clear':
      return emptyStage
    default:
      return assertNever(event, 'stage event')
  }
}
