import type { SettingsView } from '#bridge/settings.ts'
import { errorWords } from '../words/error-words.ts'
import type { ConsoleModel, SettingsTab } from './console-model.ts'
import { namesOf } from './names.ts'
import { endAbsence } from './own-actions.ts'

/** What the phone page reads from the settings beside its account. */
const phoneParts: readonly (keyof SettingsView)[] = ['sound']

/** The phone reads the settings anew; a phone that is not there reads them when it starts. */
export function tellPhone({ links }: ConsoleModel): void {
  if (links.phoneLink.isAttached) void links.phone.reloadSettings().catch(() => {})
}

/** Saves a part of the settings and paints it at once; what could not be saved is taken back and said. */
export async function saveSettings(model: ConsoleModel, part: Partial<SettingsView>): Promise<void> {
  const before = model.live.settings.get()
  if (before) model.live.settings.set({ ...before, ...part })
  try {
    model.live.settings.set(await model.links.core.settings.set(part))
    if (phoneParts.some((name) => name in part)) tellPhone(model)
  } catch {
    model.live.settings.set(before)
    model.toaster.say('breach', model.t('settings.notSaved'))
  }
}

export const isDark = (theme: SettingsView['theme']): boolean =>
  theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)

export async function toggleTheme(model: ConsoleModel): Promise<void> {
  const theme = model.live.settings.get()?.theme ?? 'system'
  await saveSettings(model, { theme: isDark(theme) ? 'light' : 'dark' })
}

export async function signOut(model: ConsoleModel): Promise<void> {
  model.sheet.set(null)
  await model.drafts.flush()
  // The next person at this desk begins as they are.
  await endAbsence(model)
  await model.links.core.session.signOut().catch(() => model.toaster.say('breach', model.t('error.other')))
}

/** The settings, at the tab a trouble is mended in. */
export function openSettings(model: ConsoleModel, tab: SettingsTab): void {
  model.settingsTab.set(tab)
  model.sheet.set('settings')
}

/** Reads the settings anew: the phone page wrote into them. */
export async function readSettings({ links, live }: ConsoleModel): Promise<void> {
  // A core that is away tells them when it is back.
  await links.core.settings.get().then(
    (settings) => live.settings.set(settings),
    () => {},
  )
}

/** Opens the microphone for a moment: whether it is there again is seen at once, and said. */
export async function checkMicrophone(model: ConsoleModel): Promise<void> {
  try {
    await model.links.phone.checkMicrophone()
    model.toaster.say('ok', model.t('phone.microphone.again'))
  } catch (error) {
    model.toaster.say('breach', errorWords(model.t, error, namesOf(model)))
  }
}
