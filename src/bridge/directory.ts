import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { contact } from '#domain/directory/contact.ts'
import { contract } from '#domain/directory/contract.ts'
import { equipment } from '#domain/directory/equipment.ts'
import { organisation } from '#domain/directory/organisation.ts'
import { site } from '#domain/directory/site.ts'
import { queue, team, user } from '#domain/directory/staff.ts'
import { contactId, organisationId, siteId } from '#domain/ids.ts'
import { refusal } from '#domain/intent/refusal.ts'
import { category } from '#domain/ticket/category.ts'
import { storageRefusals } from './refusals.ts'
import { ticketRow } from './tickets.ts'

export const searchHit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('organisation'), organisation, contactCount: z.number().int() }),
  z.object({ kind: z.literal('contact'), contact, organisationName: z.string() }),
  z.object({ kind: z.literal('ticket'), row: ticketRow }),
])
export type SearchHit = z.infer<typeof searchHit>

const written = oc.errors({ REFUSED: { data: z.object({ refusal }) }, BAD_NUMBER: {}, ...storageRefusals })

export const directory = {
  /** Small lists a console holds whole. */
  reference: oc.output(
    z.object({
      queues: z.array(queue),
      categories: z.array(category),
      users: z.array(user),
      teams: z.array(team),
    }),
  ),
  referenceChanged: oc.output(eventIterator(z.object({}))),
  /** Organisation by name or INN, contact by name or number, ticket by number (also provisional) or subject; ё = е. */
  find: oc
    .input(z.object({ text: z.string().min(1).max(200), limit: z.number().int().min(1).max(50).default(20) }))
    .output(z.object({ hits: z.array(searchHit) })),
  organisation: oc
    .errors({ NO_SUCH_CUSTOMER: {} })
    .input(z.object({ organisationId }))
    .output(
      z.object({
        organisation,
        contacts: z.array(contact),
        contracts: z.array(contract),
        sites: z.array(site),
      }),
    ),
  sites: oc
    .input(z.object({ organisationId, text: z.string().max(200).default('') }))
    .output(z.object({ sites: z.array(site) })),
  equipment: oc
    .input(z.object({ organisationId, siteId: siteId.nullable() }))
    .output(z.object({ equipment: z.array(equipment) })),
  /** A new person of an organisation, with the number they call from. Authority begins as "may not": a role decides. */
  createContact: written
    .input(
      z.object({
        organisationId,
        name: z.string().min(1).max(200),
        position: z.string().max(200),
        number: z.string().max(64).nullable(),
      }),
    )
    .output(z.object({ contact })),
  attachNumber: written
    .input(z.object({ contactId, number: z.string().max(64) }))
    .output(z.object({ contact })),
}
