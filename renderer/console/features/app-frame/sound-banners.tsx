import type { ReactElement } from 'react'
import type { SoundView } from '#bridge/phone-media.ts'
import type { DeviceNotice } from '#domain/sound/device-notice.ts'
import type { Say } from '#renderer/texts/use-text.ts'
import { Banner } from '#renderer/ui/banner.tsx'
import { Button } from '#renderer/ui/button.tsx'
import type { ConsoleModel } from '../../model/console-model.ts'

/** Devices that changed unasked, in one banner: which went, which is used now. */
export function soundBanners(model: ConsoleModel, sound: SoundView | null): ReactElement[] {
  if (sound === null || sound.notices.length === 0) return []
  const { t, links } = model
  const { notices } = sound
  const bad = notices.some(({ now }) => now === null)
  const good = notices.every(({ kind }) => kind === 'back')
  return [
    <Banner
      key="devices"
      look={bad ? 'breach' : good ? 'info' : 'soon'}
      action={
        <Button onClick={() => void links.phone.dismissDeviceNotices().catch(() => {})}>
          {t('dismiss')}
        </Button>
      }
    >
      {notices.map((notice) => noticeWords(t, notice)).join(' ')}
    </Banner>,
  ]
}

/** One change of one device as a sentence. */
export function noticeWords(t: Say, { role, kind, before: label, now }: DeviceNotice): string {
  const before = label || t('device.unnamed')
  if (now === null) return t(`device.${role}.none`, { before })
  const device = now || t('sound.system')
  if (kind === 'moved' || kind === 'back') return t(`device.${role}.${kind}`, { now: device })
  // Outputs are shared by programs: only a microphone is taken by one.
  return kind === 'busy' && role === 'microphone'
    ? t('device.microphone.busy', { before, now: device })
    : t(`device.${role}.gone`, { before, now: device })
}
