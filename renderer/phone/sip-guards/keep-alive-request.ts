/** Branches of our keep-alives begin so; their answers need no transaction. */
const branchPrefix = 'z9hG4bK-pult-alive-'

/**
 * An OPTIONS that asks only whether the PBX lives: any answer will do, a challenge too, so no password's digest goes with it
 * and SIP.js need not know of it. CRLF would be shorter, but Asterisk answers none over WebSocket.
 */
export function keepAliveRequest(to: {
  domain: string
  user: string
  viaHost: string
  protocol: string
  token: string
}): string {
  const { domain, user, viaHost, protocol, token } = to
  return [
    `OPTIONS sip:${domain} SIP/2.0`,
    `Via: SIP/2.0/${protocol} ${viaHost};branch=${branchPrefix}${token}`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${domain}>;tag=${token}`,
    `To: <sip:${domain}>`,
    `Call-ID: alive-${token}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

/** An answer to one of our keep-alives: it was heard, and that is all it was for. */
export function isKeepAliveAnswer(text: string): boolean {
  return text.startsWith('SIP/2.0 ') && text.includes(branchPrefix)
}
