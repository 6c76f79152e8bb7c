/** Who may replace the files of this installation. */
export type InstallMode = 'perMachine' | 'perUser'

/**
 * Per-user only where the place says so; every doubt counts as per-machine, where the app never installs itself (a
 * person without rights would meet a consent prompt, or an uninstalled app).
 */
export function installModeOf(place: {
  platform: NodeJS.Platform
  /** Path of the running program. */
  program: string
  home: string
  /** `LOCALAPPDATA` on Windows. */
  localAppData: string | undefined
  /** `APPIMAGE` on Linux: the file that was started. */
  appImage: string | undefined
}): InstallMode {
  const { platform, program, home, localAppData, appImage } = place
  if (platform === 'win32') {
    const folder = localAppData?.toLowerCase()
    return folder && program.toLowerCase().startsWith(`${folder}\\`) ? 'perUser' : 'perMachine'
  }
  if (platform === 'linux') return appImage?.startsWith(`${home}/`) ? 'perUser' : 'perMachine'
  if (platform === 'darwin') return program.startsWith(`${home}/`) ? 'perUser' : 'perMachine'
  return 'perMachine'
}
