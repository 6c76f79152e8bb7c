import { splitOutside } from './raw-message.ts'
import { repairUri } from './repair-uri.ts'

/** Parts of a From, To or Contact, the name without its quotes, the parameters as they stood. */
export type NameAddr = { name: string; uri: string; params: string[] }

/**
 * Cuts a name-addr as a PBX may write it, right or wrong: unquoted names in any script with commas, brackets or @,
 * inner quotes not escaped, no angle brackets at all, a bracket never closed.
 */
export function readNameAddr(value: string): NameAddr {
  const text = value.trim()
  const quoted = /^"(.*?)"\s*<([^<>]*)>(.*)$/s.exec(text)
  const bracketed = quoted ?? /^(.*?)<\s*([a-z][a-z\d+.-]*:[^<>]*)>(.*)$/is.exec(text)
  if (bracketed) {
    const [, name = '', uri = '', tail = ''] = bracketed
    return { name: quoted ? unescapeQuotes(name) : plainName(name), uri: uri.trim(), params: paramsOf(tail) }
  }
  const unclosed = /^(.*?)<\s*([a-z][a-z\d+.-]*:[^<>;]*)(.*)$/is.exec(text)
  if (unclosed) {
    const [, name = '', uri = '', tail = ''] = unclosed
    return { name: plainName(name), uri: uri.trim(), params: paramsOf(tail) }
  }
  // addr-spec without brackets: what follows `;` belongs to the header (RFC 3261 §20).
  const [uri = '', ...params] = text.split(';')
  return { name: '', uri: uri.trim(), params: params.map((param) => param.trim()) }
}

/** Writes a header value that SIP.js reads: quoted name, repaired URI, only well-formed parameters. */
export function repairNameAddr(value: string): string {
  if (value.trim() === '*') return '*'
  const { name, uri, params } = readNameAddr(value)
  const safeParams = params.filter((param) => headerParam.test(param)).map((param) => `;${param}`)
  const safeName = quote(name)
  return `${safeName}${safeName === '' ? '' : ' '}<${repairUri(uri)}>${safeParams.join('')}`
}

/** `name`, `name=token`, `name=host`, `name="any"`; an empty tag (`;tag=`) is none. */
const headerParam = /^[\w.!%*+`'~-]+(\s*=\s*([\w.!%*+`'~:[\]-]+|"(?:[^"\\]|\\.)*"))?$/

function paramsOf(tail: string): string[] {
  return splitOutside(tail, ';')
    .map((param) => param.trim())
    .filter((param) => param !== '')
}

function unescapeQuotes(name: string): string {
  return name.replace(/\\(.)/gs, '$1')
}

function plainName(name: string): string {
  return unescapeQuotes(name.trim().replace(/^"|"$/g, ''))
}

function quote(name: string): string {
  // Control characters, NUL among them, end a header for some parsers.
  const text = name
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return text === '' ? '' : `"${text.replace(/["\\]/g, '\\$&')}"`
}
