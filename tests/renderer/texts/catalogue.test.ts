// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogue } from '#renderer/texts/catalogue.ts'
import type { Text } from '#renderer/texts/define-texts.ts'
import { createI18n, resourcesOf, systemLanguage } from '#renderer/texts/i18n.ts'
import { sayIn } from '#renderer/texts/use-text.ts'

const texts = Object.entries<Text>(catalogue)
const placeholders = (words: string) => [...words.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).sort()
const forms = (words: Text['ru'] | Text['en']) => (typeof words === 'string' ? [words] : Object.values(words))

test('each text carries a note for the translator and words in both languages', () => {
  const lacking = texts.filter(
    ([, { note, ru, en }]) => !note || [...forms(ru), ...forms(en)].some((words) => words.trim() === ''),
  )
  expect(lacking.map(([key]) => key)).toEqual([])
})

test('both languages speak of the same placeholders, in every plural form', () => {
  const uneven = texts.filter(([, { ru, en }]) => {
    const wanted = JSON.stringify(placeholders(forms(ru)[0] ?? ''))
    return [...forms(ru), ...forms(en)].some((words) => JSON.stringify(placeholders(words)) !== wanted)
  })
  expect(uneven.map(([key]) => key)).toEqual([])
})

test('plural forms are those the language has', () => {
  const plural = texts.filter(([, { ru }]) => typeof ru !== 'string')
  expect(plural.length).toBeGreaterThan(4)
  for (const [key, { ru, en }] of plural) {
    expect(Object.keys(ru).sort(), key).toEqual(
      new Intl.PluralRules('ru').resolvedOptions().pluralCategories.toSorted(),
    )
    expect(Object.keys(en).sort(), key).toEqual(
      new Intl.PluralRules('en').resolvedOptions().pluralCategories.toSorted(),
    )
  }
})

test('Russian counts one, few and many as people do', () => {
  const t = sayIn(createI18n('ru'))
  expect([1, 2, 5, 11, 21, 22].map((count) => t('card.open', { count }))).toEqual([
    '1 открытая заявка',
    '2 открытые заявки',
    '5 открытых заявок',
    '11 открытых заявок',
    '21 открытая заявка',
    '22 открытые заявки',
  ])
})

test('the language changes live and nothing is missing in either', async () => {
  const i18n = createI18n('ru')
  const t = sayIn(i18n)
  expect(t('command.answer')).toBe('Ответить')
  await i18n.changeLanguage('en')
  expect(t('command.answer')).toBe('Answer')
  expect(Object.keys(resourcesOf('ru')).length).toBeGreaterThan(Object.keys(resourcesOf('en')).length)
})

test('text from outside stays text', () => {
  expect(sayIn(createI18n('en'))('palette.dial', { number: '<b>1&2</b>' })).toBe('Call: <b>1&2</b>')
})

test('no text is left over: every key is said somewhere in the window', () => {
  const root = join(import.meta.dirname, '../../../renderer')
  const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('texts/catalogue'))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n')
  const said = (key: string) => source.includes(`'${key}'`) || source.includes(`\`${key}\``)
  // `end.${code}`: a key said by its beginning.
  const begun = new Set([...source.matchAll(/`([\w.]+\.)\$\{/g)].map((found) => found[1]))
  const leftOver = texts
    .map(([key]) => key)
    .filter((key) => {
      if (said(key)) return false
      return ![...begun].some((beginning) => beginning && key.startsWith(beginning))
    })
  expect(leftOver).toEqual([])
})

test('the system language is taken when it is ours', () => {
  expect(systemLanguage(['ru-RU', 'en'])).toBe('ru')
  expect(systemLanguage(['kk-KZ'])).toBe('ru')
  expect(systemLanguage(['de-DE', 'en-US'])).toBe('en')
  expect(systemLanguage([])).toBe('en')
})
