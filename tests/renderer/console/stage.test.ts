// @vitest-environment node
import { expect, test } from 'vitest'
import type { CallId, OrganisationId, TicketId } from '#domain/ids.ts'
import { emptyStage, nextStage, type StageEvent, type StageUse } from '#renderer/console/stage/stage.ts'

const first = 'call-1' as CallId
const second = 'call-2' as CallId
const free: StageUse = { cardInUse: false, ticketInUse: false }
const inUse: StageUse = { cardInUse: true, ticketInUse: false }
const after = (...events: StageEvent[]) => events.reduce(nextStage, emptyStage)

test('a ring opens the card of its caller when nothing is being used', () => {
  expect(after({ type: 'rang', callId: first, use: free }).shown).toEqual({ kind: 'call', callId: first })
})

test('a second ring is a quiet row while the first card is in use', () => {
  const stage = after(
    { type: 'rang', callId: first, use: free },
    { type: 'rang', callId: second, use: inUse },
  )
  expect(stage.shown).toEqual({ kind: 'call', callId: first })
})

test('a ring lays a ticket aside only when nothing is typed on it', () => {
  const open: StageEvent = { type: 'openTicket', ticketId: 'ticket-1' as TicketId }
  expect(after(open, { type: 'rang', callId: first, use: free }).ticketId).toBeNull()
  const typing = { cardInUse: false, ticketInUse: true }
  expect(after(open, { type: 'rang', callId: first, use: typing })).toEqual({
    ...emptyStage,
    ticketId: 'ticket-1',
  })
})

test('the dispatcher may go anywhere at any time', () => {
  const stage = after(
    { type: 'rang', callId: first, use: free },
    { type: 'showCall', callId: second },
    { type: 'openTicket', ticketId: 'ticket-1' as TicketId },
    { type: 'closeTicket' },
  )
  expect(stage).toEqual({ shown: { kind: 'call', callId: second }, ticketId: null })
  const customer: StageEvent = {
    type: 'showCustomer',
    organisationId: 'o' as OrganisationId,
    contactId: null,
  }
  expect(nextStage(stage, customer).shown.kind).toBe('customer')
})

test('news about the call already shown changes nothing, not even the object', () => {
  const stage = after({ type: 'rang', callId: first, use: free })
  expect(nextStage(stage, { type: 'rang', callId: first, use: free })).toBe(stage)
})
