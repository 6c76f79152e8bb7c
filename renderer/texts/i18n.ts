import { createInstance, type i18n } from 'i18next'
import { catalogue } from './catalogue.ts'
import type { Text } from './define-texts.ts'

export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]

/** i18next's flat resources of one language: a plural spreads into `key_one`, `key_few` … */
export function resourcesOf(language: Language): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [key, text] of Object.entries<Text>(catalogue)) {
    const words = text[language]
    if (typeof words === 'string') flat[key] = words
    else for (const [form, value] of Object.entries(words)) flat[`${key}_${form}`] = value
  }
  return flat
}

/** The system's language where it is one of ours, else English; Russian also for its nearest neighbours. */
export function systemLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const base = tag.toLowerCase().split('-')[0]
    if (base === 'ru' || base === 'be' || base === 'kk' || base === 'uk') return 'ru'
    if (base === 'en') return 'en'
  }
  return 'en'
}

/** Bundled words, ready at once; changed live with `changeLanguage`. React escapes, so i18next must not. */
export function createI18n(language: Language): i18n {
  const instance = createInstance()
  void instance.init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    resources: {
      ru: { translation: resourcesOf('ru') },
      en: { translation: resourcesOf('en') },
    },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  return instance
}
