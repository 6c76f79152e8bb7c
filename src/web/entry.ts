import type { Door, Refusal, Visitor } from './door.ts'

/** Where the outer page lies among the built pages. */
export const shellPage = '/shell/index.html'

/** What to answer to a request for `/`. */
export type Entry = { kind: 'enter'; setCookie: string | null } | { kind: 'refused'; refusal: Refusal }

/**
 * Leads from the address with the token to the page itself. A redirect by status would still count as sent by the page
 * the link stood on, and the browser would keep the strict cookie back; a page of ours that goes on is our own.
 */
export const entryPage = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${shellPage}"><title>Пульт</title>\n`

/**
 * `/?token=…` lets a browser in once and takes the token out of the address; `/` leads a known browser to the page.
 * Whoever is known already needs no token, so the printed address works again in the browser it opened first. A link
 * to it on another page (the demo's) is a navigation from a stranger: only the Host has to be right here.
 */
export function enter(door: Door, address: URL, visitor: Visitor): Entry {
  const misplaced = door.wrongPlace({ ...visitor, origin: undefined, fetchSite: undefined })
  if (misplaced) return { kind: 'refused', refusal: misplaced }
  if (!door.refuse({ ...visitor, origin: undefined, fetchSite: undefined })) {
    return { kind: 'enter', setCookie: null }
  }
  const token = address.searchParams.get('token')
  if (token !== null && door.spend(token)) return { kind: 'enter', setCookie: door.setCookie }
  return { kind: 'refused', refusal: { status: 401, why: token === null ? 'cookie' : 'token' } }
}
