import type { Candidate, Pop } from '#bridge/pop.ts'
import type { CallRecord } from '#domain/call/call-record.ts'
import type { Caller } from '#domain/call/caller.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import { normaliseNumber } from '#domain/directory/normalise-number.ts'
import { type CandidateFacts, rankCandidates } from '#domain/directory/rank-candidates.ts'
import type { ContactId, OrganisationId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { LearntChoices } from '../outbox/learnt-choices.ts'
import type { Reference } from '../reference.ts'
import type { AskedNumber, NumberMatch, NumberOwner } from '../store/number-lookup.ts'
import type { Rows } from '../store/rows.ts'
import { customerCard } from './customer-card.ts'

export interface WhoContext {
  rows: Rows
  reference: Reference
  learnt: Pick<LearntChoices, 'get' | 'weight'>
  plan: DialPlan
  at: Instant
}

/** What the dispatcher said of this very call. */
export interface Choice {
  contactId: ContactId | null
  organisationId: OrganisationId | null
}

type Who = Pop['who']

/** A number of more organisations than this is a reception's or a carrier's: nobody is picked for the dispatcher. */
const sharedOrganisations = 3
/** Facts are gathered for so many owners; the rest of a long list would cost more than it tells. */
const rankedMax = 20
const candidatesMax = 9
/** A choice made once counts until it has faded to this (three months without being made again). */
const learntEnough = 0.5

/** The number of a caller as the index asks for it; null when there is none to ask for. */
export function askedNumber(caller: Caller, plan: DialPlan): AskedNumber | null {
  if (caller.hidden) return null
  const read = normaliseNumber(caller.number, plan)
  switch (read.kind) {
    case 'e164':
      return { number: read.number, ext: read.ext }
    case 'internal':
    case 'unknown':
      return { number: read.number, ext: null }
    default:
      return null
  }
}

/** Who calls, by the ladder of matches, the ranking and what was chosen before. Reads the cache alone: no waiting. */
export function whoCalls(caller: Caller, chosen: Choice | null, context: WhoContext): Who {
  const { rows, reference, plan, at } = context
  if (chosen?.organisationId) {
    const { contactId, organisationId } = chosen
    const card = customerCard(rows, reference, {
      organisationId,
      contactId,
      match: 'chosen',
      maybe: false,
      at,
    })
    if (card !== null) return { kind: 'known', card, others: [] }
  }
  if (caller.hidden) return { kind: 'hidden' }
  if (caller.source === 'none' && caller.number === '') return { kind: 'unreadable' }

  const read = normaliseNumber(caller.number, plan)
  if (read.kind === 'hidden') return { kind: 'hidden' }
  if (read.kind === 'internal') {
    const colleague = reference.colleague(read.number)
    if (colleague) return { kind: 'colleague', name: colleague.name, extension: read.number }
  }
  const asked = askedNumber(caller, plan)
  if (asked === null) return { kind: 'unknown' }
  return byNumber(asked, rows.findNumber(asked, plan.areaCode), context)
}

function byNumber(asked: AskedNumber, match: NumberMatch, context: WhoContext): Who {
  const { rows, reference, learnt, at } = context
  if (match.kind === 'owners') return byOwners(asked, match, context)

  const choice = learnt.get(asked.number)
  const organisationId =
    choice?.organisationId ??
    (match.kind === 'block' && match.organisationIds.length === 1 ? match.organisationIds[0] : null)
  if (!organisationId) return { kind: 'unknown' }
  const card = customerCard(rows, reference, {
    organisationId,
    contactId: choice?.contactId ?? null,
    match: choice ? 'chosen' : 'mainBlock',
    maybe: true,
    at,
  })
  return card === null ? { kind: 'unknown' } : { kind: 'known', card, others: [] }
}

function byOwners(asked: AskedNumber, match: NumberMatch & { kind: 'owners' }, context: WhoContext): Who {
  const { rows, reference, learnt, at } = context
  const owners = oncePerContact(match.owners)
  const organisations = new Set(owners.map(({ organisationId }) => organisationId))
  const shared = organisations.size > sharedOrganisations
  const looked = owners.slice(0, rankedMax)
  const known = new Map(
    [...new Set(looked.map(({ organisationId }) => organisationId))].map((id) => [id, sharedOf(id, rows)]),
  )
  const ranked = rankCandidates(
    looked.map((owner) => factsOf(owner, known.get(owner.organisationId) as Shared, asked, context)),
    at,
  )
  const [first, ...rest] = ranked
  if (!first) return { kind: 'unknown' }
  const sure = first.match !== 'last7'
  const alone = owners.length === 1
  const taught = learnt.weight(asked.number, first.contactId, at) >= learntEnough
  const candidates = () => ranked.slice(0, candidatesMax).map((facts) => candidateOf(facts, rows))
  if (sure && !alone && !taught && organisations.size === 1) {
    // A main number: the organisation is sure and worth showing at once, the person is for the dispatcher to ask.
    const card = customerCard(rows, reference, {
      organisationId: first.organisationId,
      contactId: null,
      match: first.match,
      maybe: first.maybe,
      at,
    })
    if (card !== null) return { kind: 'known', card, others: candidates() }
  }
  if (sure && !shared && (alone || taught)) {
    const card = customerCard(rows, reference, {
      organisationId: first.organisationId,
      contactId: first.contactId,
      match: first.match,
      maybe: first.maybe,
      at,
    })
    if (card !== null) {
      return {
        kind: 'known',
        card,
        others: rest.slice(0, candidatesMax).map((facts) => candidateOf(facts, rows)),
      }
    }
  }
  return {
    kind: 'several',
    candidates: candidates(),
    total: owners.length,
    shared,
  }
}

type Facts = CandidateFacts & { organisationId: OrganisationId; name: string; position: string }

/** What is known of an organisation for ranking its people; read once though twenty of them share a main number. */
type Shared = { openTickets: number; nearestDue: Instant | null; calls: readonly CallRecord[] }

function sharedOf(organisationId: OrganisationId, rows: Rows): Shared {
  const openTickets = rows.openCount(organisationId)
  const nearest = openTickets > 0 ? rows.openTickets(organisationId, 1)[0] : undefined
  return {
    openTickets,
    nearestDue: nearest?.slaDue ?? null,
    calls: rows.callsOfOrganisation(organisationId, 20),
  }
}

function factsOf(
  owner: NumberOwner,
  shared: Shared,
  asked: AskedNumber,
  { rows, learnt, at }: WhoContext,
): Facts {
  const contact = rows.get('contact', owner.contactId)
  const called = shared.calls.find(
    (record) => record.number === asked.number && record.contactId === owner.contactId,
  )
  return {
    contactId: owner.contactId,
    organisationId: owner.organisationId,
    name: contact?.name ?? '',
    position: contact?.position ?? '',
    match: owner.match,
    source: owner.source,
    openTickets: shared.openTickets,
    nearestDue: shared.nearestDue,
    calledAt: called?.ringAt ?? null,
    learnt: learnt.weight(asked.number, owner.contactId, at),
    mayRequest: contact?.authority.mayRequest ?? false,
    lastSeenAt: owner.lastSeenAt,
  }
}

function candidateOf(facts: Facts & Pick<Candidate, 'ranked' | 'maybe'>, rows: Rows): Candidate {
  const { contactId, organisationId, name, position, match, maybe, openTickets, ranked } = facts
  const organisationName = rows.get('organisation', organisationId)?.name ?? ''
  return { contactId, organisationId, organisationName, name, position, match, maybe, openTickets, ranked }
}

/** A contact may have one number twice, with and without an extension. */
function oncePerContact(owners: readonly NumberOwner[]): NumberOwner[] {
  const seen = new Map<ContactId, NumberOwner>()
  for (const owner of owners) if (!seen.has(owner.contactId)) seen.set(owner.contactId, owner)
  return [...seen.values()]
}
