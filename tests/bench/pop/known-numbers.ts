import type { DemoCompany } from '#demo/company/demo-company.ts'
import { written } from '#demo/company/demo-numbers.ts'

/** Shares no factor with any size of the company: the walk meets every customer before one comes twice. */
const stride = 7_919

/**
 * Numbers of contacts all over the company, as a PBX hands them on: `+7…`, `8…`, `8(495)…`, `7…`. Endless. `has` leaves
 * out customers that are not in the cache.
 */
export function* knownNumbers(
  { counts, customer }: Pick<DemoCompany, 'counts' | 'customer'>,
  has: (organisationId: string) => boolean = () => true,
): Generator<string> {
  for (let nth = 1; ; nth++) {
    const { organisation, contacts } = customer((nth * stride) % counts.organisations)
    if (!has(organisation.id)) continue
    const phones = contacts.filter(({ active }) => active).flatMap((contact) => contact.phones)
    const phone = phones[nth % Math.max(1, phones.length)]
    // No spaces in the user part of a SIP URI (RFC 3261 §25.1).
    if (phone) yield written(phone.number, nth % 4).replaceAll(' ', '')
  }
}
