import { readReplaces } from '#domain/call/call-dialog.ts'
import type { CallSessions } from './call-sessions.ts'
import type { SipCall } from './sip-call.ts'

/** The conversation of ours whose place an INVITE with this Replaces header takes (RFC 3891); null: none of ours. */
export function replacedCall(header: string | undefined, sessions: CallSessions): SipCall | null {
  const meant = header === undefined ? null : readReplaces(header)
  let found: SipCall | null = null
  if (meant === null) return found
  sessions.each((call) => {
    const { dialog, sipCallId } = call
    const { localTag, remoteTag } = meant.dialog
    if (sipCallId === meant.sipCallId && dialog?.localTag === localTag && dialog.remoteTag === remoteTag)
      found = call
  })
  return found
}
