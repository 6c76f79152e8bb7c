/** What differs between the pages and the shells in the policy every page is served with. */
export type PagePolicy = {
  /** Sources of fetch and WebSocket beside the page's own origin: `wss:`, `ws://127.0.0.1:8088`. */
  readonly connect: readonly string[]
  /** May our own outer page frame it (the web shell), or nobody (Electron)? */
  readonly framedBy: 'self' | 'none'
  /** Does it frame pages of ours itself? */
  readonly frames: 'self' | 'none'
}

/** A source that would end the directive or add another one is a mistake of ours, never an input to mend. */
const sourceForm = /^[\w.:/*[\]-]+$/

/** The content security policy: nothing is allowed but our own files; no inline code, no HTML from strings. */
export function contentSecurityPolicy({ connect, framedBy, frames }: PagePolicy): string {
  for (const source of connect) {
    if (!sourceForm.test(source)) throw new Error(`Not a source of a content security policy: ${source}`)
  }
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `font-src 'self'`,
    `img-src 'self'`,
    `media-src 'self'`,
    `worker-src 'self'`,
    `connect-src ${["'self'", ...connect].join(' ')}`,
    `frame-src '${frames}'`,
    `frame-ancestors '${framedBy}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ')
}

/** All headers of an answer that carries a page or one of its files. */
export function pageHeaders(policy: PagePolicy): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(policy),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'permissions-policy':
      'microphone=(self), speaker-selection=(self), hid=(self), camera=(), geolocation=(), display-capture=(), usb=(), serial=()',
    // A new build must never meet an old page's files.
    'cache-control': 'no-store',
  }
}
