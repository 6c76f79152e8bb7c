import type { AudioDevice, DeviceInUse } from '#domain/sound/audio-device.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { type Choice, ComboboxField } from '#renderer/ui/combobox.tsx'

const sameDevice = (one: AudioDevice, other: AudioDevice) =>
  one.id === other.id || (one.label !== '' && one.label === other.label)

/** The device of one role: the one that is wanted, and, where it differs, the one that is used now. */
export function DeviceChoice({
  label,
  remembered,
  present,
  inUse,
  onChoose,
}: {
  label: string
  remembered: readonly AudioDevice[]
  present: readonly AudioDevice[]
  /** Null: there is none at all; undefined: the phone has not told yet. */
  inUse: DeviceInUse | null | undefined
  onChoose: (device: AudioDevice | null) => void
}) {
  const { t } = useText()
  const [wanted] = remembered
  const plugged = wanted && present.find((one) => sameDevice(one, wanted))
  const choices: Choice[] = present.map(({ id, label: name }, index) => ({
    id,
    name: name || t('settings.device.unnamed', { n: index + 1 }),
  }))
  if (wanted && !plugged) choices.push({ id: wanted.id, name: t('sound.away', { name: wanted.label }) })
  return (
    <ComboboxField
      label={label}
      choices={choices}
      value={plugged?.id ?? wanted?.id ?? null}
      onChoose={(id) => {
        if (id === null) onChoose(null)
        else onChoose(present.find((one) => one.id === id) ?? wanted ?? null)
      }}
      hint={inUse === undefined ? null : hintOf(t, inUse, wanted && !plugged ? wanted : null)}
      placeholder={t('settings.device.system')}
      emptyText={t('settings.device.none')}
      clearLabel={t('clear')}
      openLabel={t('openList')}
    />
  )
}

function hintOf(
  t: ReturnType<typeof useText>['t'],
  inUse: DeviceInUse | null,
  away: AudioDevice | null,
): string {
  if (inUse === null) return t('sound.inUse.none')
  const now = inUse.label || t('sound.system')
  return away ? t('sound.inUse.away', { wanted: away.label, now }) : t('sound.inUse', { name: now })
}
