/** A SIP message as it travels over a WebSocket (RFC 3261, RFC 7118): names and values as written, order kept. */
export type SipHeaders = ReadonlyArray<readonly [name: string, value: string]>
export type SipRequest = { kind: 'request'; method: string; uri: string; headers: SipHeaders; body: string }
export type SipResponse = {
  kind: 'response'
  status: number
  reason: string
  headers: SipHeaders
  body: string
}
export type SipMessage = SipRequest | SipResponse

/** RFC 3261 §7.3.3: the short names that a sender may use. */
const longNames: Readonly<Record<string, string>> = {
  i: 'call-id',
  m: 'contact',
  e: 'content-encoding',
  l: 'content-length',
  c: 'content-type',
  f: 'from',
  s: 'subject',
  k: 'supported',
  t: 'to',
  v: 'via',
  r: 'refer-to',
  b: 'referred-by',
  o: 'event',
  u: 'allow-events',
}

/** Reads one message; `null` when it is not SIP. Folded lines (§7.3.1) are joined. */
export function parseSip(text: string): SipMessage | null {
  const split = /\r?\n\r?\n/.exec(text)
  const head = split ? text.slice(0, split.index) : text
  const body = split ? text.slice(split.index + split[0].length) : ''
  const [start = '', ...lines] = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  const headers: Array<[string, string]> = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) return null
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  const response = /^SIP\/2\.0 ([1-6]\d\d) ?(.*)$/.exec(start)
  if (response) {
    return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body }
  }
  const request = /^([A-Z]{2,20}) (\S+) SIP\/2\.0$/.exec(start)
  if (!request) return null
  return { kind: 'request', method: request[1]!, uri: request[2]!, headers, body }
}

/** The first value of a header, or `null`. Upper and lower case, long and short names are the same. */
export function header(message: { headers: SipHeaders }, name: string): string | null {
  return headerValues(message, name)[0] ?? null
}

/** All values of a header, one per line as they were sent. */
export function headerValues(message: { headers: SipHeaders }, name: string): string[] {
  const wanted = fullName(name)
  return message.headers.filter(([own]) => fullName(own) === wanted).map(([, value]) => value)
}

function fullName(name: string): string {
  const lower = name.toLowerCase()
  return longNames[lower] ?? lower
}

/** Writes a message, counting the body in bytes. A line break inside a value would forge a header: it is dropped. */
export function writeSip(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`
  const lines = message.headers.map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`)
  return [start, ...lines, `Content-Length: ${Buffer.byteLength(message.body)}`, '', message.body].join(
    '\r\n',
  )
}

/** What the top of each answer must repeat (RFC 3261 §8.2.6.2), with our tag where the request had none. */
export function answerTo(
  request: SipRequest,
  status: number,
  {
    tag,
    headers = [],
    body = '',
    reason,
  }: { tag?: string; headers?: SipHeaders; body?: string; reason?: string } = {},
): SipResponse {
  const to = header(request, 'to') ?? ''
  const tagged = tag && status > 100 && !/;\s*tag=/i.test(to) ? `${to};tag=${tag}` : to
  return {
    kind: 'response',
    status,
    reason: reason ?? reasonPhrases[status] ?? 'Failed',
    headers: [
      ...headerValues(request, 'via').map((via): [string, string] => ['Via', via]),
      ['From', header(request, 'from') ?? ''],
      ['To', tagged],
      ['Call-ID', header(request, 'call-id') ?? ''],
      ['CSeq', header(request, 'cseq') ?? ''],
      ...headers,
    ],
    body,
  }
}

export const reasonPhrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  603: 'Decline',
}
