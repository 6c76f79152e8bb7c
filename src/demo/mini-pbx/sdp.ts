/** The header of a body that describes media. */
export const sdpType: [string, string] = ['Content-Type', 'application/sdp']

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m

/** The direction of the audio as its sender means it; none written means both ways (RFC 3264 §5.1). */
export function directionOf(sdp: string): Direction {
  return (directionLine.exec(sdp)?.[1] as Direction | undefined) ?? 'sendrecv'
}

/** What to answer to an offered direction: we always want all that is left (RFC 3264 §6.1). */
export function answeredDirection(offered: Direction): Direction {
  if (offered === 'sendonly') return 'recvonly'
  if (offered === 'recvonly') return 'sendonly'
  return offered
}

/** Who begins the DTLS handshake: whoever is `active` (RFC 8842 §5.2). */
export type DtlsRole = 'active' | 'passive'

/** Our role when the phone's answer names its own. */
export function roleAgainst(answer: string): DtlsRole {
  return /^a=setup:passive/m.test(answer) ? 'active' : 'passive'
}

/** Our role as our own answer names it. */
export function roleIn(answer: string): DtlsRole {
  return /^a=setup:passive/m.test(answer) ? 'passive' : 'active'
}

/**
 * The same description, said again with another direction and a next version (RFC 3264 §8). An offer leaves the DTLS
 * role open, an answer must name the one that was agreed, or the browser refuses it.
 */
export function restate(
  sdp: string,
  { direction, version, setup }: { direction: Direction; version: number; setup: DtlsRole | 'actpass' },
): string {
  const versioned = sdp.replace(/^(o=\S+ \S+) \d+ /m, `$1 ${version} `)
  const free = versioned.replace(/^a=setup:\w+/gm, `a=setup:${setup}`)
  return directionLine.test(free)
    ? free.replace(new RegExp(directionLine.source, 'gm'), `a=${direction}`)
    : `${free.trimEnd()}\r\na=${direction}\r\n`
}

/** The ICE user fragment: another one than before asks for an ICE restart (RFC 8839 §4.4.3). */
export function iceUser(sdp: string): string {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? ''
}

/** Payload types that carry key presses (RFC 4733), at whatever clock rate. */
export function keyPressTypes(sdp: string): number[] {
  return [...sdp.matchAll(/^a=rtpmap:(\d+) telephone-event\//gm)].map((match) => Number(match[1]))
}

/** Whether it offers what we speak: audio with G.711 A-law, static payload type 8. */
export function offersALaw(sdp: string): boolean {
  return /^m=audio \d+ \S+(?: \d+)* ?\b8\b/m.test(sdp)
}
