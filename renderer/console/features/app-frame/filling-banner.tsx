import type { ReactElement } from 'react'
import type { CoreStatus } from '#bridge/session.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import type { ConsoleModel } from '../../model/console-model.ts'
import { spanText } from '../../words/time-words.ts'

type Filling = NonNullable<CoreStatus['filling']>

/** How far the first load is, with the way to stop it; and the way back once it was stopped. */
export function fillingBanners({ t, links }: ConsoleModel, filling: Filling | null): ReactElement[] {
  if (filling === null) return []
  const { session } = links.core
  if (filling.way === 'copy' && filling.totalBytes !== null) {
    return [
      <Banner
        key="filling"
        look="info"
        action={
          <Button onClick={() => void session.cancelCopy().catch(() => {})}>{t('filling.cancel')}</Button>
        }
      >
        {copyWords(t, filling, filling.totalBytes)}
      </Banner>,
    ]
  }
  if (!filling.cancelled) return []
  return [
    <Banner
      key="filling"
      look="info"
      action={<Button onClick={() => void session.retryCopy().catch(() => {})}>{t('filling.retry')}</Button>}
    >
      {t('filling.cancelled')}
    </Banner>,
  ]
}

/** For the status bar. */
export function fillingWords(t: ConsoleModel['t'], { way, rows, bytes, totalBytes }: Filling): string {
  if (way === 'pages' || totalBytes === null) return t('desk.filling', { count: rows })
  if (bytes >= totalBytes) return t('filling.working')
  return t('filling.copy', { percent: Math.floor((bytes / totalBytes) * 100) })
}

function copyWords(t: ConsoleModel['t'], { bytes, msLeft }: Filling, totalBytes: number): string {
  if (bytes >= totalBytes) return t('filling.working')
  const sizes = { mb: megabytes(bytes), total: megabytes(totalBytes) }
  if (msLeft === null) return t('filling.bannerUnknown', sizes)
  const left = msLeft < 60_000 ? t('filling.seconds', { n: Math.ceil(msLeft / 1000) }) : spanText(t, msLeft)
  return t('filling.banner', { ...sizes, left })
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1_000_000)
