import type { CallId, DraftId } from '#domain/ids.ts'
import { isTouched } from '../drafts/draft-state.ts'
import { customerName } from '../drafts/prefill-from-pop.ts'
import type { ConsoleModel } from './console-model.ts'
import { cardQuery } from './queries.ts'

/**
 * Sends the draft of this call ahead to who gets the call. The transfer waits for it, at most 1.5 s, and goes on whatever
 * comes of it; what was not given is said.
 */
export async function giveDraftAhead(model: ConsoleModel, callId: CallId, to: string): Promise<void> {
  const { drafts, links, toaster, t } = model
  const draft = drafts.ofCall(callId)
  if (!draft || !isTouched(draft)) return
  const who = model.live.reference.get().users.find(({ extension }) => extension === to)?.name ?? to
  try {
    await drafts.flush()
    const { outcome } = await links.core.handover.give({ callId, to })
    if (outcome === 'given') toaster.say('ok', t('handover.given', { who }))
    if (outcome === 'deskAway') toaster.say('breach', t('handover.deskAway'))
  } catch {
    // The core is away: the window says so already; the call is not held up by it.
    toaster.say('breach', t('handover.deskAway'))
  }
}

/** A colleague's draft lies among ours: into the pane of its call, unless something was written there already. */
export async function draftCame(
  model: ConsoleModel,
  { callId, draftId, fromName }: { callId: CallId; draftId: DraftId; fromName: string },
): Promise<void> {
  const { drafts, toaster, t, stage } = model
  const blank = drafts.ofCall(callId)
  const found = (await drafts.restore()).find(({ id }) => id === draftId)
  if (!found) return
  if (blank && !isTouched(blank)) drafts.forget(blank.id)
  const { shown } = stage.get()
  const { open } = drafts
  const mayShow = open === null || !isTouched(open)
  if (shown.kind === 'call' && shown.callId === callId && mayShow) drafts.show(draftId)
  toaster.say('ok', t('handover.came', { who: fromName }))
  const { organisationId, contactId } = found.fields
  if (organisationId === null) return
  const card = await model.queries.fetchQuery(cardQuery(model, organisationId, contactId)).catch(() => null)
  if (card) drafts.nameCustomer(draftId, customerName(card))
}
