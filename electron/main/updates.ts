import type { AppUpdater } from 'electron-updater'
import type { Activity } from './core-messages.ts'
import type { InstallMode } from './install-mode.ts'
import { decideUpdate, isIdle } from './update-decision.ts'

/** The part of electron-updater used here. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'allowPrerelease'
  | 'checkForUpdates'
  | 'quitAndInstall'
> & {
  on(event: 'update-downloaded', heard: () => void): unknown
  on(event: 'error', heard: (error: Error) => void): unknown
}

/** Four looks at the server a shift; a missed one costs hours, not safety. */
const checkEveryMs = 2 * 3_600_000
/** Fine enough that the quiet window is met within a sixth. */
const lookEveryMs = 5_000

export type UpdateNeeds = {
  updater: Updater
  mode: InstallMode
  /** Asks the core; null when it does not answer. */
  activity: () => Promise<Activity | null>
  /** Monotonic ms. */
  now: () => number
  every: (ms: number, run: () => void) => () => void
  /** Ends calls and closes the core: the installer is started before Electron asks to quit, so nothing may veto then. */
  prepareToQuit: () => Promise<void>
  surprise: (error: unknown) => void
}

/** Looks for updates and installs them only when nobody is torn out of work; see update-decision.ts. */
export function startUpdates(needs: UpdateNeeds): { installWhenQuitting(): Promise<boolean>; stop(): void } {
  const { updater, mode, activity, now, every, prepareToQuit, surprise } = needs
  let downloaded = false
  let idleSince: number | null = null
  let installing = false

  // Per-machine: the version is looked at and logged by IT's own tools; nothing is even downloaded here.
  updater.autoDownload = mode === 'perUser'
  updater.autoInstallOnAppQuit = false
  updater.allowDowngrade = false
  updater.allowPrerelease = false
  updater.on('update-downloaded', () => {
    downloaded = true
  })
  updater.on('error', surprise)

  const check = () => void updater.checkForUpdates().catch(surprise)

  async function look(): Promise<void> {
    if (!downloaded || installing) return
    const seen = await activity()
    if (!isIdle(seen)) idleSince = null
    else idleSince ??= now()
    const idleForMs = idleSince === null ? 0 : now() - idleSince
    const decision = decideUpdate({ mode, downloaded, activity: seen, idleForMs, quitting: false })
    if (decision === 'install') await install(true)
  }

  async function install(startAgain: boolean): Promise<void> {
    if (installing) return
    installing = true
    await prepareToQuit()
    updater.quitAndInstall(true, startAgain)
  }

  const stops =
    mode === 'perMachine'
      ? []
      : [every(checkEveryMs, check), every(lookEveryMs, () => void look().catch(surprise))]
  if (mode === 'perUser') check()

  return {
    /** The person quits: installs if there is something to install and nothing stands against it; says whether. */
    async installWhenQuitting() {
      if (installing || !downloaded) return installing
      const decision = decideUpdate({
        mode,
        downloaded,
        activity: await activity(),
        idleForMs: 0,
        quitting: true,
      })
      if (decision === 'install') await install(false)
      return decision === 'install'
    },
    stop() {
      for (const stop of stops) stop()
    },
  }
}
