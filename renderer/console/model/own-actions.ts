import { type DeskPolicy, defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import type { OwnState } from '#domain/call/own-state.ts'
import type { CallId } from '#domain/ids.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import { isTouched } from '../drafts/draft-state.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { namesOf } from './names.ts'

export const policyOf = ({ live }: Pick<ConsoleModel, 'live'>): DeskPolicy =>
  live.settings.get()?.deskPolicy ?? defaultDeskPolicy

/** Orders go to the phone, and its snapshot shows what came of them; a phone that is not there is said. */
function ordered(model: ConsoleModel, doing: Promise<unknown>): void {
  doing.catch((error: unknown) => model.toaster.say('breach', errorWords(model.t, error, namesOf(model))))
}

export function goAvailable(model: ConsoleModel): void {
  ordered(model, model.links.phone.goAvailable())
}

export function goAway(model: ConsoleModel, reason: string): void {
  ordered(model, model.links.phone.goAway({ reason }))
}

/** Available, or away for the first reason of the company's list; in a call what is asked for comes after it. */
export function toggleAway(model: ConsoleModel): void {
  const own = model.live.phone.get()?.own
  const [first] = policyOf(model).awayReasons
  if (own?.wanted.is === 'away') goAvailable(model)
  else if (first) goAway(model, first.code)
}

/** Nobody works here any more: what was asked for ends with it. A phone that is not there has nothing to end. */
export async function endAbsence({ links }: Pick<ConsoleModel, 'links'>): Promise<void> {
  if (!links.phoneLink.isAttached) return
  await Promise.all([links.phone.goAvailable(), links.phone.setDoNotDisturb({ on: false })]).catch(() => {})
}

export function toggleDoNotDisturb(model: ConsoleModel): void {
  const on = model.live.phone.get()?.doNotDisturb !== true
  ordered(model, model.links.phone.setDoNotDisturb({ on }))
}

type Chosen = { readonly callId: CallId; readonly code: string }
const chosenIn = new WeakMap<ConsoleModel, Store<Chosen | null>>()

/** The code chosen last in this window, and of which call. */
export function chosenCode(model: ConsoleModel): Store<Chosen | null> {
  const known = chosenIn.get(model)
  if (known) return known
  const fresh = createStore<Chosen | null>(null)
  chosenIn.set(model, fresh)
  return fresh
}

type WrapUp = Extract<OwnState, { state: 'wrapUp' }>

/** The wrap-up under way. */
export function wrapUpOf({ live }: Pick<ConsoleModel, 'live'>): WrapUp | null {
  const own = live.phone.get()?.own
  return own?.state === 'wrapUp' ? own : null
}

export function wrapUpDone(model: ConsoleModel): void {
  ordered(model, model.links.phone.wrapUpDone())
}

export function wrapUpMore(model: ConsoleModel): void {
  ordered(model, model.links.phone.wrapUpMore())
}

/** A ticket of this call is being written: the wrap-up waits for it. */
export function waitsForTicket(model: ConsoleModel, callId: CallId): boolean {
  const draft = model.drafts.ofCall(callId)
  return draft !== null && isTouched(draft)
}

/** Keeps the code with the call. It ends the wrap-up, unless the ticket of the call is still being written. */
export function chooseWrapUpCode(model: ConsoleModel, code: string): void {
  const wrapUp = wrapUpOf(model)
  if (wrapUp === null) return
  const { callId } = wrapUp
  const chosen = chosenCode(model)
  const before = chosen.get()
  chosen.set({ callId, code })
  model.links.core.own.wrapUp({ callId, code }).then(
    () => {
      if (!waitsForTicket(model, callId) && wrapUpOf(model)?.callId === callId) wrapUpDone(model)
    },
    (error: unknown) => {
      chosen.set(before)
      model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
    },
  )
}

/** The ticket of a call is saved: with its code chosen there is nothing left to write. */
export function ticketSavedFor(model: ConsoleModel, callId: CallId | null): void {
  const chosen = chosenCode(model).get()
  if (callId !== null && chosen?.callId === callId && wrapUpOf(model)?.callId === callId) wrapUpDone(model)
}
