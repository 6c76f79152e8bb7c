import type { ContactPhone } from '../directory/contact.ts'
import {
  alreadyExists,
  alreadySo,
  done,
  forbidden,
  type IntentRules,
  invalid,
  notFound,
} from './intent-rule.ts'

/** How much a source is worth; a number confirmed on a call replaces the same number guessed from mail. */
const worth: Readonly<Record<ContactPhone['source'], number>> = {
  mined: 0,
  imported: 1,
  entered: 2,
  confirmed: 3,
}
const phonesMax = 20

export const contactIntents: IntentRules<'contact.create' | 'contact.addPhone'> = {
  'contact.create': {
    refs: ({ contact }) => [
      { entity: 'contact', id: contact.id },
      { entity: 'organisation', id: contact.organisationId },
    ],
    apply({ contact }, rows, { role }) {
      const { mayRequest, mayApprovePaid } = contact.authority
      // Authority is given by those who answer for the contract, never by whoever took the call.
      if ((mayRequest || mayApprovePaid) && role === 'dispatcher') return forbidden('authority')
      if (rows('contact', contact.id) !== null) return alreadyExists('contact')
      if (rows('organisation', contact.organisationId) === null) return notFound('organisation')
      return done({ entity: 'contact', row: { ...contact, v: 0 } })
    },
  },
  /** Numbers are added one by one, so two consoles never undo each other. */
  'contact.addPhone': {
    refs: ({ contactId }) => [{ entity: 'contact', id: contactId }],
    apply({ contactId, phone }, rows) {
      const contact = rows('contact', contactId)
      if (contact === null) return notFound('contact')
      const at = contact.phones.findIndex(({ number, ext }) => number === phone.number && ext === phone.ext)
      const known = contact.phones[at]
      if (known !== undefined) {
        if (worth[known.source] >= worth[phone.source]) return alreadySo()
        return done({ entity: 'contact', row: { ...contact, phones: contact.phones.with(at, phone) } })
      }
      if (contact.phones.length >= phonesMax) return invalid('phones')
      return done({ entity: 'contact', row: { ...contact, phones: [...contact.phones, phone] } })
    },
  },
}
