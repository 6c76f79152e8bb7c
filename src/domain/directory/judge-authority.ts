import type { SiteId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { dateOf, dayAt } from '../sla/zone-days.ts'
import type { AuthorityVerdict } from './authority-verdict.ts'
import type { Contact } from './contact.ts'

export type AuthorityRequest = {
  /** Null: not chosen yet. */
  siteId: SiteId | null
  at: Instant
  /** IANA zone the last day of an authority is told in. */
  timeZone: string
}

const whoMayMax = 5

/** May this contact ask for help there and now? For some sites only, and none chosen, cannot be told: `unknown`. */
export function judgeAuthority(
  contact: Contact | null,
  { siteId, at, timeZone }: AuthorityRequest,
): Pick<AuthorityVerdict, 'answer' | 'reason'> {
  if (contact === null) return { answer: 'unknown', reason: 'contactUnknown' }
  if (!contact.active) return { answer: 'mayNot', reason: 'inactive' }
  const { mayRequest, siteIds, until } = contact.authority
  if (!mayRequest) return { answer: 'mayNot', reason: 'noAuthority' }
  if (until !== null && until < dateOf(dayAt(timeZone, at))) return { answer: 'mayNot', reason: 'ended' }
  if (siteIds === null) return { answer: 'may', reason: 'granted' }
  if (siteId === null && siteIds.length > 0) return { answer: 'unknown', reason: 'otherSites' }
  return siteId !== null && siteIds.includes(siteId)
    ? { answer: 'may', reason: 'granted' }
    : { answer: 'mayNot', reason: 'otherSites' }
}

/** Whom to ask instead: those responsible for this very site first, then those who may also agree to paid work. */
export function whoMay(
  contacts: readonly Contact[],
  request: AuthorityRequest,
): { contactId: Contact['id']; name: string; position: string }[] {
  const own = ({ authority }: Contact) => Number(authority.siteIds !== null)
  const pays = ({ authority }: Contact) => Number(authority.mayApprovePaid)
  return contacts
    .filter((contact) => judgeAuthority(contact, request).answer === 'may')
    .sort(
      (one, other) =>
        own(other) - own(one) ||
        pays(other) - pays(one) ||
        one.name.localeCompare(other.name, 'ru') ||
        (one.id < other.id ? -1 : 1),
    )
    .slice(0, whoMayMax)
    .map(({ id, name, position }) => ({ contactId: id, name, position }))
}
