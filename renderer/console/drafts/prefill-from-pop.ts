import type { CustomerCard, Pop } from '#bridge/pop.ts'
import type { DraftId } from '#domain/ids.ts'
import type { DraftDesk } from './draft-desk.ts'
import type { Origin } from './draft-state.ts'

/** `Ромашка · Иван Петров`, as the form names the customer. */
export function customerName(card: CustomerCard): string {
  return card.contact ? `${card.organisation.name} · ${card.contact.name}` : card.organisation.name
}

/** Who calls, and the site and the device if there is only one of each. Nobody known empties what was prefilled. */
export function prefillFromPop(drafts: DraftDesk, id: DraftId, pop: Pop): void {
  if (pop.who.kind !== 'known') {
    drafts.prefill(id, { organisationId: null, contactId: null }, 'call', null)
    return
  }
  prefillFromCard(drafts, id, pop.who.card, 'call')
}

export function prefillFromCard(drafts: DraftDesk, id: DraftId, card: CustomerCard, origin: Origin): void {
  const who = { organisationId: card.organisation.id, contactId: card.contact?.id ?? null }
  drafts.prefill(id, who, origin, customerName(card))
  const [site] = card.sites
  const [device] = card.equipment
  if (card.siteCount === 1 && site) drafts.prefill(id, { siteId: site.id }, 'onlyOne')
  if (card.equipmentCount === 1 && device) drafts.prefill(id, { equipmentId: device.id }, 'onlyOne')
}
