/*
 * What a query's words mean to the full text, and the same said of one text by itself (`fits…`), for rows whose full
 * text is still owed. Words are folded (`foldedWords`).
 */

/** A single letter beside longer words is left out: it would read half of the index (0.1 s) and narrow nothing. */
function ticketWords(words: readonly string[]): readonly string[] {
  const long = words.filter((word) => word.length > 1)
  return long.length > 0 ? long : words
}

/** FTS5 query against the ticket table: each word as a prefix, all of them. Quoted: text is never syntax. */
export function ticketMatch(words: readonly string[]): string {
  return ticketWords(words)
    .map((word) => `"${word}"*`)
    .join(' AND ')
}

/** What the `unicode61` tokenizer takes for a word: combining marks stay inside it. */
const tokens = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{Mn}]*/gu

export function fitsTicket(folded: string, words: readonly string[]): boolean {
  const parts = folded.match(tokens) ?? []
  return ticketWords(words).every((word) => parts.some((part) => part.startsWith(word)))
}

const partyWords = (words: readonly string[]) => words.filter((word) => word.length >= 3)

/** Against the trigram table of parties: each word of three letters or more anywhere in the text, all of them. */
export function partyMatch(words: readonly string[]): string {
  return partyWords(words)
    .map((word) => `"${word}"`)
    .join(' AND ')
}

export function fitsParty(folded: string, words: readonly string[]): boolean {
  return partyWords(words).every((word) => folded.includes(word))
}
