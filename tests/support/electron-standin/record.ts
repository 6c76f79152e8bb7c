/** What the stand-in saw, for tests to ask about: things Chromium under Playwright cannot show. */
export const record = {
  windows: [] as { id: number; options: Record<string, unknown> }[],
  dialogs: [] as { title: string; text: string }[],
  trayMenu: [] as { id?: string; label?: string; click?: () => void }[],
  applicationMenu: undefined as unknown,
  schemes: [] as unknown[],
  sandboxed: false,
  utilityPids: [] as number[],
  /** What a person copied. */
  clipboard: '',
  shown: [] as { page: string; how: 'show' | 'showInactive' | 'hide' | 'focus' | 'flash' }[],
}
