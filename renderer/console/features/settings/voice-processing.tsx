import type { DeviceInUse } from '#domain/sound/audio-device.ts'
import {
  processingOf,
  type SoundSettings,
  type VoiceProcessing,
  withProcessing,
} from '#domain/sound/sound-settings.ts'
import { useText } from '#renderer/texts/use-text.ts'

const kinds = [
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
] as const satisfies (keyof VoiceProcessing)[]

/** What the browser does to the voice of the microphone in use; heard in a running call at once. */
export function VoiceProcessingPart({
  sound,
  inUse,
  onSave,
}: {
  sound: SoundSettings
  inUse: DeviceInUse | null
  onSave: (part: Partial<SoundSettings>) => void
}) {
  const { t } = useText()
  // The system's own microphone has one setting, whichever device it is today.
  const label = inUse === null || inUse.id === null ? '' : inUse.label
  const now = processingOf(sound, label)
  return (
    <fieldset className="switches">
      <legend>{t('sound.processing')}</legend>
      {kinds.map((kind) => (
        <label key={kind} className="switch">
          <input
            type="checkbox"
            checked={now[kind]}
            onChange={(event) => onSave(withProcessing(sound, label, { [kind]: event.target.checked }))}
          />
          {t(`sound.processing.${kind}`)}
        </label>
      ))}
    </fieldset>
  )
}
