import type { CustomerCard } from '#bridge/pop.ts'
import { createStore } from '#renderer/ui/external-store.ts'
import { type DraftState, isTouched } from '../drafts/draft-state.ts'
import { prefillFromCard } from '../drafts/prefill-from-pop.ts'
import { errorWords } from '../words/error-words.ts'
import { placeWords } from '../words/refusal-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { namesOf } from './names.ts'
import { ticketSavedFor } from './own-actions.ts'

/** What the form says of a draft's last try to be saved; gone once it is edited. */
export type SaveState =
  | { readonly state: 'idle' }
  | { readonly state: 'saving'; readonly draftId: string }
  | { readonly state: 'subjectMissing'; readonly draftId: string }
  | { readonly state: 'failed'; readonly draftId: string; readonly words: string }

const states = new WeakMap<ConsoleModel, ReturnType<typeof createStore<SaveState>>>()

export function saveStateOf(model: ConsoleModel) {
  let state = states.get(model)
  if (!state) {
    state = createStore<SaveState>({ state: 'idle' })
    states.set(model, state)
  }
  return state
}

/** A draft for what is shown: of the call if its card is open, of the customer, or of nobody yet. The caret goes to the subject. */
export function newTicket(model: ConsoleModel): void {
  const { shown } = model.stage.get()
  model.view.set('console')
  const { open } = model.drafts
  if (shown.kind === 'call') {
    model.wantsSubject.set(model.drafts.openForCall(shown.callId).id)
    return
  }
  const draft = open && !isTouched(open) ? open : model.drafts.openWithoutCall()
  model.wantsSubject.set(draft.id)
  if (shown.kind !== 'customer') return
  const { organisationId, contactId } = shown
  const card = model.queries.getQueryData<CustomerCard>(['card', organisationId, contactId])
  if (card) prefillFromCard(model.drafts, draft.id, card, 'customer')
}

/** Saves the open draft and routes it in the same move; on any failure the text stays where it is. */
export async function saveTicket(model: ConsoleModel): Promise<void> {
  const draft = model.drafts.open
  const state = saveStateOf(model)
  if (!draft || state.get().state === 'saving') return
  if (draft.fields.subject.trim() === '') {
    state.set({ state: 'subjectMissing', draftId: draft.id })
    model.wantsSubject.set(draft.id)
    return
  }
  state.set({ state: 'saving', draftId: draft.id })
  try {
    const fields = { ...draft.fields, subject: draft.fields.subject.trim() }
    const { row } = await model.links.core.tickets.create({
      fields,
      callId: draft.callId,
      draftId: draft.id,
    })
    state.set({ state: 'idle' })
    sayWhereItWent(model, row.ticket)
  } catch (error) {
    state.set({ state: 'failed', draftId: draft.id, words: errorWords(model.t, error, namesOf(model)) })
    return
  }
  // The core took the draft from the disk in the same commit; here it only leaves the pane.
  model.drafts.forget(draft.id)
  ticketSavedFor(model, draft.callId)
  void model.queries.invalidateQueries({ queryKey: ['tickets'] })
}

type Saved = Parameters<typeof placeWords>[1] & {
  id: string
  number: string | null
  provisionalNumber: string | null
}

function sayWhereItWent(model: ConsoleModel, ticket: Saved): void {
  const { t } = model
  const number = ticket.number ?? ticket.provisionalNumber
  const named = number ? `№ ${number}` : t('form.savedNew')
  const title = ticket.queueId
    ? t('form.saved', { number: named, place: placeWords(t, ticket, namesOf(model)) })
    : t('form.savedUnrouted', { number: named })
  const deskAway = model.live.status.get()?.desk.state !== 'live'
  model.toaster.say('ok', title, {
    description: deskAway && ticket.number === null && number ? t('form.savedHint') : undefined,
    actionLabel: t('form.open'),
    onAction: () => model.move({ type: 'openTicket', ticketId: ticket.id as never }),
  })
}

/** Throws the open draft away, with a way back for as long as the word of it is on screen. */
export async function discardDraft(model: ConsoleModel): Promise<void> {
  const { open } = model.drafts
  if (!open) return
  let taken: DraftState | null
  try {
    taken = await model.drafts.remove(open.id)
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
    return
  }
  if (!taken || !isTouched(taken)) return
  const kept = taken
  model.toaster.say('info', model.t('form.discarded'), {
    actionLabel: model.t('form.undo'),
    onAction: () => model.drafts.putBack(kept),
  })
}
