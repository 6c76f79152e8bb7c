import type { CustomerCard } from '#bridge/pop.ts'

/** The line has room for these many. */
const shownMax = 3

/** Where to call the customer of a card: the contact's numbers, else the organisation's own. */
export function cardNumbers({ contact, organisation }: CustomerCard): readonly string[] {
  const own = contact?.phones.map(({ number, ext }) => (ext === null ? number : `${number} ext ${ext}`)) ?? []
  if (own.length > 0) return own.slice(0, shownMax)
  return organisation.mainNumber ? [organisation.mainNumber] : []
}
