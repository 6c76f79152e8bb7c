import type { Core } from 'sip.js'

/** Beyond a day SIP.js overflows its timer and registers again within 20 ms, in a storm if the PBX repeats it. */
const maxS = 86_400
/** The PBX's share of a second is a storm as well. */
const minS = 10
/** Asked for by us when the PBX names no time that can be read. */
export const askedExpiresS = 300

/** A time of registration that can be lived with, seconds; 0 (unregistered) stays 0. */
export function saneExpires(value: string | null | undefined): number {
  if (!value || !/^\d{1,9}$/.test(value.trim())) return askedExpiresS
  const seconds = Number(value)
  return seconds === 0 ? 0 : Math.min(maxS, Math.max(minS, seconds))
}

/** Puts sane times into the contacts of a 200 to REGISTER; a contact without one gets that of Expires, or ours. */
export function fitGrantedExpires(response: Core.IncomingResponseMessage): void {
  const general = response.getHeader('expires')
  if (general !== undefined) response.setHeader('expires', String(saneExpires(general)))
  response.getHeaders('contact').forEach((_, index) => {
    const contact: unknown = response.parseHeader('contact', index)
    if (!hasParams(contact)) return
    contact.setParam('expires', String(saneExpires(contact.getParam('expires') ?? general)))
  })
}

type Params = { getParam(key: string): string | null | undefined; setParam(key: string, value: string): void }

function hasParams(contact: unknown): contact is Params {
  return typeof contact === 'object' && contact !== null && 'getParam' in contact && 'setParam' in contact
}
