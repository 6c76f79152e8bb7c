/** 64 KiB: forty times a usual INVITE. SIP.js has no limit of its own and parses larger ones for seconds. */
const messageMax = 64 * 1024
/** A 64 KiB display name costs SIP.js 0.4 s of one header's parse; 8 KiB stays within a frame or two. */
const headerLineMax = 8 * 1024
/** 5,000 Record-Route lines stop the page for 2-4 s. */
const valuesMax = 64
const headersMax = 256

export type OverLimit = 'messageTooLong' | 'headerTooLong' | 'tooManyHeaders' | 'tooManyValues'

/** What of a message is beyond what we let the parser see; null when nothing is. Counts UTF-16 units. */
export function overLimit(text: string): OverLimit | null {
  if (text.length > messageMax) return 'messageTooLong'
  const counts = new Map<string, number>()
  let headers = 0
  let from = 0
  let lineLength = 0
  while (from < text.length) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    const line = text.slice(from, to)
    from = to + 1
    if (line === '' || line === '\r') {
      if (headers > 0) break
      continue
    }
    const folded = /^[ \t]/.test(line)
    lineLength = folded ? lineLength + line.length : line.length
    if (lineLength > headerLineMax) return 'headerTooLong'
    headers++
    if (headers > headersMax + 1) return 'tooManyHeaders'
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = folded ? '' : line.slice(0, colon).trim().toLowerCase()
    // Commas inside quotes count too: a display name with 64 of them is no loss.
    const count = (counts.get(name) ?? 0) + (listHeaders.has(name) ? line.split(',').length : 1)
    if (count > valuesMax) return 'tooManyValues'
    counts.set(name, count)
  }
  return null
}

/** Headers whose one line may hold many addresses, each of which is parsed. */
const listHeaders = new Set(['via', 'v', 'contact', 'm', 'record-route', 'route'])
