import { join } from 'node:path'
import type { MessagePortMain } from 'electron'
import { logFile, nodePorts, readConfig, serveOnPort, startCore } from '#core/start-core.ts'
import { type CoreActivity, watchActivity } from './core-activity.ts'
import type { CoreSettings, FromCore, ToCore } from './core-messages.ts'
import { secretsOverPort } from './secrets-line.ts'

/**
 * The utility process: one core, on ports the main process hands over and never looks into. Its first message starts
 * it; pages that were handed over meanwhile are served as soon as it stands.
 */
const tell = (message: FromCore) => process.parentPort.postMessage(message)

type Running = { serve(port: MessagePortMain): void; activity: CoreActivity; close(): Promise<void> }
const standing = Promise.withResolvers<Running>()

async function start(settings: CoreSettings, secrets: MessagePortMain): Promise<Running> {
  const { dataFolder, configFile, secretsKind } = settings
  const log = logFile(join(dataFolder, 'log', 'core.jsonl'))
  process.on('uncaughtException', (error) => log.surprise('core.uncaught', error))
  process.on('unhandledRejection', (error) => log.surprise('core.unhandled', error))
  try {
    const core = await startCore(
      { ...nodePorts(dataFolder), log, secrets: { ...secretsOverPort(secrets), kind: secretsKind } },
      {
        folder: dataFolder,
        fillWorker: new URL('./fill-worker.js', import.meta.url),
        checkpointWorker: new URL('./checkpoint-worker.js', import.meta.url),
        ...(configFile !== null && { config: readConfig(configFile) }),
      },
    )
    const activity = watchActivity(
      (port) => serveOnPort(core, port),
      (count) => tell({ type: 'ringing', count }),
      (error) => log.surprise('core.activity', error),
    )
    return {
      serve(port) {
        serveOnPort(core, port)
        port.start()
      },
      activity,
      async close() {
        activity.stop()
        await core.close()
      },
    }
  } catch (error) {
    tell({ type: 'failed', reference: log.surprise('core.start', error) })
    throw error
  }
}

async function obey(message: ToCore, [port]: readonly MessagePortMain[]): Promise<void> {
  switch (message.type) {
    case 'start':
      if (!port) throw new Error('The core needs a port for its secrets')
      standing.resolve(start(message.settings, port))
      await standing.promise
      tell({ type: 'started' })
      break
    case 'page':
      if (port) (await standing.promise).serve(port)
      break
    case 'activity':
      tell({
        type: 'activity',
        ask: message.ask,
        activity: await (await standing.promise).activity.now().catch(() => null),
      })
      break
    case 'close':
      await (await standing.promise).close()
      process.exit(0)
  }
}

process.parentPort.on('message', ({ data, ports }) => {
  // A core that could not start or close ends; the main process starts it anew after a while.
  obey(data as ToCore, ports).catch(() => process.exit(1))
})
