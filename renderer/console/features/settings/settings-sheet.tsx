import { useRef } from 'react'
import { useText } from '#renderer/texts/use-text.ts'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { type SettingsTab, settingsTabs, useConsole } from '../../model/console-model.ts'
import { DeskSettings } from './desk-settings.tsx'
import { LookSettings } from './look-settings.tsx'
import { PbxSettings } from './pbx-settings.tsx'
import { PhoneSettings } from './phone-settings.tsx'
import { SoundSettings } from './sound-settings.tsx'
import './settings.css'

const panels = {
  look: LookSettings,
  phone: PhoneSettings,
  pbx: PbxSettings,
  sound: SoundSettings,
  desk: DeskSettings,
} as const
const panelId = 'settings-panel'

/** Everything one may change on this workstation; saved at once, except the phone's account. */
export function SettingsSheet() {
  const { sheet, live, settingsTab } = useConsole()
  const { t } = useText()
  const open = useStore(sheet) === 'settings'
  const settings = useStore(live.settings)
  const tab = useStore(settingsTab)
  const Panel = panels[tab]
  /** Where a trouble is mended: a panel may claim the caret as the settings open. */
  const wanted = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      open={open}
      onClose={() => sheet.set(null)}
      title={t('settings.title')}
      closeLabel={t('close')}
      size="large"
      initialFocus={wanted}
    >
      <div className="settings-tabs">
        <Tabs
          label={t('settings.title')}
          panelId={panelId}
          tabs={settingsTabs.map((id) => ({ id, name: t(`settings.tab.${id}`) }))}
          value={tab}
          onChange={(id) => settingsTab.set(id as SettingsTab)}
        />
      </div>
      <div
        className="settings-panel scroll"
        id={panelId}
        role="tabpanel"
        aria-labelledby={`${panelId}-tab-${tab}`}
      >
        {settings && <Panel settings={settings} wanted={wanted} />}
      </div>
    </Dialog>
  )
}
