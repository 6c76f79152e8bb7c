import type { SettingsView } from '#bridge/settings.ts'

/** The virtual list must know its rows without measuring them; the same figures as `--row` in tokens.css, px. */
export const rowHeightOf = (density: SettingsView['density']): number => (density === 'comfortable' ? 36 : 28)
