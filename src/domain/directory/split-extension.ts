/** Words for "extension" in front of its digits, and the marks PBXs and phone books use for the same. */
const words = 'доб(?:авочный)?|вн(?:утр(?:енний)?)?|ext(?:ension|n)?|tone'
const afterNumber = new RegExp(
  `^(\\+?\\d[\\d\\s()./~_\\-‐‑‒–—−]*?)\\s*(?:;\\s*ext=|;|,+|[,;]?\\s*(?:${words})\\s*[.:]?|[xpwхр]|#|\\*)\\s*(\\d{1,7})#?\\s*\\)?$`,
  'iu',
)
const alone = new RegExp(`^(?:${words})\\s*[.:]?\\s*(\\d{1,7})$`, 'iu')

/**
 * Cuts the extension off a number: `… доб. 12`, `… вн.12`, `… ext 12`, `…,12`, `…p12`, `…*12`, `…;ext=12`.
 * An extension that stands alone (`вн.12`) is the number itself.
 */
export function splitExtension(text: string): { head: string; ext: string | null } {
  const single = alone.exec(text)?.[1]
  if (single !== undefined) return { head: single, ext: null }
  const found = afterNumber.exec(text)
  if (found === null) return { head: text, ext: null }
  const [, head = '', ext = ''] = found
  // `8 (495) 111-22-33 (доб. 12)`: the bracket that opened before the word stays behind.
  return { head: head.replace(/[\s(]+$/, ''), ext }
}
