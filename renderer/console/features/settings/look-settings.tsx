import type { SettingsView } from '#bridge/settings.ts'
import { useText } from '#renderer/texts/use-text.ts'
import { useConsole } from '../../model/console-model.ts'
import { saveSettings } from '../../model/window-actions.ts'
import { Segmented } from './segmented.tsx'

export function LookSettings({ settings }: { settings: SettingsView }) {
  const model = useConsole()
  const { t } = useText()
  const system = { id: 'system' as const, name: t('settings.asSystem') }
  return (
    <>
      <Segmented
        label={t('settings.language')}
        value={settings.language}
        choices={[
          { id: 'ru' as const, name: t('settings.language.ru') },
          { id: 'en' as const, name: t('settings.language.en') },
          system,
        ]}
        onChoose={(language) => void saveSettings(model, { language })}
      />
      <Segmented
        label={t('settings.theme')}
        value={settings.theme}
        choices={[
          { id: 'light' as const, name: t('settings.theme.light') },
          { id: 'dark' as const, name: t('settings.theme.dark') },
          system,
        ]}
        onChoose={(theme) => void saveSettings(model, { theme })}
      />
      <Segmented
        label={t('settings.density')}
        value={settings.density}
        choices={[
          { id: 'compact' as const, name: t('settings.density.compact') },
          { id: 'comfortable' as const, name: t('settings.density.comfortable') },
        ]}
        onChoose={(density) => void saveSettings(model, { density })}
      />
    </>
  )
}
