/** A SIP message cut into lines and not yet believed. Values are unfolded and trimmed, names are as sent. */
export type RawHeader = { name: string; value: string }
export type RawMessage = { startLine: string; headers: RawHeader[]; body: string }

/** Compact forms of RFC 3261 §7.3.3 and the extensions a PBX uses. */
const longNames: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  r: 'refer-to',
  s: 'subject',
  k: 'supported',
  o: 'event',
}

/** The lower-case long name of a header: `f` and `From` are both `from`. */
export function headerName(name: string): string {
  const lower = name.trim().toLowerCase()
  return longNames[lower] ?? lower
}

/**
 * Cuts a message. Lines ended by LF alone are taken as lines, a missing empty line ends the headers at the end
 * of the text, a line without a colon is dropped. Never throws.
 */
export function readRawMessage(text: string): RawMessage {
  const start = text.search(/[^\r\n]/)
  const message = start > 0 ? text.slice(start) : text
  const gap = /\r?\n\r?\n/.exec(message)
  const head = gap ? message.slice(0, gap.index) : message
  const body = gap ? message.slice(gap.index + gap[0].length) : ''
  const [startLine = '', ...lines] = head.split(/\r?\n/)
  const headers: RawHeader[] = []
  for (const line of lines) {
    const last = headers.at(-1)
    if (/^[ \t]/.test(line) && last) {
      last.value = `${last.value} ${line.trim()}`.trim()
      continue
    }
    const colon = line.indexOf(':')
    if (colon > 0) headers.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() })
  }
  return { startLine: startLine.trim(), headers, body }
}

export function writeRawMessage({ startLine, headers, body }: RawMessage): string {
  return `${[startLine, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n${body}`
}

/** All values of a header, whatever form its name was sent in, in the order sent. */
export function valuesOf(message: RawMessage, name: string): string[] {
  const wanted = name.toLowerCase()
  return message.headers.filter((header) => headerName(header.name) === wanted).map(({ value }) => value)
}

/** `INVITE` of a request line, null for a response or for something that is neither. */
export function methodOf(startLine: string): string | null {
  const [, method] = /^([A-Z]{3,20})[ \t]+\S.*SIP\/\d/i.exec(startLine) ?? []
  return method && !/^SIP\//i.test(startLine) ? method.toUpperCase() : null
}

/** The last letter of a scheme and what may follow it: to look for the whole scheme would be quadratic in a long word. */
const endOfScheme = /[a-z][\d+.-]*:/i

/** Splits at commas outside quotes and angle brackets; a part without a URI belongs to the next (`Ivanov, Ivan <sip:…>`). */
export function splitValues(value: string): string[] {
  const parts = splitOutside(value, ',')
  const whole: string[] = []
  let pending = ''
  for (const part of parts) {
    pending = pending === '' ? part : `${pending},${part}`
    if (endOfScheme.test(pending) || pending.trim() === '*') {
      whole.push(pending.trim())
      pending = ''
    }
  }
  if (pending.trim() !== '') whole.push(pending.trim())
  return whole
}

/** Splits at one character, but not inside quotes or angle brackets. */
export function splitOutside(value: string, at: string): string[] {
  const parts: string[] = []
  let from = 0
  let quoted = false
  let depth = 0
  for (let index = 0; index < value.length; index++) {
    const character = value[index]
    if (quoted && character === '\\') index++
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '<') depth++
    else if (!quoted && character === '>') depth = Math.max(0, depth - 1)
    else if (!quoted && depth === 0 && character === at) {
      parts.push(value.slice(from, index))
      from = index + 1
    }
  }
  parts.push(value.slice(from))
  return parts
}
