import type { User } from '#domain/directory/staff.ts'
import { bestMatches } from '#renderer/ui/match-text.ts'

/** Somebody a call can be given to: a colleague, or the number that was typed. */
export type TransferTarget = { readonly id: string; readonly number: string; readonly name: string | null }

/** Rows under the field: more would push the other calls away. */
const shownMax = 6

const dialled = /^\+?[\d*#][\d\s().*#-]*$/

/**
 * What was typed, as targets, best first. A number is always meant as typed: it stands first unless it is exactly a colleague's
 * extension. With nothing typed, colleagues to look at.
 */
export function transferTargets(
  users: readonly User[],
  typed: string,
  ownExtension: string | null,
): readonly TransferTarget[] {
  const text = typed.trim()
  const colleagues = users.flatMap(({ id, active, extension, name }) =>
    active && extension !== null && extension !== ownExtension ? [{ id, number: extension, name }] : [],
  )
  const found = bestMatches(colleagues, text, ({ name, number }) => `${name} ${number}`)
  if (!dialled.test(text)) return found.slice(0, shownMax)
  const exact = found.filter(({ number }) => number === text)
  const typedNumber: TransferTarget[] = exact.length > 0 ? [] : [{ id: 'typed', number: text, name: null }]
  return [...exact, ...typedNumber, ...found.filter((one) => !exact.includes(one))].slice(0, shownMax)
}
