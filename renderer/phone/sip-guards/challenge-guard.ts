import type { Core } from 'sip.js'

const challengeHeaders = ['www-authenticate', 'proxy-authenticate']

/**
 * To whom the password's digest is shown: only to the realm our own registrar challenged REGISTER with. A 401 or 407 of any
 * other realm, in a dialog or out of it, loses its challenge, and SIP.js treats it as a plain refusal.
 */
export class ChallengeGuard {
  #ours: string | null = null

  /** Forgets the realm: another account, another registrar. */
  reset(): void {
    this.#ours = null
  }

  /** Call it on every response before SIP.js sees it. Answers false when a challenge was taken away. */
  admit(response: Core.IncomingResponseMessage): boolean {
    if (response.statusCode !== 401 && response.statusCode !== 407) return true
    const realm = realmOf(response)
    if (response.method === 'REGISTER' && realm !== null) {
      this.#ours = realm
      return true
    }
    if (realm !== null && realm === this.#ours) return true
    for (const name of Object.keys(response.headers)) {
      if (challengeHeaders.includes(name.toLowerCase())) delete response.headers[name]
    }
    return false
  }
}

function realmOf(response: Core.IncomingResponseMessage): string | null {
  for (const name of challengeHeaders) {
    const challenge: unknown = response.parseHeader(name)
    if (challenge && typeof challenge === 'object' && 'realm' in challenge) {
      const { realm } = challenge
      if (typeof realm === 'string' && realm !== '') return realm
    }
  }
  return null
}
