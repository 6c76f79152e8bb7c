/** One form per CLDR category the language has; English needs one/other, Russian one/few/many/other. */
export type RuPlural = { one: string; few: string; many: string; other: string }
export type EnPlural = { one: string; other: string }

/** A text a person reads: what the translator must know, and the words in both languages. */
export type Text =
  | { readonly note: string; readonly ru: string; readonly en: string }
  | { readonly note: string; readonly ru: RuPlural; readonly en: EnPlural }

/** Keeps the literal types, from which the placeholders of each key are known. */
export function defineTexts<const Texts extends Record<string, Text>>(texts: Texts): Texts {
  return texts
}

type Placeholders<Words extends string> = Words extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never

type WordsOf<Entry> = Entry extends { ru: infer Ru }
  ? Ru extends string
    ? Ru
    : Ru extends RuPlural
      ? Ru[keyof RuPlural]
      : never
  : never

/** What a key must be given: its placeholders, `count` for a plural. */
export type ParamsOf<Entry> =
  | Placeholders<WordsOf<Entry>>
  | (Entry extends { ru: RuPlural } ? 'count' : never) extends infer Names
  ? Names extends string
    ? Names
    : never
  : never
