/** Longest text that is looked at; more than any header a PBX may send us as a number. */
const lengthMax = 256

/**
 * The number as text a person would write: URI schemes, display names, hosts and parameters gone, full-width
 * digits made plain, control and direction marks removed, spaces single.
 */
export function readableNumber(raw: string): string {
  let text = plain(raw.slice(0, lengthMax))
  for (;;) {
    const inner = plain(unwrapped(text))
    // Each step either changes nothing or leaves less; a URI in a URI is opened to its end.
    if (inner.length >= text.length) return text
    text = inner
  }
}

function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' ')
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, lengthMax)
    .trim()
}

function unwrapped(text: string): string {
  const inBrackets = /<\s*((?:sips?|tel|callto):[^<>]*)>/i.exec(text)?.[1]
  const uri = /^(sips?|tel|callto):\s*(?:\/\/)?(.*)$/i.exec(inBrackets ?? text)
  if (uri === null) return text
  const scheme = (uri[1] ?? '').toLowerCase()
  // RFC 3261 §19.1.1: user part before `@`, with its own parameters; RFC 3966: parameters behind the number.
  const user = decoded((uri[2] ?? '').split(/[@?]/, 1)[0] ?? '')
  const [number = '', ...parameters] = user.split(';')
  const named = (name: string) =>
    parameters.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const ext = named('ext')
  const context = named('phone-context')
  const global =
    scheme === 'tel' && context !== undefined && /^\+\d+$/.test(context) && !number.startsWith('+')
      ? `${context}${number}`
      : number
  return ext === undefined ? global : `${global};ext=${ext}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
