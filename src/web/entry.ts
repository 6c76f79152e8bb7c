import type { Door, Refusal, Visitor } from './door.ts'

/** Where the outer page lies among the built pages. */
export const shellPage = '/shell/index.html'

/** What to answer to a request for `/`. */
export type Entry =
  | { kind: 'redirect'; to: string; setCookie: string | null }
  | { kind: 'refused'; refusal: Refusal }

/**
 * `/?token=…` lets a browser in once and takes the token out of the address; `/` leads a known browser to the page.
 * Whoever is known already needs no token, so the printed address works again in the browser it opened first. A link
 * to it on another page (the demo's) is a navigation from a stranger: only the Host has to be right here.
 */
export function enter(door: Door, address: URL, visitor: Visitor): Entry {
  const misplaced = door.wrongPlace({ ...visitor, origin: undefined, fetchSite: undefined })
  if (misplaced) return { kind: 'refused', refusal: misplaced }
  if (!door.refuse({ ...visitor, origin: undefined, fetchSite: undefined })) {
    return { kind: 'redirect', to: shellPage, setCookie: null }
  }
  const token = address.searchParams.get('token')
  if (token !== null && door.spend(token))
    return { kind: 'redirect', to: shellPage, setCookie: door.setCookie }
  return { kind: 'refused', refusal: { status: 401, why: token === null ? 'cookie' : 'token' } }
}
