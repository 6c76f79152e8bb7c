/**
 * Text as searches compare it: NFC, lower case, ё = е. Search columns hold this form and queries go through it,
 * because SQLite's own lower() knows ASCII alone.
 */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е')
}

/** Folded words of a query; anything but letters and digits parts them. */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
}
