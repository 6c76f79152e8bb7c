import { randomUUID } from 'node:crypto'

/** A SIP message as the peer sees it. Header names in lower case, long form. */
export type SipText = {
  startLine: string
  /** INVITE of a request, null for a response. */
  method: string | null
  /** 200 of a response, null for a request. */
  code: number | null
  headers: ReadonlyMap<string, readonly string[]>
  body: string
  text: string
}

export function readSip(text: string): SipText {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [startLine = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()])
  }
  const code = /^SIP\/2\.0 (\d{3})/.exec(startLine)?.[1]
  return {
    startLine,
    method: code ? null : (startLine.split(' ')[0] ?? ''),
    code: code ? Number(code) : null,
    headers,
    body: rest.join('\r\n\r\n'),
    text,
  }
}

export function header(message: SipText, name: string): string {
  return message.headers.get(name.toLowerCase())?.[0] ?? ''
}

export function cseqMethod(message: SipText): string {
  return header(message, 'cseq').split(' ')[1] ?? ''
}

/** Writes a message; a body brings its Content-Type (SDP if the headers name none) and Content-Length. */
export function writeSip(startLine: string, headers: readonly string[], body = ''): string {
  const typed = body === '' || headers.some((line) => /^content-type:/i.test(line))
  const type = typed ? [] : ['Content-Type: application/sdp']
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return `${[startLine, ...headers, ...type, length].join('\r\n')}\r\n\r\n${body}`
}

/** The answer to a request, with a To tag of `tag`. */
export function replyTo(
  request: SipText,
  status: string,
  {
    tag = 'peer',
    headers = [],
    body = '',
  }: { tag?: string; headers?: readonly string[]; body?: string } = {},
): string {
  const to = header(request, 'to')
  return writeSip(
    `SIP/2.0 ${status}`,
    [
      ...(request.headers.get('via') ?? []).map((via) => `Via: ${via}`),
      `From: ${header(request, 'from')}`,
      `To: ${/;tag=/.test(to) || status.startsWith('100') ? to : `${to};tag=${tag}`}`,
      `Call-ID: ${header(request, 'call-id')}`,
      `CSeq: ${header(request, 'cseq')}`,
      ...headers,
    ],
    body,
  )
}

/** An SDP that our silent media takes; a browser would want more. */
export function plainSdp(direction = 'sendrecv'): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    'm=audio 9 RTP/AVP 8',
    `a=${direction}`,
    '',
  ].join('\r\n')
}

export function newBranch(): string {
  return `z9hG4bK${randomUUID().slice(0, 12)}`
}
