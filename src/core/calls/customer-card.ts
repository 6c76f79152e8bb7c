import type { CustomerCard } from '#bridge/pop.ts'
import type { CallRecord } from '#domain/call/call-record.ts'
import { judgeAuthority, whoMay } from '#domain/directory/judge-authority.ts'
import { judgeCoverage } from '#domain/directory/judge-coverage.ts'
import type { MatchKind } from '#domain/directory/match-kind.ts'
import type { ContactId, OrganisationId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Reference } from '../reference.ts'
import type { Rows } from '../store/rows.ts'

/** As many as the bridge carries; the counts tell all. */
const sitesMax = 200
const openTicketsMax = 20
const recentCallsMax = 5
/** A call that rang at several consoles has a record of each: enough to find five calls among them. */
const callsReadMax = 20
/** Among so many contacts somebody with authority is found; a holding's whole staff is not read for it. */
const contactsAskedMax = 100
const contractsMax = 50

export interface CardRequest {
  organisationId: OrganisationId
  contactId: ContactId | null
  match: MatchKind
  maybe: boolean
  at: Instant
}

/** Everything known of one customer, judged for now; null when the organisation is not in the cache. */
export function customerCard(rows: Rows, reference: Reference, request: CardRequest): CustomerCard | null {
  const { organisationId, contactId, at } = request
  const organisation = rows.get('organisation', organisationId)
  if (organisation === null) return null
  const contact = contactId === null ? null : rows.get('contact', contactId)
  const contracts = rows.ofOrganisation('contract', organisationId, contractsMax)
  const verdict = judgeCoverage({
    contracts,
    calendars: reference.calendars,
    at,
    categoryId: null,
    siteId: null,
    equipmentKind: null,
  })
  const policy = reference.policy(verdict.slaPolicyId)
  const asked = { siteId: null, at, timeZone: organisation.timeZone }
  const authority = judgeAuthority(contact, asked)
  const others =
    authority.answer === 'may' ? [] : rows.ofOrganisation('contact', organisationId, contactsAskedMax)
  const sites = rows.ofOrganisation('site', organisationId, sitesMax)
  const equipment = rows.ofOrganisation('equipment', organisationId, sitesMax)
  const openTickets = rows.openTickets(organisationId, openTicketsMax)
  return {
    organisation,
    contact,
    match: request.match,
    maybe: request.maybe,
    authority: { ...authority, whoMay: whoMay(others, asked) },
    contract: contracts.find(({ id }) => id === verdict.contractId) ?? null,
    verdict,
    sla: policy && { policyName: policy.name, ...policy.targets.normal },
    sites,
    siteCount: countOf(sites, sitesMax, () => rows.countOfOrganisation('site', organisationId)),
    equipment,
    equipmentCount: countOf(equipment, sitesMax, () => rows.countOfOrganisation('equipment', organisationId)),
    openTickets,
    openCount: countOf(openTickets, openTicketsMax, () => rows.openCount(organisationId)),
    recentCalls: oncePerCall(rows.callsOfOrganisation(organisationId, callsReadMax)).map((record) => ({
      callId: record.id,
      at: record.ringAt,
      direction: record.direction,
      contactName: nameOf(rows, record.contactId) ?? record.callerName,
      answered: record.answeredAt !== null,
    })),
  }
}

/** Newest first, one record a call of the PBX: the one that was answered, where one was. */
function oncePerCall(records: readonly CallRecord[]): CallRecord[] {
  const calls = new Map<string, CallRecord>()
  for (const record of records) {
    const other = calls.get(record.pbxCallId)
    if (!other || (other.answeredAt === null && record.answeredAt !== null))
      calls.set(record.pbxCallId, record)
  }
  return [...calls.values()].slice(0, recentCallsMax)
}

/** Fewer than the limit were read: those are all, and counting them again is spared. */
function countOf(read: readonly unknown[], limit: number, count: () => number): number {
  return read.length < limit ? read.length : count()
}

function nameOf(rows: Rows, contactId: ContactId | null): string | null {
  return contactId === null ? null : (rows.get('contact', contactId)?.name ?? null)
}
