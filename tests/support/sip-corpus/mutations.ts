import { invite, numbered, request, write } from './compose.ts'
import { mangledInvites } from './mangled-invites.ts'
import { tortureMessages } from './torture-messages.ts'

/** A small, well-spread generator (mulberry32): the same seed tells the same story on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What breaks parsers: separators, ends, numbers past their range, marks of other languages. */
const pieces = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  ' ',
  '\t',
  ':',
  ';',
  ',',
  '<',
  '>',
  '"',
  '\\',
  '@',
  '%',
  '%00',
  '=',
  '[',
  ']',
  '(',
  ')',
  '-1',
  '0',
  '4294967296',
  '99999999999999999999',
  'Иван',
  '📞',
  '\ud800',
  '\u202e',
  '\ufeff',
  'sip:',
  'tel:',
  'SIP/2.0',
  'SIP/7.0',
  'INVITE',
  'z9hG4bK',
  ';tag=',
  ';branch=',
  'Content-Length: -1\r\n',
  'l: 9\r\n',
  'From: <sip:>\r\n',
  'Require: nothing\r\n',
]

/**
 * `n` mutated messages from a seed. Each starts from a sound or mangled message and takes one to six changes: bytes
 * cut, doubled, swapped or put in, lines dropped, doubled or moved, ends cut off. Messages stay under 64 KiB.
 */
export function* mutations(seed: number, n: number): Generator<string> {
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const sources = [
    ...mangledInvites().map(({ text }) => text),
    ...tortureMessages().map(({ text }) => text),
    ...Array.from({ length: 40 }, (_, index) => numbered(write(invite()), `s${index}`)),
    ...['BYE', 'CANCEL', 'ACK', 'OPTIONS', 'NOTIFY', 'REFER', 'MESSAGE', 'INFO', 'REGISTER'].map((method) =>
      numbered(write(request(method)), method),
    ),
  ].filter((text) => text.length < 32 * 1024)
  for (let made = 0; made < n; made++) {
    yield mutate(sources[below(sources.length)] as string, below)
  }
}

/** One to six changes to a message; `below(n)` answers a whole number in [0, n). At most 60 KiB long. */
export function mutate(text: string, below: (limit: number) => number): string {
  let changed = text
  for (let changes = 1 + below(6); changes > 0; changes--) changed = mutated(changed, below)
  return changed.slice(0, 60 * 1024)
}

function mutated(text: string, below: (limit: number) => number): string {
  const at = below(text.length + 1)
  const length = 1 + below(24)
  switch (below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length)
    case 1:
      return text.slice(0, at) + text.slice(at, at + length).repeat(1 + below(20)) + text.slice(at + length)
    case 2:
      return (
        text.slice(0, at) + String.fromCharCode(below(below(8) === 0 ? 0xffff : 128)) + text.slice(at + 1)
      )
    case 3:
    case 4:
      return text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at)
    case 5:
      return text.slice(0, at) + pieces[below(pieces.length)] + text.slice(at + length)
    case 6:
      return text.slice(0, Math.max(1, at))
    default:
      return withLines(text, below)
  }
}

function withLines(text: string, below: (limit: number) => number): string {
  const lines = text.split('\r\n')
  const at = below(lines.length)
  const line = lines[at] as string
  const kind = below(3)
  if (kind === 0) return lines.toSpliced(at, 1).join('\r\n')
  if (kind === 1) return lines.toSpliced(at, 0, line).join('\r\n')
  return lines.toSpliced(at, 1).toSpliced(below(lines.length), 0, line).join('\r\n')
}
