import { useEffect, useId, useState } from 'react'
import type { SettingsView } from '#bridge/settings.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { type Choice, ComboboxField } from '#renderer/ui/combobox.tsx'
import { useConsole } from '../../model/console-model.ts'
import { saveSettings } from '../../model/window-actions.ts'

/** Devices this page may see; without a permission the browser hides their names. */
function useDevices(): readonly MediaDeviceInfo[] {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([])
  useEffect(() => {
    const { mediaDevices } = navigator
    if (!mediaDevices) return
    let stopped = false
    const ask = () =>
      void mediaDevices.enumerateDevices().then(
        (found) => {
          if (!stopped) setDevices(found)
        },
        () => {},
      )
    ask()
    mediaDevices.addEventListener('devicechange', ask)
    return () => {
      stopped = true
      mediaDevices.removeEventListener('devicechange', ask)
    }
  }, [])
  return devices
}

export function SoundSettings({ settings }: { settings: SettingsView }) {
  const model = useConsole()
  const { t } = useText()
  const volumeId = useId()
  const devices = useDevices()
  const choicesOf = (kind: MediaDeviceKind): Choice[] =>
    devices
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map((device, index) => ({
        id: device.deviceId,
        name: device.label || t('settings.device.unnamed', { n: index + 1 }),
      }))
  const words = {
    placeholder: t('settings.device.system'),
    emptyText: t('settings.device.none'),
    clearLabel: t('clear'),
    openLabel: t('openList'),
  }
  return (
    <div className="settings-form">
      <div className="field">
        <div className="field-head">
          <label htmlFor={volumeId}>{t('settings.ringVolume')}</label>
          <span className="field-origin">{Math.round(settings.ringVolume * 100)}%</span>
        </div>
        <input
          id={volumeId}
          className="volume"
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(settings.ringVolume * 100)}
          onChange={(event) => void saveSettings(model, { ringVolume: Number(event.target.value) / 100 })}
        />
      </div>
      <ComboboxField
        {...words}
        label={t('settings.ringDevice')}
        choices={choicesOf('audiooutput')}
        value={settings.ringDeviceId}
        onChoose={(ringDeviceId) => void saveSettings(model, { ringDeviceId })}
      />
      <ComboboxField
        {...words}
        label={t('settings.mic')}
        choices={choicesOf('audioinput')}
        value={settings.micDeviceId}
        onChoose={(micDeviceId) => void saveSettings(model, { micDeviceId })}
      />
      <ComboboxField
        {...words}
        label={t('settings.speaker')}
        choices={choicesOf('audiooutput')}
        value={settings.speakerDeviceId}
        onChoose={(speakerDeviceId) => void saveSettings(model, { speakerDeviceId })}
      />
    </div>
  )
}
