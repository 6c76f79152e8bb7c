import { headerName, methodOf, type RawMessage, valuesOf } from './raw-message.ts'

/**
 * An answer to a request that SIP.js could not read, made of its own lines (RFC 3261 §8.2.6, §8.2.7): Via, From,
 * To, Call-ID and CSeq go back as they came. Null when a line is missing without which nobody could match it, and
 * for ACK, which is never answered.
 */
export function statelessReply(
  request: RawMessage,
  code: number,
  phrase: string,
  toTag: string,
): string | null {
  const method = methodOf(request.startLine)
  if (method === null || method === 'ACK') return null
  const lines = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) =>
    request.headers.filter((header) => headerName(header.name) === name),
  )
  const [via, from, to, callId, cseq] = lines
  if (!via?.length || !from?.length || !to?.length || !callId?.length || !cseq?.length) return null
  const [toValue = ''] = valuesOf(request, 'to')
  const tagged = /;\s*tag\s*=\s*[^;\s]/i.test(toValue) ? toValue : `${toValue};tag=${toTag}`
  return [
    `SIP/2.0 ${code} ${phrase}`,
    ...via.map(({ value }) => `Via: ${value}`),
    `From: ${from[0]?.value}`,
    `To: ${tagged}`,
    `Call-ID: ${callId[0]?.value}`,
    `CSeq: ${cseq[0]?.value}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}
