import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { header, type SipRequest } from './sip-message.ts'

export type DigestAlgorithm = 'MD5' | 'SHA-256'

export type DigestInput = {
  algorithm?: DigestAlgorithm
  username: string
  realm: string
  password: string
  method: string
  uri: string
  nonce: string
  /** With qop=auth the client's count and nonce are part of the answer (RFC 2617 §3.2.2.1, RFC 7616 §3.4.1). */
  auth?: { nc: string; cnonce: string }
}

/** The `response` value that proves the password, lower-case hex. */
export function digestResponse(input: DigestInput): string {
  const hash = (text: string) =>
    createHash(input.algorithm === 'SHA-256' ? 'sha256' : 'md5')
      .update(text)
      .digest('hex')
  const secret = hash(`${input.username}:${input.realm}:${input.password}`)
  const request = hash(`${input.method}:${input.uri}`)
  const middle = input.auth ? `${input.nonce}:${input.auth.nc}:${input.auth.cnonce}:auth` : input.nonce
  return hash(`${secret}:${middle}:${request}`)
}

/** The parameters of a `Digest …` header, names in lower case; `null` for another scheme. */
export function parseDigest(value: string): Record<string, string> | null {
  const scheme = /^\s*Digest\s+/i.exec(value)
  if (!scheme) return null
  const params: Record<string, string> = {}
  for (const match of value
    .slice(scheme[0].length)
    .matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    params[match[1]!.toLowerCase()] = (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1')
  }
  return params
}

export type DigestVerdict =
  | { ok: true; username: string }
  | { ok: false; why: 'missing' | 'stale' | 'wrong' | 'unknownUser' }

/** How long a nonce may be used; a client with an older one is told that it is stale, not that the password is wrong. */
const nonceLifeMs = 300_000

/** Asks for and checks passwords of one realm (MD5, the algorithm every SIP phone knows). */
export class DigestGate {
  readonly #realm: string
  readonly #password: (username: string) => string | null
  readonly #qop: boolean
  readonly #now: () => number
  /** When it was made, and the highest count that was used with it: a repeated count is a replay. */
  readonly #nonces = new Map<string, { madeAt: number; count: number }>()

  constructor(options: {
    realm: string
    password: (username: string) => string | null
    /** Offers qop=auth; without it the old form of RFC 2069 is asked for. Default true. */
    qop?: boolean
    now: () => number
  }) {
    this.#realm = options.realm
    this.#password = options.password
    this.#qop = options.qop ?? true
    this.#now = options.now
  }

  /** The value of a WWW-Authenticate header with a fresh nonce. */
  challenge({ stale = false } = {}): string {
    const now = this.#now()
    for (const [nonce, { madeAt }] of this.#nonces) {
      if (now - madeAt < nonceLifeMs) break
      this.#nonces.delete(nonce)
    }
    const nonce = randomBytes(16).toString('hex')
    this.#nonces.set(nonce, { madeAt: now, count: 0 })
    const parts = [`realm="${this.#realm}"`, `nonce="${nonce}"`, 'algorithm=MD5']
    if (this.#qop) parts.push('qop="auth"')
    if (stale) parts.push('stale=true')
    return `Digest ${parts.join(', ')}`
  }

  check(request: SipRequest): DigestVerdict {
    const given = parseDigest(header(request, 'authorization') ?? '')
    if (!given || given.realm !== this.#realm) return { ok: false, why: 'missing' }
    const { username = '', nonce = '', uri = '', response = '', qop, nc = '', cnonce = '' } = given
    const password = this.#password(username)
    if (password === null) return { ok: false, why: 'unknownUser' }
    if ((qop === 'auth') !== this.#qop) return { ok: false, why: 'wrong' }
    const auth = this.#qop ? { nc, cnonce } : undefined
    const { method } = request
    const expected = digestResponse({ username, realm: this.#realm, password, method, uri, nonce, auth })
    if (!sameText(expected, response.toLowerCase())) return { ok: false, why: 'wrong' }
    return this.#spendNonce(nonce, nc) ? { ok: true, username } : { ok: false, why: 'stale' }
  }

  #spendNonce(nonce: string, nc: string): boolean {
    const known = this.#nonces.get(nonce)
    if (!known || this.#now() - known.madeAt >= nonceLifeMs) return false
    if (!this.#qop) return true
    const count = Number.parseInt(nc, 16)
    if (!(count > known.count)) return false
    known.count = count
    return true
  }
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
