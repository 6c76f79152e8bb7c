/** Counts of one class of waiting messages (RFC 3842 §5.2). */
export type MessageCounts = { fresh: number; old: number; urgentFresh: number; urgentOld: number }

export type MessageSummary = {
  waiting: boolean
  /** The mailbox as sent, or null. */
  account: string | null
  voice: MessageCounts | null
}

const counts = /^(\d{1,6})\/(\d{1,6})(?:\s*\(\s*(\d{1,6})\/(\d{1,6})\s*\))?$/
/** A summary is three or four lines; more than 8 KiB is something else. */
const lengthMax = 8 * 1024

/**
 * Reads a body of `application/simple-message-summary`; null when its one required line is missing or it is too long.
 * Lines it does not know (fax, text, copied headers of messages) are passed over. Never throws.
 */
export function readMessageSummary(body: string): MessageSummary | null {
  if (body.length > lengthMax) return null
  const fields = new Map<string, string>()
  for (const line of body.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  const waiting = fields.get('messages-waiting')?.toLowerCase()
  if (waiting !== 'yes' && waiting !== 'no') return null
  const [, fresh, old, urgentFresh = '0', urgentOld = '0'] =
    counts.exec(fields.get('voice-message') ?? '') ?? []
  const voice =
    fresh === undefined || old === undefined
      ? null
      : {
          fresh: Number(fresh),
          old: Number(old),
          urgentFresh: Number(urgentFresh),
          urgentOld: Number(urgentOld),
        }
  return { waiting: waiting === 'yes', account: fields.get('message-account') ?? null, voice }
}
