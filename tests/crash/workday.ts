import { randomBytes } from 'node:crypto'
import type { ContractRouterClient } from '@orpc/contract'
import type { Bridge } from '#bridge/contract.ts'
import type { CallId, DraftId, TicketId } from '#domain/ids.ts'
import { draftForRomashka } from '#tests/core/support/account.ts'
import { ringing } from '#tests/core/support/ringing.ts'
import { ids } from '#tests/desk/floor/company.ts'
import type { Said } from './messages.ts'

export interface Day {
  window: ContractRouterClient<Bridge>
  random: () => number
  /** A text no other change has. */
  token(): string
  /** Does something a person does and says it is saved once the window was told so. */
  saved(token: string | null, run: () => Promise<unknown>): Promise<void>
  say(said: Said): void
}

const pieceBytes = 256 * 1024

/** A customer calls, is known, has a ticket written, sends a photo: a bit of everything, without the desk. */
export async function takeACall(day: Day): Promise<TicketId> {
  const { window, saved } = day
  const callId = day.token() as CallId
  await saved(null, () => window.calls.report({ events: [ringing(callId, '+79161112233')] }))
  const at = Date.now()
  await saved(null, () => window.calls.report({ events: [{ type: 'answered', callId, at }] }))
  await window.calls.choose({ callId, contactId: ids.contact, organisationId: ids.organisation })
  day.say({ type: 'learnt', number: '+79161112233', contactId: ids.contact })
  const draftId = await keepDraft(day, callId)
  const subject = day.token()
  let ticketId = '' as TicketId
  await saved(subject, async () => {
    const { row } = await window.tickets.create({ fields: { ...draftForRomashka, subject }, callId, draftId })
    ticketId = row.ticket.id
  })
  day.say({ type: 'draftGone', id: draftId })
  await comment(day, ticketId)
  const nobodys = { queueId: null, assigneeId: null }
  await saved(null, () =>
    window.tickets.route({ ticketId, to: { queueId: ids.network, assigneeId: null }, expected: nobodys }),
  )
  await saved(null, () => window.tickets.setPriority({ ticketId, priority: 'high', expected: 'normal' }))
  await attach(day, ticketId, day.random() < 0.5 ? 40_000 : pieceBytes + 1_234)
  const gone = { type: 'ended', callId, at: Date.now(), end: 'endedByThem', sipCode: null } as const
  await saved(null, () => window.calls.report({ events: [gone] }))
  return ticketId
}

export async function comment({ window, saved, token }: Day, ticketId: TicketId): Promise<void> {
  const text = token()
  await saved(text, () => window.tickets.comment({ ticketId, text, internal: false }))
}

/** Typed twice, and another one given up. */
async function keepDraft(day: Day, callId: CallId): Promise<DraftId> {
  const { window } = day
  const put = async (id: DraftId, subject: string) => {
    await window.drafts.put({ id, callId, fields: { ...draftForRomashka, subject } })
    day.say({ type: 'draft', id, subject })
  }
  const [id, other, stays] = [day.token(), day.token(), day.token()] as [DraftId, DraftId, DraftId]
  await put(id, 'a')
  await put(other, 'another')
  await put(stays, `stays ${day.token()}`)
  await put(id, 'ab')
  await window.drafts.remove({ id: other })
  day.say({ type: 'draftGone', id: other })
  return id
}

async function attach(day: Day, ticketId: TicketId, size: number): Promise<void> {
  const { window } = day
  const bytes = randomBytes(size)
  const name = `${day.token()}.bin`
  const { uploadId } = await window.attachments.begin({ name, type: 'application/octet-stream', size })
  for (let at = 0; at < size; at += pieceBytes)
    await window.attachments.put({
      uploadId,
      data: bytes.subarray(at, at + pieceBytes).toString('base64'),
    })
  await day.saved(name, async () => {
    const { attachment } = await window.attachments.finish({ uploadId, ticketId })
    day.say({ type: 'file', sha256: attachment.sha256, size })
  })
}
