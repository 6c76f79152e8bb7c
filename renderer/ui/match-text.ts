/** The same physical keys in both layouts, lower case. */
const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
const cyrillic = 'йцукенгшщзхъфывапролджэячсмитьбюё'
const toCyrillic = new Map([...latin].map((key, at) => [key, cyrillic[at]!]))
const toLatin = new Map([...cyrillic].map((key, at) => [key, latin[at]!]))

/** What would have been typed on the same keys in the other layout: `rfccf` ⇄ `касса`. */
export function otherLayout(text: string): string {
  const cyrillicTyped = /[а-яё]/i.test(text)
  const map = cyrillicTyped ? toLatin : toCyrillic
  return [...text.toLowerCase()].map((letter) => map.get(letter) ?? letter).join('')
}

/** For comparing: lower case, ё as е, one space between words. */
export function plain(text: string): string {
  return text.toLocaleLowerCase('ru').replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
}

/** 3: begins the text, 2: begins a word, 1: stands inside, 0: does not occur. All words of the query must occur. */
function score(text: string, query: string): number {
  if (query === '') return 1
  if (text.startsWith(query)) return 3
  let worst = 3
  for (const word of query.split(' ')) {
    const at = text.indexOf(word)
    if (at < 0) return 0
    const begins = at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!)
    worst = Math.min(worst, begins ? 2 : 1)
  }
  return worst
}

/** How well `text` answers what was typed, the slip of the keyboard layout forgiven; 0 is not at all. */
export function matchScore(text: string, typed: string): number {
  const target = plain(text)
  return Math.max(score(target, plain(typed)), score(target, plain(otherLayout(typed))))
}

/** Items that answer, best first; equals keep their order. */
export function bestMatches<Item>(
  items: readonly Item[],
  typed: string,
  textOf: (item: Item) => string,
): Item[] {
  return items
    .map((item, at) => ({ item, at, points: matchScore(textOf(item), typed) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.at - b.at)
    .map(({ item }) => item)
}
