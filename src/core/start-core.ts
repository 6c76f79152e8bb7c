import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CoreStatus } from '#bridge/session.ts'
import { Attachments } from './attachments/attachments.ts'
import { BlobFolder } from './attachments/blob-folder.ts'
import { Calls } from './calls/calls.ts'
import { Consents } from './calls/consents.ts'
import { DeafTimes } from './calls/deaf-times.ts'
import { Ledger } from './calls/ledger.ts'
import { dbKey } from './files/db-keys.ts'
import { lockFolder } from './files/lock.ts'
import { type CoreRouter, coreRouter } from './handlers/router.ts'
import { Handover } from './handover/handover.ts'
import { openOutbox } from './outbox/open-outbox.ts'
import type { Ports } from './ports.ts'
import { watchRoom } from './room-watch.ts'
import { applyConfig, signInByConfig } from './settings/apply-config.ts'
import type { Config } from './settings/config-file.ts'
import { Settings } from './settings/settings.ts'
import { StatusBoard } from './status.ts'
import { checkpointWorkerFile } from './store/checkpoint/checkpointer.ts'
import { fillWorkerFile } from './store/fill/cache-filler.ts'
import { encryptedDisk } from './store/open-cache.ts'
import { Store } from './store/store.ts'
import { DeskSession } from './sync/desk-session.ts'
import { Presence } from './sync/presence.ts'
import { FillControl } from './sync/snapshots/fill-control.ts'
import { ConversationShelf } from './take-back/conversation-shelf.ts'
import { Lease } from './trust/lease.ts'
import { wipe, wipedAt, wipeUnfinished } from './trust/wipe.ts'
import { keptAsideName, Workstation } from './workstation.ts'

export { httpDeskLink } from './desk-link-http.ts'
export { fileSecrets } from './file-secrets.ts'
export { AlreadyRunning } from './files/lock.ts'
export { logFile } from './log-file.ts'
export { nodePorts, systemClock } from './node-ports.ts'

export { serveOnPort, serveOnSocket } from './serve/serve.ts'
export { BadConfig, type Config, readConfig } from './settings/config-file.ts'

export interface CoreOptions {
  /** The person's own folder of this workstation: cache-*.db, outbox.db, core.lock. Made when missing (0700). */
  folder: string
  /** Addresses and accounts handed over by IT or the demo; they win over what was set before. */
  config?: Config
  /** The code of the worker that fills the cache, where a shell has bundled it; else that of this folder. */
  fillWorker?: URL
  /** The same of the worker that writes the cache's journal into its file. */
  checkpointWorker?: URL
}

export interface Core {
  /** Every verb of the bridge; `serveOnPort` and `serveOnSocket` carry it. */
  readonly router: CoreRouter
  readonly status: CoreStatus
  /** The parts, for tests and benchmarks; shells use the router alone. */
  readonly work: Workstation
  /** Ends streams and the link to the desk, writes what waits, lets go of the folder. */
  close(): Promise<void>
}

/**
 * Starts the workstation's core on a folder. Everything that fails on the way of a usual day (damaged cache, damaged
 * outbox, no desk) ends in `CoreStatus`, not here. Throws `AlreadyRunning` when another process holds the folder and
 * `OutboxTooNew` when a newer Pult wrote it.
 */
export async function startCore(
  ports: Ports,
  { folder, config, fillWorker = fillWorkerFile, checkpointWorker = checkpointWorkerFile }: CoreOptions,
): Promise<Core> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(folder)
  try {
    return await startLocked(ports, { folder, config, fillWorker, checkpointWorker }, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

async function startLocked(
  ports: Ports,
  { folder, config, fillWorker, checkpointWorker }: CoreOptions & { fillWorker: URL },
  unlock: () => void,
): Promise<Core> {
  const [cacheKey, outboxKey, blobKey] = await Promise.all([
    dbKey(ports.secrets, 'cache-key'),
    dbKey(ports.secrets, 'outbox-key'),
    dbKey(ports.secrets, 'blob-key'),
  ])
  const precious = openOutbox(join(folder, 'outbox.db'), outboxKey, ports.clock.now())
  const store = new Store(folder, cacheKey, encryptedDisk(checkpointWorker))
  const status = new StatusBoard({
    user: null,
    spaceName: null,
    desk: { state: 'none' },
    filling: null,
    searchPercent: null,
    asOf: asOfRows(store),
    pending: 0,
    notAccepted: 0,
    files: { cacheRebuilt: store.rebuiltAtStart, outboxKeptAside: null, diskFull: false },
    clockSkewMs: 0,
    secrets: ports.secrets.kind,
    lease: null,
    wipedAt: null,
  })
  const work = new Workstation(ports, store, precious.db, status)
  if (precious.keptAside !== null) work.durably(() => work.kept.set(keptAsideName, precious.keptAside))
  status.setFiles({ outboxKeptAside: work.kept.get(keptAsideName, z.string()) })
  work.fills = new FillControl(folder, fillWorker)
  const stopRoom = watchRoom(work)
  store.onRebuilt(() => {
    ports.log.warn('cache.rebuilt')
    status.setFiles({ cacheRebuilt: true })
    work.reference.forget()
    work.ticketsChanged.emit({ ids: [], all: true })
  })
  const closing = new AbortController()
  const settings = new Settings(work.kept, ports.secrets)
  const attachments = new Attachments(work, new BlobFolder(join(folder, 'blobs'), blobKey))
  const lease = new Lease(work)
  if (wipeUnfinished(work)) await wipe(work, settings, attachments)
  status.set({ wipedAt: wipedAt(work) })
  const calls = new Calls(work, () => settings.now.dialPlan, lease)
  const ledger = new Ledger(work)
  const deafTimes = new DeafTimes(work)
  const conversations = new ConversationShelf(work, calls)
  const presence = new Presence(work, calls)
  const desk = new DeskSession(work, settings, presence, lease, attachments)
  const handover = new Handover(work, calls, desk)
  ports.log.info('core.started', {
    cacheRebuilt: store.rebuiltAtStart,
    outboxKeptAside: precious.keptAside !== null,
    pending: status.now.pending,
  })
  if (config) await applyConfig(config, settings)
  desk.start()
  if (config) {
    // The window does not wait for a desk.
    signInByConfig(config, { work, desk }, closing.signal).catch((error: unknown) => {
      ports.log.surprise('config.signIn', error)
    })
  }
  return {
    router: coreRouter({
      work,
      calls,
      attachments,
      ledger,
      deafTimes,
      settings,
      desk,
      presence,
      lease,
      conversations,
      consents: new Consents(work, calls),
      handover,
      closing: closing.signal,
    }),
    get status() {
      return status.now
    },
    work,
    async close() {
      closing.abort()
      deafTimes.close()
      presence.close()
      await desk.close()
      handover.close()
      conversations.close()
      calls.close()
      ledger.close()
      stopRoom()
      lease.close()
      attachments.close()
      work.texts.close()
      store.close()
      precious.db.close()
      unlock()
      ports.log.info('core.closed')
    },
  }
}

/** The oldest of the feeds speaks for the whole. */
function asOfRows(store: Store): number | null {
  const known = store.shapeStates().map(({ asOf }) => asOf)
  return known.length === 0 || known.includes(null) ? null : Math.min(...known.map((at) => at ?? 0))
}
