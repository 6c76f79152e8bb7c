import type { i18n } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { catalogue } from './catalogue.ts'
import type { ParamsOf } from './define-texts.ts'
import type { Language } from './i18n.ts'

type Catalogue = typeof catalogue
export type TextKey = keyof Catalogue

/** Keys that stand alone. */
export type PlainTextKey = {
  [Key in TextKey]: [ParamsOf<Catalogue[Key]>] extends [never] ? Key : never
}[TextKey]

type Params<Key extends TextKey> = { [Name in ParamsOf<Catalogue[Key]>]: string | number }

/** Says a key in the present language; what the key must be given is checked by the compiler. */
export type Say = <Key extends TextKey>(
  key: Key,
  ...params: [ParamsOf<Catalogue[Key]>] extends [never] ? [] : [Params<Key>]
) => string

export function sayIn(instance: i18n): Say {
  return (key, ...params) => instance.t(key as string, params[0] as Record<string, string | number>) as string
}

/** The words and the language; renders again when the language changes. */
export function useText(): { t: Say; language: Language } {
  const { i18n } = useTranslation()
  const language = i18n.language as Language
  // A new `t` per language tells memoised parts to say it anew.
  return useMemo(() => ({ t: sayIn(i18n), language }), [i18n, language])
}
