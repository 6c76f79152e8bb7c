import { join } from 'node:path'
import { app, dialog, protocol, safeStorage, session, utilityProcess } from 'electron'
import { CoreHost } from './core-host.ts'
import { switchDevMediaOn } from './dev-media.ts'
import { shellFolders } from './folders.ts'
import { openShellLog } from './log.ts'
import { guardPermissions } from './permissions.ts'
import { type Policy, policyPath, readPolicy } from './policy.ts'
import { listPages, pageHandler, pageScheme, privileges } from './protocol.ts'
import { kindOf, OsSecrets, refusalOf } from './secrets.ts'
import { openShell } from './shell.ts'
import { type ShellText, shellText } from './shell-texts.ts'
import { confine } from './windows.ts'

/** A checkout may be told another data folder and a configuration; an installed build takes neither from outside. */
const fromOutside = app.isPackaged ? {} : process.env
if (fromOutside.PULT_DATA) app.setPath('userData', fromOutside.PULT_DATA)

const folders = shellFolders(
  import.meta.dirname,
  app.isPackaged ? process.resourcesPath : null,
  app.getPath('userData'),
)
const { surprise } = openShellLog(folders.log, () => new Date())

function say(key: ShellText, values: Readonly<Record<string, string>> = {}): void {
  const locale = app.getLocale()
  dialog.showErrorBox(shellText(locale, 'cannotStart'), shellText(locale, key, values))
}

/** The policy, or null after telling the person that it cannot be read. */
function policyOrTell(path: string): Policy | null {
  try {
    return readPolicy(path)
  } catch (error) {
    surprise(error)
    say('badPolicy', { policy: path })
    return null
  }
}

async function start(): Promise<void> {
  await app.whenReady()
  const path = policyPath(process.platform, process.env)
  const policy = policyOrTell(path)
  if (!policy) return app.exit(1)
  const refusal = await refusalOf(safeStorage, {
    platform: process.platform,
    allowPlain: policy.allowPlainSecrets || !app.isPackaged,
  })
  if (refusal) {
    say(refusal, { policy: path })
    return app.exit(1)
  }
  session.defaultSession.protocol.handle(
    pageScheme,
    pageHandler(listPages(folders.pages), { loopback: !app.isPackaged }),
  )
  guardPermissions(session.defaultSession)
  const core = new CoreHost({
    fork: () => utilityProcess.fork(folders.coreEntry, [], { serviceName: 'Pult core', stdio: 'inherit' }),
    settings: {
      dataFolder: folders.data,
      configFile: fromOutside.PULT_CONFIG ?? null,
      secretsKind: kindOf(safeStorage, process.platform),
    },
    secrets: new OsSecrets(safeStorage, join(folders.data, 'secrets.json')),
    surprise,
    now: () => performance.now(),
    random: Math.random,
  })
  openShell({ core, folders, policy, surprise, coreFails: () => say('coreFails', { log: folders.log }) })
}

app.enableSandbox()
protocol.registerSchemesAsPrivileged([privileges])
switchDevMediaOn(app.commandLine)
app.on('web-contents-created', (_event, contents) => confine(contents))
process.on('uncaughtException', surprise)
process.on('unhandledRejection', surprise)
if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    surprise(error)
    app.exit(1)
  })
} else {
  // Another Pult of this person runs: it got our arguments and comes to the front.
  app.quit()
}
