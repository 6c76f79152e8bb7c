/** Marks a URI made from `tel:`; the host exists nowhere (RFC 2606). */
export const telHost = 'tel.invalid'
/** Stands for a host nothing could be made of. */
const unreadableHost = 'unreadable.invalid'
/** RFC 1035 §2.3.4; a longer one is nobody's, and costs. */
const hostMax = 255
/** Stands for a URI nothing could be made of. It has no user: nobody takes it for a number. */
const unreadableUri = `sip:${unreadableHost}`

/**
 * A URI SIP.js can read: `tel:` becomes `sip:` with a marker host, odd characters of the user part are escaped,
 * an empty user is dropped, a host with `_` or letters beyond ASCII gets `-` for them. Dialogs are matched by tags and
 * Call-ID, so a changed URI in From or Contact harms nothing.
 */
export function repairUri(uri: string): string {
  const text = uri.trim()
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(text) ?? []
  switch (scheme.toLowerCase()) {
    case 'sip':
    case 'sips':
      return repairSipUri(scheme.toLowerCase(), rest)
    case 'tel':
      return repairTelUri(rest)
    default:
      // `im:101@pbx` names somebody all the same.
      return rest.includes('@') ? repairSipUri('sip', rest) : unreadableUri
  }
}

function repairTelUri(rest: string): string {
  const [number = ''] = rest.split(';')
  const digits = number.replace(/[\s().-]/g, '')
  return digits === '' ? unreadableUri : `sip:${escapeUser(digits)}@${telHost};user=phone`
}

function repairSipUri(scheme: string, rest: string): string {
  // The last @ ends the user part: a name written as an address has one of its own.
  const at = rest.lastIndexOf('@')
  const user = at < 0 ? '' : rest.slice(0, at).trim()
  const [, host = '', port = '', tail = ''] =
    /^\s*(\[[^\]]*\]|[^:;?\s]*)\s*(:\d{1,5})?\s*([;?].*)?$/s.exec(rest.slice(at + 1)) ?? []
  const safeHost = repairHost(host) || unreadableHost
  const prefix = user === '' ? '' : `${escapeUser(user)}@`
  return `${scheme}:${prefix}${safeHost}${port}${repairUriParams(tail)}`
}

/** Whether its %-escapes are UTF-8. */
export function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** RFC 3261 §25.1: unreserved and user-unreserved stand, escapes of UTF-8 stay, the rest is escaped as UTF-8. */
function escapeUser(user: string): string {
  return user
    .toWellFormed()
    .replace(/(?:%[\da-f]{2})+|%/gi, (escapes) =>
      isDecodable(escapes) ? escapes : escapes.replaceAll('%', '%25'),
    )
    .replace(/[^\w.!~*'()&=+$,;?/:%-]/gu, (character) => encodeURIComponent(character))
}

function repairHost(host: string): string {
  if (host.length > hostMax) return ''
  if (/^\[[\da-f:.]+\]$/i.test(host)) return host
  const labels = host
    .split('.')
    .map((label) => label.replace(/[^a-z\d-]/gi, '-').replace(/^-+|-+$/g, ''))
    .filter((label) => label !== '')
  if (labels.length === 0) return ''
  const isAddress = labels.length === 4 && labels.every((label) => /^\d{1,3}$/.test(label))
  // A name's last label must begin with a letter (toplabel of RFC 3261).
  if (!isAddress && !/^[a-z]/i.test(labels.at(-1) ?? '')) labels.push('invalid')
  return labels.join('.')
}

function repairUriParams(tail: string): string {
  const [params = ''] = tail.split('?')
  return params
    .split(';')
    .filter((param) => /^[\w.!~*'()[\]/:&+$-]+(=[\w.!~*'()[\]/:&+$%-]+)?$/.test(param))
    .map((param) => `;${param}`)
    .join('')
}
