/**
 * FTS5 query of folded words against the ticket table: each as a prefix, all of them. Quoted: text is never syntax.
 * A single letter beside longer words is left out: it would read half of the index (0.1 s) and narrow nothing.
 */
export function ticketMatch(words: readonly string[]): string {
  const long = words.filter((word) => word.length > 1)
  return (long.length > 0 ? long : words).map((word) => `"${word}"*`).join(' AND ')
}

/** Against the trigram table of parties: each word of three letters or more anywhere in the text, all of them. */
export function partyMatch(words: readonly string[]): string {
  return words
    .filter((word) => word.length >= 3)
    .map((word) => `"${word}"`)
    .join(' AND ')
}
