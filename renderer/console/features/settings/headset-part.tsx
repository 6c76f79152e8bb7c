import { useState } from 'react'
import type { SoundView } from '#bridge/phone-media.ts'
import { telephonyPage } from '#domain/headset/hid-usages.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useConsole } from '../../model/console-model.ts'

/**
 * The headsets whose buttons are heard. A browser asks which one may be used, and only after a press: it does so here, and
 * the phone page, of the same origin, uses it from then on.
 */
export function HeadsetPart({ headsets }: { headsets: SoundView['headsets'] }) {
  const model = useConsole()
  const { t } = useText()
  const [note, setNote] = useState<string | null>(null)
  const supported = 'hid' in navigator
  const allow = async () => {
    setNote(null)
    const chosen = await navigator.hid
      .requestDevice({ filters: [{ usagePage: telephonyPage }] })
      .catch(() => [])
    if (chosen.length === 0) return setNote(t('sound.headset.notFound'))
    await model.links.phone.headsetAllowed().catch(() => {})
  }
  return (
    <div className="headset-part">
      <h3 className="settings-part">{t('sound.headset')}</h3>
      {headsets.map(({ name, mute }) => (
        <p key={name} className="headset-on">
          <Icon name="headset" />
          {t(mute ? 'sound.headset.on' : 'sound.headset.hookOnly', { name })}
        </p>
      ))}
      {headsets.length === 0 && (
        <p className="soft">{t(supported ? 'sound.headset.none' : 'sound.headset.unsupported')}</p>
      )}
      {supported && (
        <div>
          <Button icon="headset" onClick={() => void allow()}>
            {t('sound.headset.allow')}
          </Button>
        </div>
      )}
      <p className="field-note" role="status">
        {note}
      </p>
    </div>
  )
}
