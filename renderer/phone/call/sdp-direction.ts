export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** Direction of the first audio part, else of the session, else `sendrecv` (RFC 3264 §5.1); null without audio. */
export function audioDirection(sdp: string): Direction | null {
  const [session = '', ...parts] = sdp.split(/^(?=m=)/m)
  const audio = parts.find((part) => part.startsWith('m=audio'))
  if (audio === undefined) return null
  return directionIn(audio) ?? directionIn(session) ?? 'sendrecv'
}

function directionIn(part: string): Direction | null {
  const [, found] = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(part) ?? []
  return found === 'sendrecv' || found === 'sendonly' || found === 'recvonly' || found === 'inactive'
    ? found
    : null
}

/** The offer of a side that does not want to hear us: we are held. */
export function holdsUs(direction: Direction): boolean {
  return direction === 'sendonly' || direction === 'inactive'
}
