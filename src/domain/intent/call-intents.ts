import type { CallRecord } from '../call/call-record.ts'
import type { EntityPut } from '../entities.ts'
import { alreadySo, done, type IntentRules, invalid, notFound } from './intent-rule.ts'

const recordPut = (row: CallRecord): EntityPut => ({ entity: 'callRecord', row })

/** The record of a call: three small writes (rang, answered, ended), so that a crash in between keeps it. */
export const callIntents: IntentRules<
  'call.rang' | 'call.answered' | 'call.ended' | 'call.identified' | 'call.wrappedUp'
> = {
  'call.rang': {
    refs: ({ record }) => [{ entity: 'callRecord', id: record.id }],
    apply({ record }, rows, { by }) {
      if (rows('callRecord', record.id) !== null) return alreadySo()
      // A console reports its own user's calls, whatever the record says.
      return done(recordPut({ ...record, v: 0, userId: by }))
    },
  },
  'call.answered': {
    refs: ({ callId }) => [{ entity: 'callRecord', id: callId }],
    apply({ callId, at }, rows) {
      const record = rows('callRecord', callId)
      if (record === null) return notFound('callRecord')
      if (record.answeredAt !== null || record.endedAt !== null) return alreadySo()
      return done(recordPut({ ...record, answeredAt: at }))
    },
  },
  'call.ended': {
    refs: ({ callId }) => [{ entity: 'callRecord', id: callId }],
    apply({ callId, at, end, quality }, rows) {
      const record = rows('callRecord', callId)
      if (record === null) return notFound('callRecord')
      if (record.endedAt !== null) return alreadySo()
      return done(recordPut({ ...record, endedAt: at, end, quality: quality ?? null }))
    },
  },
  /** The last word of the dispatcher stands: who it was is theirs to say. */
  'call.identified': {
    refs: ({ callId, contactId, organisationId }) => [
      { entity: 'callRecord', id: callId },
      ...(contactId === null ? [] : [{ entity: 'contact', id: contactId } as const]),
      ...(organisationId === null ? [] : [{ entity: 'organisation', id: organisationId } as const]),
    ],
    apply(intent, rows) {
      const record = rows('callRecord', intent.callId)
      if (record === null) return notFound('callRecord')
      const contact = intent.contactId === null ? null : rows('contact', intent.contactId)
      if (intent.contactId !== null && contact === null) return notFound('contact')
      if (intent.organisationId !== null && rows('organisation', intent.organisationId) === null) {
        return notFound('organisation')
      }
      const organisationId = intent.organisationId ?? contact?.organisationId ?? null
      if (contact !== null && contact.organisationId !== organisationId) return invalid('organisationId')
      if (record.contactId === intent.contactId && record.organisationId === organisationId)
        return alreadySo()
      return done(recordPut({ ...record, contactId: intent.contactId, organisationId }))
    },
  },
  /** The last code stands: a wrong key is put right with another. */
  'call.wrappedUp': {
    refs: ({ callId }) => [{ entity: 'callRecord', id: callId }],
    apply({ callId, code }, rows) {
      const record = rows('callRecord', callId)
      if (record === null) return notFound('callRecord')
      return record.wrapUpCode === code ? alreadySo() : done(recordPut({ ...record, wrapUpCode: code }))
    },
  },
}
