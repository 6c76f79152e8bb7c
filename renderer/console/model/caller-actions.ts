import type { Candidate, Pop } from '#bridge/pop.ts'
import type { CallId, ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import { prefillFromPop } from '../drafts/prefill-from-pop.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { namesOf } from './names.ts'

/** The pop on screen, if the card of a call is shown. */
export function shownPop({ stage, live }: ConsoleModel): Pop | null {
  const { shown } = stage.get()
  return shown.kind === 'call' ? (live.pops.get()[shown.callId] ?? null) : null
}

/** Those the dispatcher may choose from by Alt+1 … 9, in the order they are shown. */
export function candidatesOf({ who }: Pop): readonly Candidate[] {
  if (who.kind === 'several') return who.candidates
  return who.kind === 'known' ? who.others : []
}

/** The dispatcher says who calls; the core learns it for the number and answers the new pop. */
export async function identify(
  model: ConsoleModel,
  callId: CallId,
  who: { contactId: ContactId | null; organisationId: OrganisationId | null },
): Promise<boolean> {
  try {
    const pop = await model.links.core.calls.choose({ callId, ...who })
    model.live.pops.set((pops) => ({ ...pops, [callId]: pop }))
    const draft = model.drafts.ofCall(callId)
    if (draft) prefillFromPop(model.drafts, draft.id, pop)
    return true
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
    return false
  }
}

export function chooseCandidate(model: ConsoleModel, callId: CallId, candidate: Candidate): void {
  const { contactId, organisationId } = candidate
  void identify(model, callId, { contactId, organisationId })
}

/** The caller is this known person: their number is kept for the next call. */
export async function attachCaller(
  model: ConsoleModel,
  pop: Pop,
  person: { contactId: ContactId; organisationId: OrganisationId; name: string },
): Promise<void> {
  try {
    if (pop.number)
      await model.links.core.directory.attachNumber({ contactId: person.contactId, number: pop.number })
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
    return
  }
  const { contactId, organisationId } = person
  const done = await identify(model, pop.callId, { contactId, organisationId })
  if (done && pop.number) model.toaster.say('ok', model.t('unknown.saved', { name: person.name }))
}

/** A person nobody knew yet, made during the call. Answers whether it was kept. */
export async function createCaller(
  model: ConsoleModel,
  pop: Pop,
  person: { organisationId: OrganisationId; name: string; position: string },
): Promise<boolean> {
  try {
    const { contact } = await model.links.core.directory.createContact({ ...person, number: pop.number })
    return await identify(model, pop.callId, {
      contactId: contact.id,
      organisationId: contact.organisationId,
    })
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
    return false
  }
}

/** The caller asks about a ticket that exists: the call goes to its timeline instead of a new ticket. */
export async function linkCall(model: ConsoleModel, ticketId: TicketId, callId: CallId): Promise<void> {
  try {
    const { row } = await model.links.core.tickets.linkCall({ ticketId, callId })
    const number = row.ticket.number ?? row.ticket.provisionalNumber ?? ''
    model.toaster.say('ok', model.t('card.attached', { number }))
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
  }
}
