import type { Say } from '#renderer/texts/use-text.ts'

/** A size as people say it: 812 КБ, 3,4 МБ. */
export function bytesText(t: Say, bytes: number): string {
  if (bytes < 1024 * 1024) return t('size.kb', { n: Math.max(1, Math.round(bytes / 1024)) })
  const megabytes = bytes / (1024 * 1024)
  return t('size.mb', { n: megabytes < 10 ? Number(megabytes.toFixed(1)) : Math.round(megabytes) })
}
