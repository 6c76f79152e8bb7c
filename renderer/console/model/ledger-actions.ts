import type { LedgerRow, LedgerView } from '#bridge/ledger.ts'
import type { CallerKey, CloseReason } from '#domain/call/ledger-rows.ts'
import type { CallId } from '#domain/ids.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import { ledgerErrorWords, whoWords } from '../words/ledger-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { dial } from './dial-actions.ts'
import { namesOf } from './names.ts'

/** What of the ledger and the journal outlives a render. */
export type LedgerDesk = {
  /** Null until the core has told it. */
  readonly view: Store<LedgerView | null>
  /** The row under the caret of the list; null: no list is shown. */
  readonly caret: Store<CallerKey | null>
  /** The caller whose closing is asked about. */
  readonly closing: Store<CallerKey | null>
  /** The past call that is looked at. */
  readonly details: Store<CallId | null>
  /** Deaf times whose banner was read. */
  readonly read: Store<ReadonlySet<string>>
}

export const createLedgerDesk = (): LedgerDesk => ({
  view: createStore<LedgerView | null>(null),
  caret: createStore<CallerKey | null>(null),
  closing: createStore<CallerKey | null>(null),
  details: createStore<CallId | null>(null),
  read: createStore<ReadonlySet<string>>(new Set()),
})

/**
 * The caller a key means: the one under the caret of the list, and nobody once that one is settled; without a list who
 * waits longest of those nobody else calls back.
 */
export function callerInHand(model: ConsoleModel): LedgerRow | null {
  const { view, caret } = model.ledger
  const rows = view.get()?.rows ?? []
  const me = model.live.status.get()?.user?.id
  const free = ({ owner, number }: LedgerRow) => number !== null && (owner === null || owner.userId === me)
  const under = caret.get()
  return (under === null ? rows.find(free) : rows.find(({ callerKey }) => callerKey === under)) ?? null
}

/** Claims the caller, then dials: of two who press at once one dials and the other is told who was first. */
export async function callBack(
  model: ConsoleModel,
  { callerKey }: Pick<LedgerRow, 'callerKey'>,
): Promise<void> {
  const answer = await doing(model, () => model.links.core.ledger.callBack({ callerKey }))
  if (answer === null) return
  if (!answer.confirmed) model.toaster.say('info', model.t('ledger.unconfirmed'))
  dial(model, answer.number)
}

/** Takes a caller, gives one's own back; a supervisor takes over. */
export async function takeOrRelease(model: ConsoleModel, { callerKey, owner }: LedgerRow): Promise<void> {
  const { ledger } = model.links.core
  const me = model.live.status.get()?.user?.id
  const answer = await doing(model, () =>
    owner !== null && owner.userId === me
      ? ledger.release({ callerKey, expected: owner.userId })
      : ledger.claim({ callerKey, expected: owner?.userId ?? null }),
  )
  if (answer?.confirmed === false) model.toaster.say('info', model.t('ledger.unconfirmed'))
}

export async function release(model: ConsoleModel, { callerKey, owner }: LedgerRow): Promise<void> {
  if (owner === null) return
  await doing(model, () => model.links.core.ledger.release({ callerKey, expected: owner.userId }))
}

export async function closeMissed(
  model: ConsoleModel,
  row: LedgerRow,
  reason: CloseReason,
  note: string,
): Promise<void> {
  model.ledger.closing.set(null)
  const { callerKey } = row
  const closed = await doing(model, () => model.links.core.ledger.close({ callerKey, reason, note }))
  if (closed) model.toaster.say('ok', model.t('ledger.closed', { who: whoWords(model.t, row) }))
}

/** Shows the list of who waits, or the journal, with the keys in it. */
export function showCalls(model: ConsoleModel, tab: 'missed' | 'calls'): void {
  model.view.set('console')
  model.listTab.set(tab)
  // After the list is drawn.
  setTimeout(() => document.querySelector<HTMLElement>('#list-panel [role=grid]')?.focus())
}

async function doing<Answer>(model: ConsoleModel, deed: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await deed()
  } catch (error) {
    const { t, toaster, ticker, i18n } = model
    const language = i18n.language as Language
    toaster.say('breach', ledgerErrorWords(t, error, { names: namesOf(model), language, now: ticker.now() }))
    return null
  }
}
