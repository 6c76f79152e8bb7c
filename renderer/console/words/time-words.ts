import type { Language } from '#renderer/texts/i18n.ts'
import type { Say } from '#renderer/texts/use-text.ts'
import type { Meaning } from './verdict-words.ts'

const localeOf = { ru: 'ru-RU', en: 'en-GB' } as const
const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs tens of microseconds, using one does not: each is made once. */
function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(localeOf[language], options)
    formats.set(key, made)
  }
  return made
}

export const localeFor = (language: Language): string => localeOf[language]

/** `14:32` */
export function timeText(at: number, language: Language, timeZone?: string): string {
  return format(language, { hour: '2-digit', minute: '2-digit', hour12: false, timeZone }).format(at)
}

/** `31.12.2026` of an ISO day. */
export function dateText(isoDay: string, language: Language): string {
  return format(language, { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${isoDay}T00:00:00Z`),
  )
}

const dayStart = (at: number) => new Date(at).setHours(0, 0, 0, 0)

/** `14:32`, `сегодня 18:30` where the day must be said, `3 дек. 10:00`. */
export function momentText(t: Say, language: Language, at: number, now: number): string {
  const days = Math.round((dayStart(at) - dayStart(now)) / 86_400_000)
  const time = timeText(at, language)
  if (days === 0) return t('time.today', { time })
  if (days === 1) return t('time.tomorrow', { time })
  if (days === -1) return t('time.yesterday', { time })
  return `${format(language, { day: 'numeric', month: 'short' }).format(at)} ${time}`
}

/** `14:32` today, `вчера 14:32`, `3 дек. 10:00`: for journals, where today needs no word. */
export function pastText(t: Say, language: Language, at: number, now: number): string {
  return dayStart(at) === dayStart(now) ? timeText(at, language) : momentText(t, language, at, now)
}

/** `45 мин`, `2 ч 10 мин`, `25 ч`, `3 дн`. */
export function spanText(t: Say, ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 60) return t('span.minutes', { m: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return t('span.days', { d: Math.floor(hours / 24) })
  // After a day its minutes help nobody.
  return minutes % 60 === 0 || hours >= 24
    ? t('span.hours', { h: hours })
    : t('span.hoursMinutes', { h: hours, m: minutes % 60 })
}

export function ageText(t: Say, at: number | null, now: number): string {
  if (at === null) return t('age.never')
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  if (seconds < 10) return t('age.now')
  if (seconds < 60) return t('age.seconds', { n: seconds })
  if (seconds < 3600) return t('age.minutes', { n: Math.floor(seconds / 60) })
  if (seconds < 86_400) return t('age.hours', { n: Math.floor(seconds / 3600) })
  return t('age.days', { n: Math.floor(seconds / 86_400) })
}

/** The last hour of a term is "soon": time to act, not to panic, ms. */
const soonMs = 60 * 60_000

/** A due time in words with its meaning. */
export function dueWords(
  t: Say,
  language: Language,
  due: number | null,
  now: number,
): { words: string; meaning: Meaning } {
  if (due === null) return { words: t('due.none'), meaning: 'plain' }
  if (due <= now) return { words: t('due.late', { span: spanText(t, now - due) }), meaning: 'breach' }
  if (due - now <= soonMs) return { words: t('due.soon', { span: spanText(t, due - now) }), meaning: 'soon' }
  return { words: t('due.in', { when: momentText(t, language, due, now) }), meaning: 'plain' }
}

/** `Екатеринбург, UTC+5` when a site's clock differs from ours at this moment, else null. */
export function foreignZone(
  language: Language,
  timeZone: string,
  now: number,
): { time: string; zone: string } | null {
  try {
    const there = timeText(now, language, timeZone)
    if (there === timeText(now, language)) return null
    const parts = format(language, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(now)
    const offset = (parts.find((part) => part.type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC')
    return { time: there, zone: offset }
  } catch {
    // A zone this browser does not know is left unsaid rather than said wrong.
    return null
  }
}
