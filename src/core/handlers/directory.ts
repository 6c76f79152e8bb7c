import type { Contact, ContactPhone } from '#domain/directory/contact.ts'
import { normaliseNumber } from '#domain/directory/normalise-number.ts'
import type { ContactId } from '#domain/ids.ts'
import { fold, foldedWords } from '../files/fold.ts'
import { findEverything } from './find-everything.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { writing } from './write-errors.ts'

/** Sites and equipment of one organisation shown at most; the rest is found by typing. */
const listMax = 500

/** Customers, colleagues and what tickets are sorted by. */
export function directoryHandlers(os: Implementer, parts: CoreParts) {
  const { work, settings, closing } = parts
  const { rows } = work
  /** A number as a person wrote it, read by the dial plan; null: not a number one can be called at. */
  const phoneOf = (raw: string): ContactPhone | null => {
    const read = normaliseNumber(raw, settings.now.dialPlan)
    if (read.kind !== 'e164' && read.kind !== 'internal') return null
    const ext = read.kind === 'e164' ? read.ext : null
    const kind = /^\+79/.test(read.number) ? 'mobile' : 'work'
    return { number: read.number, ext, raw, kind, source: 'confirmed', lastSeenAt: work.ports.clock.now() }
  }
  return os.directory.router({
    reference: os.directory.reference.handler(() => ({
      queues: rows.all('queue').sort((a, b) => a.position - b.position),
      categories: rows.all('category').sort((a, b) => a.position - b.position),
      users: rows.all('user'),
      teams: rows.all('team'),
    })),
    referenceChanged: os.directory.referenceChanged.handler(async function* ({ signal }) {
      yield* streamOf(work.referenceChanged, [], { signal, closing, latest: true })
    }),
    find: os.directory.find.handler(({ input }) => ({
      hits: findEverything(work, settings.now.dialPlan, input.text, input.limit),
    })),
    organisation: os.directory.organisation.handler(({ input, errors }) => {
      const organisation = rows.get('organisation', input.organisationId)
      if (organisation === null) throw errors.NO_SUCH_CUSTOMER()
      const own = { id: organisation.id, limit: listMax }
      return {
        organisation,
        contacts: rows.ofOrganisation('contact', own.id, own.limit),
        contracts: rows.ofOrganisation('contract', own.id, own.limit),
        sites: rows.ofOrganisation('site', own.id, own.limit),
      }
    }),
    sites: os.directory.sites.handler(({ input }) => {
      // A vehicle fleet has thousands of sites: all are read, those that fit are answered.
      const all = rows.ofOrganisation('site', input.organisationId, 20_000)
      const words = foldedWords(input.text)
      const fits = all.filter(({ name, address }) => {
        const text = fold(`${name} ${address}`)
        return words.every((word) => text.includes(word))
      })
      return { sites: fits.slice(0, listMax) }
    }),
    equipment: os.directory.equipment.handler(({ input }) => {
      const all = rows.ofOrganisation('equipment', input.organisationId, 20_000)
      const fits = input.siteId === null ? all : all.filter(({ siteId }) => siteId === input.siteId)
      return { equipment: fits.slice(0, listMax) }
    }),
    createContact: os.directory.createContact.handler(({ input, errors }) => {
      const phone = input.number === null ? null : phoneOf(input.number)
      if (input.number !== null && phone === null) throw errors.BAD_NUMBER()
      const contact: Contact = {
        id: work.ports.newId() as ContactId,
        v: 0,
        organisationId: input.organisationId,
        name: input.name,
        position: input.position,
        email: null,
        phones: phone === null ? [] : [phone],
        // Who may ask under a contract is said by a role, never by whoever took the call.
        authority: { mayRequest: false, mayApprovePaid: false, siteIds: null, until: null },
        active: true,
      }
      return writing(errors, () => {
        work.write({ kind: 'contact.create', contact }, contact.name)
        return { contact: rows.get('contact', contact.id) ?? contact }
      })
    }),
    attachNumber: os.directory.attachNumber.handler(({ input, errors }) => {
      const phone = phoneOf(input.number)
      if (phone === null) throw errors.BAD_NUMBER()
      return writing(errors, () => {
        const name = rows.get('contact', input.contactId)?.name ?? ''
        work.write({ kind: 'contact.addPhone', contactId: input.contactId, phone }, name)
        const contact = rows.get('contact', input.contactId)
        if (contact === null) throw new Error('a number was kept for a contact that is not there')
        return { contact }
      })
    }),
  })
}
