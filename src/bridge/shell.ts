/**
 * What a shell (Electron's preload, or the outer page of the web shell) and the pages say to each other by
 * `window.postMessage`, same origin only. Everything else goes over the ports handed out here.
 *
 *   page  ── ready ──▶ shell             once per load of a document
 *   shell ── port (+ MessagePort) ──▶ page   again after a restart of the far end: a new port replaces the old one
 *   shell ── portLost ──▶ page           the far end is gone, nothing will be answered until the next port; browsers
 *                                        do not tell a page that its port was closed (Chromium 156: no `close` event)
 *   shell ── farewell ──▶ phone          end the calls, give up the line; shell waits `farewellMs` at most
 *   phone ── farewellDone ──▶ shell
 *   shell ── dial ──▶ console            a tel: link was opened, or the hotkey pressed over a copied number: the text
 *                                        as it came, a stranger's; the console reads it and asks a person
 */
export type PortRole = 'core' | 'console' | 'phone'

/** Who brought a number: another program's `tel:` link, or the person's own clipboard. */
export type DialOrigin = 'link' | 'clipboard'

export type ShellToPage =
  | { readonly type: 'pult:port'; readonly role: PortRole }
  | { readonly type: 'pult:port-lost'; readonly role: PortRole }
  | { readonly type: 'pult:farewell' }
  | { readonly type: 'pult:dial'; readonly text: string; readonly source: DialOrigin }

/** Longer texts are no numbers; the console says so of anything over 64. */
export const dialTextMax = 256

export type PageToShell = { readonly type: 'pult:ready' } | { readonly type: 'pult:farewell-done' }

/** A BYE and an un-REGISTER take one round trip each; a person who quits does not wait longer than this, ms. */
export const farewellMs = 1000

const hasType = (data: unknown): data is { type: unknown } =>
  typeof data === 'object' && data !== null && 'type' in data

/** Is this a message of a page to its shell? Anything else on the window is not ours. */
export function isPageToShell(data: unknown): data is PageToShell {
  return hasType(data) && (data.type === 'pult:ready' || data.type === 'pult:farewell-done')
}

/** Is this a message of the shell to a page? The caller still compares the origin and the source. */
export function isShellToPage(data: unknown): data is ShellToPage {
  if (!hasType(data)) return false
  if (data.type === 'pult:farewell') return true
  if (data.type === 'pult:dial') {
    if (!('text' in data && 'source' in data) || typeof data.text !== 'string') return false
    return data.text.length <= dialTextMax && (data.source === 'link' || data.source === 'clipboard')
  }
  if ((data.type !== 'pult:port' && data.type !== 'pult:port-lost') || !('role' in data)) return false
  return data.role === 'core' || data.role === 'console' || data.role === 'phone'
}
