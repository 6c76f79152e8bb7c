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
 *   shell ── dial ──▶ console            a tel: link was opened: fill the field, a person presses the button
 */
export type PortRole = 'core' | 'console' | 'phone'

export type ShellToPage =
  | { readonly type: 'pult:port'; readonly role: PortRole }
  | { readonly type: 'pult:port-lost'; readonly role: PortRole }
  | { readonly type: 'pult:farewell' }
  | { readonly type: 'pult:dial'; readonly number: string }

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
  if (data.type === 'pult:dial') return 'number' in data && typeof data.number === 'string'
  if ((data.type !== 'pult:port' && data.type !== 'pult:port-lost') || !('role' in data)) return false
  return data.role === 'core' || data.role === 'console' || data.role === 'phone'
}
