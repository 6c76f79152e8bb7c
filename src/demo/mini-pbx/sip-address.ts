/** A name-addr or addr-spec (RFC 3261 §20.10): `"Анна" <sip:101@pbx.local>;tag=1` or `sip:101@pbx.local;tag=1`. */
export type SipAddress = {
  name: string
  uri: string
  /** The user part, unescaped; empty when there is none. */
  user: string
  /** Parameters of the header, such as tag; names in lower case. */
  params: Readonly<Record<string, string>>
}

/** `null` when there is no URI in it. */
export function parseAddress(value: string): SipAddress | null {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]+)>(.*)$/s.exec(value)
  if (bracketed) {
    const name = (bracketed[1] ?? bracketed[2] ?? '').replace(/\\(.)/gs, '$1')
    return { name, uri: bracketed[3]!, user: userOf(bracketed[3]!), params: parseParams(bracketed[4]!) }
  }
  const bare = /^\s*((?:sips?|tel):[^\s;]+)(.*)$/s.exec(value)
  return bare ? { name: '', uri: bare[1]!, user: userOf(bare[1]!), params: parseParams(bare[2]!) } : null
}

/** `sip:+7495…@host;user=phone` → `+7495…`; a `tel:` URI is all user. */
export function userOf(uri: string): string {
  const match = /^(?:sips?:([^@;?]*)@|tel:([^;?]*))/i.exec(uri)
  return safeDecode(match?.[1] ?? match?.[2] ?? '')
}

export function formatAddress(name: string, uri: string, tag?: string): string {
  const quoted = name === '' ? '' : `"${name.replace(/["\\]/g, '\\$&')}" `
  return `${quoted}<${uri}>${tag ? `;tag=${tag}` : ''}`
}

/** The user part of a URI: everything that is not allowed bare (RFC 3261 §25.1) is escaped. */
export function sipUri(user: string, domain: string): string {
  return `sip:${encodeURIComponent(user).replace(/%2B/gi, '+').replace(/%2A/gi, '*').replace(/%23/gi, '#')}@${domain}`
}

/** A broken escape is kept as it came: a number with a stray "%" is still a number to show. */
export function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parseParams(text: string): Record<string, string> {
  const params: Record<string, string> = {}
  for (const part of text.split(';')) {
    const [name = '', ...value] = part.trim().split('=')
    if (name !== '') params[name.toLowerCase()] = value.join('=').replace(/^"|"$/g, '')
  }
  return params
}
