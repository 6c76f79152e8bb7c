import { join } from 'node:path'

/** Where everything of the shell lies. */
export type ShellFolders = {
  preload: string
  coreEntry: string
  /** Built pages. */
  pages: string
  icon: string
  /** Small icon beside the clock, with its double for dense screens beside it. */
  tray: string
  /** Files of the core, secrets and log; machine-local, never a roaming profile. */
  data: string
  log: string
}

/**
 * `here`: folder of the built main bundle (`out/main`). `resources`: Electron's own resources folder, which holds the
 * icon in an installed build; null in a checkout.
 */
export function shellFolders(here: string, resources: string | null, userData: string): ShellFolders {
  const pictures = resources ?? join(here, '../../resources')
  return {
    preload: join(here, '../preload/index.cjs'),
    coreEntry: join(here, 'core-process.js'),
    pages: join(here, '../renderer'),
    icon: join(pictures, 'icon.png'),
    tray: join(pictures, 'tray.png'),
    data: join(userData, 'data'),
    log: join(userData, 'logs', 'shell.log'),
  }
}
