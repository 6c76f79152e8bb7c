import type { SettingsView } from '#bridge/settings.ts'
import type { SoundRole } from '#domain/sound/audio-device.ts'
import { choose } from '#domain/sound/sound-settings.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { useConsole } from '../../model/console-model.ts'
import { saveSettings } from '../../model/window-actions.ts'
import { LastSelfTestLine } from '../self-test/last-self-test.tsx'
import { DeviceChoice } from './device-choice.tsx'
import { HeadsetPart } from './headset-part.tsx'
import { MicLevelMeter } from './mic-level-meter.tsx'
import { VoiceProcessingPart } from './voice-processing.tsx'
import { VolumeField } from './volume-field.tsx'
import './sound-settings.css'

/** Devices for talking and for the ring, what the microphone hears, and the way to the test before a shift. */
export function SoundSettings({ settings }: { settings: SettingsView }) {
  const model = useConsole()
  const { t } = useText()
  const view = useStore(model.live.sound)
  const { sound } = settings
  const save = (part: Partial<typeof sound>) => void saveSettings(model, { sound: { ...sound, ...part } })
  const choiceOf = (role: SoundRole) => ({
    remembered: sound[role],
    present: (role === 'microphone' ? view?.microphones : view?.outputs) ?? [],
    inUse: view ? view.inUse[role] : undefined,
    onChoose: (device: Parameters<typeof choose>[1]) => save({ [role]: choose(sound[role], device) }),
  })
  const play = (on: 'speaker' | 'ring') => (
    <Button
      icon="play"
      aria-label={t(`sound.test.${on}`)}
      onClick={() => void model.links.phone.testTone({ on }).catch(() => {})}
    >
      {t('sound.test')}
    </Button>
  )
  return (
    <div className="sound-settings">
      <section className="settings-form" aria-label={t('settings.mic')}>
        <DeviceChoice label={t('settings.mic')} {...choiceOf('microphone')} />
        <MicLevelMeter />
        <VoiceProcessingPart sound={sound} inUse={view?.inUse.microphone ?? null} onSave={save} />
        <HeadsetPart headsets={view?.headsets ?? []} />
      </section>
      <section className="settings-form" aria-label={t('settings.speaker')}>
        <DeviceChoice label={t('settings.speaker')} {...choiceOf('speaker')} />
        <VolumeField
          label={t('sound.volume')}
          value={sound.speakerVolume}
          onValue={(speakerVolume) => save({ speakerVolume })}
          aside={play('speaker')}
        />
        <DeviceChoice label={t('settings.ringDevice')} {...choiceOf('ring')} />
        <VolumeField
          label={t('settings.ringVolume')}
          value={sound.ringVolume}
          onValue={(ringVolume) => save({ ringVolume })}
          aside={play('ring')}
        />
        <LastSelfTestLine />
      </section>
    </div>
  )
}
