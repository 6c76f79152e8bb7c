import type { SettingsView } from '#bridge/settings.ts'
import type { ConsoleModel } from './console-model.ts'

/** What the phone page reads from the settings beside its account. */
const phoneParts: readonly (keyof SettingsView)[] = [
  'ringVolume',
  'ringDeviceId',
  'micDeviceId',
  'speakerDeviceId',
]

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

export async function setOwn(
  model: ConsoleModel,
  state: 'available' | 'away',
  reason: string | null,
): Promise<void> {
  try {
    model.live.own.set(await model.links.core.board.setOwn({ state, reason }))
  } catch {
    model.toaster.say('breach', model.t('error.other'))
  }
}

export async function toggleAway(model: ConsoleModel): Promise<void> {
  const away = model.live.own.get()?.state === 'away'
  await setOwn(model, away ? 'available' : 'away', away ? null : 'break')
}

export async function signOut(model: ConsoleModel): Promise<void> {
  model.sheet.set(null)
  await model.drafts.flush()
  await model.links.core.session.signOut().catch(() => model.toaster.say('breach', model.t('error.other')))
}
