import { z } from 'zod'
import { callId, contactId, organisationId, ticketId, userId } from '../ids.ts'
import { instant } from '../instant.ts'
import { rowVersion } from '../row-version.ts'
import { callEnd } from './call-end.ts'
import { qualitySummary } from './quality-summary.ts'
import { recording, recordingConsent } from './recording.ts'

/** What is kept of a call. Written at ring, not at hang-up, so that a crash in between keeps it. */
export const callRecord = z.object({
  id: callId,
  v: rowVersion,
  direction: z.enum(['in', 'out']),
  userId: userId.nullable(),
  pbxCallId: z.string().max(256),
  sipCallId: z.string().max(256),
  callQueue: z.string().max(128).nullable(),
  dialledNumber: z.string().max(128).nullable(),
  /** As received from the PBX. */
  numberRaw: z.string().max(128),
  /** Normalised: E.164 or internal; `null` when hidden or not a number. */
  number: z.string().max(32).nullable(),
  callerName: z.string().max(256),
  hidden: z.boolean(),
  contactId: contactId.nullable(),
  organisationId: organisationId.nullable(),
  ticketIds: z.array(ticketId).max(50),
  ringAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  end: callEnd.nullable(),
  /** How it sounded; null: nobody listened, or it was too short to tell. */
  quality: qualitySummary.nullable().default(null),
  /** What the dispatcher says it was about: a code of the company's wrap-up list. */
  wrapUpCode: z.string().max(64).nullable().default(null),
  /** The last the PBX said of recording it, and what the customer said to that. */
  recording: recording.default('unknown'),
  consent: recordingConsent.default('none'),
})
export type CallRecord = z.infer<typeof callRecord>
