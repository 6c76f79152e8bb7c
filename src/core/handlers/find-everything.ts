import type { SearchHit } from '#bridge/directory.ts'
import type { DialPlan } from '#domain/directory/dial-plan.ts'
import { normaliseNumber } from '#domain/directory/normalise-number.ts'
import type { ContactId, OrganisationId, TicketId } from '#domain/ids.ts'
import { fold, foldedWords } from '../files/fold.ts'
import type { Workstation } from '../workstation.ts'
import { ticketRow } from './ticket-row.ts'

/**
 * One field finds everything: a ticket by its number (the provisional too) or subject, a contact by name or number,
 * an organisation by name or INN. Exact things first, then names, then subjects; what waits in the outbox is found too.
 */
export function findEverything(work: Workstation, plan: DialPlan, text: string, limit: number): SearchHit[] {
  const { rows, store } = work
  const tickets = new Set<TicketId>(rows.ticketsByNumber(text.trim().toUpperCase()).map(({ id }) => id))
  const exact = tickets.size
  const contacts = new Set<ContactId>(byNumber(work, plan, text))
  const organisations = new Set<OrganisationId>()
  const words = foldedWords(text)
  const says = (name: string) => words.length > 0 && words.every((word) => fold(name).includes(word))

  for (const contact of work.overlay.of('contact')) if (says(contact.name)) contacts.add(contact.id)
  for (const ticket of work.overlay.of('ticket')) {
    if (says(`${ticket.provisionalNumber ?? ''} ${ticket.subject}`)) tickets.add(ticket.id)
  }
  for (const id of best(
    store.organisationsByText(text, limit * 5),
    (id) => nameOf(work, 'organisation', id),
    words,
  )) {
    organisations.add(id)
  }
  for (const id of best(store.contactsByText(text, limit * 5), (id) => nameOf(work, 'contact', id), words)) {
    contacts.add(id)
  }
  for (const id of store.ticketsByText(text, limit)) tickets.add(id)

  const ticketHits = [...tickets].flatMap((id): SearchHit[] => {
    const ticket = rows.get('ticket', id)
    return ticket === null ? [] : [{ kind: 'ticket', row: ticketRow(work, ticket) }]
  })
  const organisationHits = [...organisations].flatMap((id): SearchHit[] => {
    const organisation = rows.get('organisation', id)
    if (organisation === null) return []
    return [{ kind: 'organisation', organisation, contactCount: rows.countOfOrganisation('contact', id) }]
  })
  const contactHits = [...contacts].flatMap((id): SearchHit[] => {
    const contact = rows.get('contact', id)
    if (contact === null) return []
    return [
      { kind: 'contact', contact, organisationName: nameOf(work, 'organisation', contact.organisationId) },
    ]
  })
  return inTurns(
    [ticketHits.slice(0, exact)],
    [organisationHits, contactHits, ticketHits.slice(exact)],
    limit,
  )
}

function byNumber({ rows }: Workstation, plan: DialPlan, text: string): ContactId[] {
  const read = normaliseNumber(text, plan)
  if (read.kind !== 'e164' && read.kind !== 'internal') return []
  const asked = { number: read.number, ext: read.kind === 'e164' ? read.ext : null }
  const match = rows.findNumber(asked, plan.areaCode)
  return match.kind === 'owners' ? match.owners.map(({ contactId }) => contactId) : []
}

function nameOf({ rows }: Workstation, entity: 'organisation' | 'contact', id: string): string {
  return rows.get(entity, id)?.name ?? ''
}

/** Names that begin with the query, then those with a word that does, then shorter before longer. */
function best<Id extends string>(
  ids: readonly Id[],
  name: (id: Id) => string,
  words: readonly string[],
): Id[] {
  const first = words[0] ?? ''
  const score = (text: string): number => {
    const parts = foldedWords(text)
    const at = parts.findIndex((part) => part.startsWith(first))
    return at === -1 ? 50 : at
  }
  return ids
    .map((id) => ({ id, text: name(id) }))
    .map((named) => ({ ...named, rank: score(named.text) }))
    .sort((a, b) => a.rank - b.rank || a.text.length - b.text.length || (a.text < b.text ? -1 : 1))
    .map(({ id }) => id)
}

/** All of the first lists, then one of each of the others in turn, so that no kind pushes the others out. */
function inTurns(first: SearchHit[][], rest: SearchHit[][], limit: number): SearchHit[] {
  const hits = first.flat()
  for (let at = 0; hits.length < limit && rest.some((list) => at < list.length); at++) {
    for (const list of rest) {
      const hit = list[at]
      if (hit && hits.length < limit) hits.push(hit)
    }
  }
  return hits.slice(0, limit)
}
