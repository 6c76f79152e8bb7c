import { homedir } from 'node:os'
import type { App } from 'electron'
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
  // Loaded when it is needed: it costs a tenth of a second that a start without updates does not have to spend.
  const started = import('electron-updater').then(({ default: { autoUpdater } }) => {
    if (typeof policy.updateUrl === 'string') {
      autoUpdater.setFeedURL({ provider: 'generic', url: policy.updateUrl })
    }
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
  })
  started.catch(surprise)
  return { installWhenQuitting: async () => (await started).installWhenQuitting() }
}
