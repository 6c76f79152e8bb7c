import type { Call } from '#domain/call/call.ts'
import { askGate, type DialGate, openGate, settleGate } from '#domain/call/dial-gate.ts'
import { type DialRequest, type DialSource, readDialRequest } from '#domain/call/dial-request.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import { dialRefusalWords } from '../words/dial-words.ts'
import { call } from './call-actions.ts'
import type { ConsoleModel } from './console-model.ts'

/** A number somebody is asked about before it is called; `at` guards against a key that was meant for something else. */
export type DialQuestion = { request: DialRequest; source: DialSource; askedAt: number }

/** What of click-to-call outlives a render: the open question and how many were asked lately. */
export type DialDesk = { readonly question: Store<DialQuestion | null>; gate: DialGate }

export const createDialDesk = (): DialDesk => ({
  question: createStore<DialQuestion | null>(null),
  gate: openGate,
})

/** From our own lists these are called by the press itself: it costs what every call costs. */
const plainTariffs: ReadonlySet<DialRequest['tariff']> = new Set(['internal', 'local', 'national'])

/**
 * Calls a number a person clicked or typed, or that came from a link or the clipboard. What came from outside, leads
 * abroad, costs more or is an emergency is asked about first; what may not be dialled is said with the reason.
 */
export function dial(model: ConsoleModel, text: string, source: DialSource = 'list'): void {
  const settings = model.live.settings.get()
  if (settings === null) return void model.toaster.say('breach', model.t('error.other'))
  const read = readDialRequest(text, source, settings.dialPlan, settings.dialPolicy)
  if (!read.ok) return void model.toaster.say('breach', dialRefusalWords(model.t, read.refusal))
  if (source === 'list' && plainTariffs.has(read.value.tariff)) call(model, read.value)
  else ask(model, { request: read.value, source, askedAt: performance.now() })
}

function ask({ dialDesk, toaster, t }: ConsoleModel, question: DialQuestion): void {
  const answer = askGate(dialDesk.gate, question.askedAt)
  dialDesk.gate = answer.gate
  if (answer.may) dialDesk.question.set(question)
  // The one that is open stays as it is: its number must not change under the finger.
  else toaster.say('breach', t(answer.why === 'onePending' ? 'dial.onePending' : 'dial.tooMany'))
}

/** A press of a key within this time after the question came was meant for something else, ms. */
const guardMs = 400

/** The answer to the open question. A yes that comes too soon to have been read changes nothing. */
export function answerDial(model: ConsoleModel, yes: boolean, now = performance.now()): void {
  const { dialDesk } = model
  const question = dialDesk.question.get()
  if (question === null || (yes && now - question.askedAt < guardMs)) return
  dialDesk.question.set(null)
  dialDesk.gate = settleGate(dialDesk.gate)
  if (yes) call(model, question.request)
}

/** Whoever we called wants another number called: asked, once a call, and never dialled by itself. */
export function askRedirection(model: ConsoleModel, ended: Call): void {
  if (ended.state === 'over' && ended.redirectTo !== undefined) dial(model, ended.redirectTo, 'redirect')
}

/** Asks about the number on the clipboard. Browsers let a page read it only on a person's key or click, and may say no. */
export async function dialClipboard(model: ConsoleModel): Promise<void> {
  let text: string
  try {
    text = await navigator.clipboard.readText()
  } catch {
    return void model.toaster.say('breach', model.t('dial.clipboardClosed'))
  }
  dial(model, text, 'clipboard')
}
