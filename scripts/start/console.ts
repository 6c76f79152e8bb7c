import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  AlreadyRunning,
  BadConfig,
  nodePorts,
  readConfig,
  serveOnSocket,
  startCore,
} from '#core/start-core.ts'
import { startWeb } from '#web/start-web.ts'
import { say } from './words.ts'

/** Something the person at the terminal can mend; the message is the whole sentence. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

export interface Console {
  address: string
  newAddress(): string
  close(): Promise<void>
}

/** The core and its loopback server in this process: the web shell. */
export async function startConsole(options: {
  folder: string
  configFile: string
  port: number
  root: string
}): Promise<Console> {
  const { folder, configFile, port, root } = options
  // From the sources each would first read 250 modules.
  const built = (worker: string) => pathToFileURL(join(root, 'out/main', worker))
  try {
    const config = readConfig(configFile)
    const core = await startCore(nodePorts(folder), {
      folder,
      config,
      fillWorker: built('fill-worker.js'),
      checkpointWorker: built('checkpoint-worker.js'),
    })
    const connect = (config.phone?.servers ?? []).map((server) => new URL(server).origin)
    const web = await startWeb({
      core: { serveSocket: (socket) => serveOnSocket(core, socket) },
      rendererFolder: join(root, 'out/renderer'),
      port,
      connect,
    }).catch(async (error) => {
      await core.close()
      throw error
    })
    return {
      address: web.address,
      newAddress: () => web.newAddress(),
      close: async () => {
        await web.close()
        await core.close()
      },
    }
  } catch (error) {
    if (error instanceof BadConfig) throw new StartRefused(say('badConfig', error.message))
    if (error instanceof AlreadyRunning) throw new StartRefused(say('folderInUse', folder))
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new StartRefused(say('portTaken', String(port)))
    throw error
  }
}
