/** A message in the making: a start line, headers in order (a list of lines, so that names may repeat) and a body. */
export type Draft = { start: string; headers: [name: string, value: string][]; body: string }

export type NamedMessage = {
  /** What is wrong with it, or which clause it comes from. */
  name: string
  text: string
}

export const crlf = '\r\n'

export const sdp = [
  'v=0',
  'o=- 3747 3747 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
  'm=audio 30000 RTP/AVP 8 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=sendrecv',
  '',
].join(crlf)

/** Stands where each message has an id of its own: in its branch, its tag and its Call-ID. */
const idMark = 'idMark'

/** Gives a composed text its own ids, so that a receiver takes it for another call. */
export function numbered(text: string, id: string): string {
  return text.replaceAll(idMark, id)
}

/** A call as a PBX sends it to us; `numbered` makes it one of many. */
export function invite(): Draft {
  return {
    start: 'INVITE sip:101@console.invalid;transport=ws SIP/2.0',
    headers: [
      ['Via', `SIP/2.0/WS 192.0.2.10:8088;rport;branch=z9hG4bK${idMark}`],
      ['Max-Forwards', '70'],
      ['From', `"Ivan Petrov" <sip:+74951112233@pbx.example>;tag=tag${idMark}`],
      ['To', '<sip:101@console.invalid>'],
      ['Contact', '<sip:pbx@192.0.2.10:8088;transport=ws>'],
      ['Call-ID', `${idMark}@pbx.example`],
      ['CSeq', '102 INVITE'],
      ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER'],
      ['Supported', 'replaces, timer'],
      ['Content-Type', 'application/sdp'],
    ],
    body: sdp,
  }
}

/** The same for any method outside a call. */
export function request(method: string, body = '', type = 'text/plain'): Draft {
  const draft = withHeader({ ...invite(), body }, 'CSeq', `102 ${method}`)
  const start = draft.start.replace('INVITE', method)
  return body === ''
    ? { ...without(draft, 'Content-Type'), start }
    : { ...withHeader(draft, 'Content-Type', type), start }
}

/** Puts another value in place of the first header of that name; adds it where there is none. */
export function withHeader(draft: Draft, name: string, value: string): Draft {
  const at = draft.headers.findIndex(([other]) => other.toLowerCase() === name.toLowerCase())
  return {
    ...draft,
    headers: at < 0 ? [...draft.headers, [name, value]] : draft.headers.with(at, [name, value]),
  }
}

export function plus(draft: Draft, name: string, value: string): Draft {
  return { ...draft, headers: [...draft.headers, [name, value]] }
}

export function without(draft: Draft, name: string): Draft {
  return { ...draft, headers: draft.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()) }
}

/** The text as it goes on the wire, with the true length of its body unless the draft names one. */
export function write(draft: Draft, eol = crlf): string {
  const named = draft.headers.some(([name]) => /^(?:content-length|l)$/i.test(name.trim()))
  const headers = named
    ? draft.headers
    : [...draft.headers, ['Content-Length', String(new TextEncoder().encode(draft.body).length)]]
  return [draft.start, ...headers.map(([name, value]) => `${name}: ${value}`), '', draft.body].join(eol)
}
