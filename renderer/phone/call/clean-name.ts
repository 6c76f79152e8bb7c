/** Longer names are cut: the strip shows about thirty, the record keeps this many user-perceived characters. */
const graphemesMax = 64
/** The bridge's own limit, in UTF-16 units: one grapheme may be many. */
const unitsMax = 256

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * A display name safe to show: NFC, no control, format or bidi characters (they can turn a line round or hide half of it),
 * spaces collapsed, at most 64 graphemes.
 */
export function cleanName(name: string): string {
  const text = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}+/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  let short = ''
  let count = 0
  // The slice bounds the work: a name of 8 KiB is not walked to its end.
  for (const { segment } of graphemes.segment(text.slice(0, unitsMax * 4))) {
    if (count === graphemesMax || short.length + segment.length > unitsMax) break
    short += segment
    count++
  }
  return short.trim()
}
