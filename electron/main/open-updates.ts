import { homedir } from 'node:os'
import type { App } from 'electron'
import electronUpdater from 'electron-updater'
import type { CoreHost } from './core-host.ts'
import { installModeOf } from './install-mode.ts'
import type { Policy } from './policy.ts'
import { startUpdates } from './updates.ts'

type Updates = Pick<ReturnType<typeof startUpdates>, 'installWhenQuitting'>

/** Wires electron-updater to this installation; a checkout and a machine whose policy says so have no updates. */
export function openUpdates(
  app: Pick<App, 'isPackaged' | 'getPath'>,
  core: Pick<CoreHost, 'activity'>,
  policy: Policy,
  { prepareToQuit, surprise }: { prepareToQuit: () => Promise<void>; surprise: (error: unknown) => void },
): Updates {
  if (!app.isPackaged || policy.updateUrl === null) return { installWhenQuitting: async () => false }
  const { autoUpdater } = electronUpdater
  if (policy.updateUrl !== undefined) autoUpdater.setFeedURL({ provider: 'generic', url: policy.updateUrl })
  return startUpdates({
    updater: autoUpdater,
    mode: installModeOf({
      platform: process.platform,
      program: app.getPath('exe'),
      home: homedir(),
      localAppData: process.env.LOCALAPPDATA,
      appImage: process.env.APPIMAGE,
    }),
    activity: () => core.activity(),
    now: () => performance.now(),
    every: (ms, run) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
    prepareToQuit,
    surprise,
  })
}
