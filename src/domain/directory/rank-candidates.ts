import type { ContactId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { ContactPhone } from './contact.ts'
import { type MatchKind, matchKinds } from './match-kind.ts'
import type { RankReason } from './rank-reason.ts'

/** What is known of one possible owner of a number. */
export type CandidateFacts = {
  contactId: ContactId
  match: MatchKind
  source: ContactPhone['source']
  /** Open tickets of the organisation, and when the nearest is due. */
  openTickets: number
  nearestDue: Instant | null
  /** Last call from this number that was said to be this contact's. */
  calledAt: Instant | null
  /** How often dispatchers chose this contact for this number, faded with age; 0: never. */
  learnt: number
  mayRequest: boolean
  lastSeenAt: Instant | null
}

/** A ticket due within this time is likely what the call is about: a customer calls before it breaks, or after. */
const soonMs = 4 * 3_600_000

/** A match on fewer digits than ten, or a number taken from mail, is never more than a "maybe". */
export function isMaybe({ match, source }: Pick<CandidateFacts, 'match' | 'source'>): boolean {
  return match !== 'chosen' && (match === 'last7' || match === 'mainBlock' || source === 'mined')
}

/**
 * Orders the owners of a number, likeliest first, with the reason. A better match always wins; then what dispatchers
 * chose before, a ticket due soon, open tickets, a number confirmed on a call, the last call, authority, recency.
 */
export function rankCandidates<Facts extends CandidateFacts>(
  candidates: readonly Facts[],
  at: Instant,
): (Facts & { ranked: RankReason; maybe: boolean })[] {
  const lastCall = Math.max(0, ...candidates.map(({ calledAt }) => calledAt ?? 0))
  const only = candidates.length === 1
  return candidates
    .map((facts) => ({ facts, scores: scoresOf(facts, at) }))
    .sort((one, other) => firstDifference(other.scores, one.scores) || compareIds(one.facts, other.facts))
    .map(({ facts }) => ({
      ...facts,
      ranked: only ? 'only' : reasonOf(facts, lastCall),
      maybe: isMaybe(facts),
    }))
}

/** Bigger is better, most telling first. */
function scoresOf(facts: CandidateFacts, at: Instant): number[] {
  const soon = facts.nearestDue !== null && facts.nearestDue - at <= soonMs
  return [
    -matchKinds.indexOf(facts.match),
    facts.learnt,
    Number(facts.openTickets > 0 && soon),
    Number(facts.openTickets > 0),
    Number(facts.source === 'confirmed'),
    facts.calledAt ?? 0,
    Number(facts.mayRequest),
    facts.lastSeenAt ?? 0,
  ]
}

function reasonOf(facts: CandidateFacts, lastCall: Instant): RankReason {
  if (facts.learnt > 0) return 'learnt'
  if (facts.openTickets > 0) return 'openTickets'
  if (facts.source === 'confirmed') return 'verified'
  if (facts.calledAt !== null && facts.calledAt === lastCall) return 'calledLast'
  return facts.mayRequest ? 'authority' : 'recent'
}

function firstDifference(one: readonly number[], other: readonly number[]): number {
  for (const [nth, score] of one.entries()) {
    const difference = score - (other[nth] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const compareIds = (one: CandidateFacts, other: CandidateFacts) => (one.contactId < other.contactId ? -1 : 1)
