import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Why somebody is turned away, with the HTTP status that says it. */
export type Refusal = { status: 401 | 403; why: 'host' | 'origin' | 'site' | 'cookie' | 'token' }

/** What a request shows at the door. */
export type Visitor = {
  host: string | undefined
  origin: string | undefined
  /** `Sec-Fetch-Site`: browsers send it, and a page cannot forge it. */
  fetchSite: string | undefined
  cookies: string | undefined
}

/** 256 random bits as text that fits an address and a cookie. */
const newSecret = () => randomBytes(32).toString('base64url')

/** Equal in a time that tells nothing about where they differ. */
function same(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

/**
 * Who may come in on 127.0.0.1, where every program and every open web page of the machine can knock. An address with
 * a token that works once is printed; it is exchanged for a cookie of this browser, and from then on the cookie, Host
 * and Origin all have to be right, on HTTP and on each WebSocket upgrade.
 */
export class Door {
  readonly #origin: string
  readonly #host: string
  readonly #session: string
  readonly #tokens = new Set<string>()
  /** Cookies of one host are sent to all its ports: the name keeps two Pults apart. */
  readonly cookieName: string

  /** `session`: the cookie's value; the caller may keep it, so that windows outlive a restart on the same port. */
  constructor(port: number, session: string = newSecret()) {
    this.#host = `127.0.0.1:${port}`
    this.#origin = `http://${this.#host}`
    this.#session = session
    this.cookieName = `pult-door-${port}`
  }

  get origin(): string {
    return this.#origin
  }

  /** An address that lets one browser in, once. */
  newAddress(): string {
    const token = newSecret()
    this.#tokens.add(token)
    return `${this.#origin}/?token=${token}`
  }

  /** Takes a token: true the first time it is shown, false ever after. */
  spend(token: string): boolean {
    const known = [...this.#tokens].find((kept) => same(kept, token))
    return known !== undefined && this.#tokens.delete(known)
  }

  /** The header that makes a browser known: unreadable for scripts, never sent along from another site's page. */
  get setCookie(): string {
    return `${this.cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`
  }

  /** Host and Origin of any request: a name that resolves to 127.0.0.1 (DNS rebinding) and foreign pages end here. */
  wrongPlace({ host, origin, fetchSite }: Visitor): Refusal | null {
    if (host !== this.#host) return { status: 403, why: 'host' }
    if (origin !== undefined && origin !== this.#origin) return { status: 403, why: 'origin' }
    // `none` is a person typing the address. Another port of this machine ("same-site") is a stranger as well.
    if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') {
      return { status: 403, why: 'site' }
    }
    return null
  }

  /** Everything a request for a file has to show. */
  refuse(visitor: Visitor): Refusal | null {
    return this.wrongPlace(visitor) ?? (this.#knows(visitor) ? null : { status: 401, why: 'cookie' })
  }

  /** An upgrade comes from a script, and a script of a browser always names its origin. */
  refuseUpgrade(visitor: Visitor): Refusal | null {
    if (visitor.origin === undefined) return { status: 403, why: 'origin' }
    return this.refuse(visitor)
  }

  /** Has this browser been let in before? */
  #knows({ cookies }: Visitor): boolean {
    const values = (cookies ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.cookieName}=`))
      .map((pair) => pair.slice(this.cookieName.length + 1))
    return values.some((value) => same(value, this.#session))
  }
}
