import { chooseChallenges } from './choose-challenge.ts'
import {
  headerName,
  methodOf,
  type RawHeader,
  type RawMessage,
  readRawMessage,
  splitValues,
  valuesOf,
  writeRawMessage,
} from './raw-message.ts'
import { repairNameAddr } from './repair-name-addr.ts'
import { isDecodable } from './repair-uri.ts'

/** A ring longer than a day is no ring; SIP.js would overflow its timer and end the call at once. */
const expiresMaxS = 86_400

const control = /(?:(?!\t)\p{Cc})+/gu

const single = new Set(['from', 'to', 'refer-to'])
/** Headers a message has once; of several the first counts, SIP.js would take the last. */
const once = new Set(['from', 'to', 'call-id', 'cseq', 'max-forwards'])
const several = new Set(['contact', 'record-route', 'route'])

/**
 * The pieces of `wellFormed`; none may match one text in two ways, or the test takes for ever on a name of thirty letters
 * with no address behind it.
 */
const token = "[\\w.!%*+`'~-]+"
const quotedName = '"(?:[^"\\\\\\x00-\\x1f]|\\\\[^\\x00-\\x1f])*"\\s*'
const userPart = "(?:(?:[\\w.!~*'()&=+$,;?/:-]|%[\\da-f]{2})+@)?"
const label = '[a-z\\d](?:-*[a-z\\d])*'
const host = `(?:(?:${label}\\.)*[a-z](?:-*[a-z\\d])*|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[\\da-f:.]+\\])`

/** A name-addr SIP.js surely reads, so that the usual message is left byte for byte as it came. */
const wellFormed = new RegExp(
  `^(?:${quotedName}|(?:${token}(?: ${token})* ?)?)<sips?:${userPart}${host}(?::\\d{1,5})?(?:;[\\w.~-]+(?:=[\\w.~-]+)?)*>` +
    `(?:;${token}(?:=(?:${token}|"[^"\\\\]*"))?)*$`,
  'i',
)

/** SIP.js throws, long after, at an escape that is no UTF-8 (`%ff`) when it writes the address into a request of ours. */
function isSound(value: string): boolean {
  return wellFormed.test(value) && (!value.includes('%') || isDecodable(value))
}

/**
 * Makes of a message, as PBXs really send them, one that SIP.js can read. Answers the text itself when nothing was
 * wrong, which is the usual case and costs about 10 µs.
 */
export function repairMessage(text: string): string {
  const raw = readRawMessage(text)
  const notes = { changed: !hasCleanLines(text) }
  const method = methodOf(raw.startLine)
  if (notes.changed) for (const header of raw.headers) header.value = header.value.replace(control, ' ')
  const headers = withoutRepeats(raw.headers, notes).flatMap((header) => repairHeader(header, method, notes))
  const chosen = chooseChallenges(headers)
  if (chosen.length !== headers.length) notes.changed = true
  const repaired: RawMessage = { ...raw, headers: chosen }
  fitBody(repaired, notes)
  return notes.changed ? writeRawMessage(repaired) : text
}

function withoutRepeats(headers: RawHeader[], notes: { changed: boolean }): RawHeader[] {
  const seen = new Set<string>()
  return headers.filter(({ name }) => {
    const long = headerName(name)
    if (!once.has(long)) return true
    if (seen.has(long)) notes.changed = true
    const isFirst = !seen.has(long)
    seen.add(long)
    return isFirst
  })
}

function repairHeader(header: RawHeader, method: string | null, notes: { changed: boolean }): RawHeader[] {
  const name = headerName(header.name)
  if (single.has(name) && !isSound(header.value)) {
    notes.changed = true
    return [{ name: header.name, value: repairNameAddr(header.value) }]
  }
  if (several.has(name) && !isSound(header.value)) {
    notes.changed = true
    return splitValues(header.value).map((value) => ({ name: header.name, value: repairNameAddr(value) }))
  }
  if (name === 'expires' && method === 'INVITE' && !isSane(header.value)) {
    notes.changed = true
    return []
  }
  return [header]
}

function isSane(seconds: string): boolean {
  return /^\d{1,9}$/.test(seconds) && Number(seconds) > 0 && Number(seconds) <= expiresMaxS
}

/** The frame says how long the body is; a wrong Content-Length or a missing Content-Type makes SIP.js refuse or throw. */
function fitBody(message: RawMessage, notes: { changed: boolean }): void {
  const [declared] = valuesOf(message, 'content-length')
  const actual = new TextEncoder().encode(message.body).length
  if (declared !== undefined && (!/^\d{1,9}$/.test(declared) || Number(declared) > actual)) {
    message.headers = message.headers.filter(({ name }) => headerName(name) !== 'content-length')
    message.headers.push({ name: 'Content-Length', value: String(actual) })
    notes.changed = true
  }
  if (message.body !== '' && declared !== '0' && valuesOf(message, 'content-type').length === 0) {
    const type = /^\s*v=0/.test(message.body) ? 'application/sdp' : 'application/octet-stream'
    message.headers.push({ name: 'Content-Type', value: type })
    notes.changed = true
  }
}

/** Every line of the headers ends by CRLF, no NUL inside, and an empty line closes them. */
function hasCleanLines(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return false
  const head = text.slice(0, end)
  return !/(?<!\r)\n|\r(?!\n)|(?![\t\r\n])\p{Cc}|^\s/u.test(head)
}
