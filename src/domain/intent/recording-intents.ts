import { alreadySo, done, type IntentRules, notFound } from './intent-rule.ts'

/** What was recorded of a call and what the customer said to it: the last word stands. */
export const recordingIntents: IntentRules<'call.recorded'> = {
  'call.recorded': {
    refs: ({ callId }) => [{ entity: 'callRecord', id: callId }],
    apply({ callId, recording, consent }, rows) {
      const record = rows('callRecord', callId)
      if (record === null) return notFound('callRecord')
      const next = {
        ...record,
        recording: recording ?? record.recording,
        consent: consent ?? record.consent,
      }
      if (next.recording === record.recording && next.consent === record.consent) return alreadySo()
      return done({ entity: 'callRecord', row: next })
    },
  },
}
