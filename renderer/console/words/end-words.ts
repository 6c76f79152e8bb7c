import type { Call } from '#domain/call/call.ts'
import type { CallEnd } from '#domain/call/call-end.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { Say } from '#renderer/texts/use-text.ts'

/** Ends after which nothing is to be done: somebody talked, or somebody chose so. */
export const endsWithoutNextStep = [
  'endedByUs',
  'endedByThem',
  'answeredElsewhere',
  'transferred',
  'replaced',
] as const satisfies readonly CallEnd[]

/** Ends of a call that rang here and was not taken, though nobody chose so: it waits in the ledger. */
const missed: ReadonlySet<CallEnd> = new Set(['abandoned', 'lostRace', 'noAnswer'])
/** Ends the dispatcher or the policy chose for a caller; of our own call they are the other side's word. */
const ownChoice: ReadonlySet<CallEnd> = new Set(['rejected', 'busy', 'doNotDisturb'])

const isSettled = (end: CallEnd): end is (typeof endsWithoutNextStep)[number] =>
  endsWithoutNextStep.some((one) => one === end)

/** What to do after a call that came to nothing; null: nothing is to be done, or the call still lives. */
export function endNextWords(t: Say, call: Call): string | null {
  if (call.state !== 'over') return null
  const { end, direction, sipCode, redirectTo } = call
  if (isSettled(end)) return null
  if (direction === 'in' && ownChoice.has(end)) return null
  if (end === 'abandoned' || end === 'lostRace' || (direction === 'in' && missed.has(end))) {
    return t('endNext.missed')
  }
  if (end === 'redirected' && redirectTo !== undefined) {
    return t('endNext.redirectedTo', { number: formatNumber(redirectTo) })
  }
  if (end === 'failed' && sipCode !== null && sipCode >= 400) {
    return t('endNext.failedWith', { code: sipCode })
  }
  return t(`endNext.${end}`)
}
