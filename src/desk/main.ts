import type { AddressInfo } from 'node:net'
import type { Db } from './db/db.ts'
import { isUnavailable } from './db/db.ts'
import { FolderInUse } from './db/folder-lock.ts'
import { type DatabasePlace, openDatabase } from './db/open-database.ts'
import { postgresDb } from './db/postgres-db.ts'
import { NatsSettingsRefused } from './doorbell/doorbell-from-env.ts'
import { buildDesk, type DeskOptions } from './http/build-desk.ts'
import { AmiSettingsIncomplete } from './pbx/ami-from-env.ts'
import { BadRoleFeeds } from './session/role-feeds.ts'
import { UserRefused } from './session/users.ts'

export interface RunningDesk {
  /** `http://host:port` */
  address: string
  /** Ends streams, finishes what is under way, closes the database. */
  close(): Promise<void>
}

export interface RunOptions extends Omit<DeskOptions, 'db'> {
  db: Db
  host: string
  /** 0: any free port. */
  port: number
}

/** Builds a desk over an open database and listens. The database is closed with it. */
export async function runDesk({ db, host, port, ...options }: RunOptions): Promise<RunningDesk> {
  const app = await buildDesk({ db, ...options })
  await app.listen({ host, port })
  const address = app.server.address() as AddressInfo
  return {
    address: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    async close() {
      await app.close()
      await db.close()
    },
  }
}

/** The streaming replicas of `DATABASE_REPLICA_URLS` (with commas between). Nothing is asked of them yet. */
export function replicasFromEnv(env: Readonly<Record<string, string | undefined>>): Db[] {
  const urls = (env.DATABASE_REPLICA_URLS ?? '').split(',').map((url) => url.trim())
  return urls.filter((url) => url !== '').map((url) => postgresDb(url))
}

/** Opens the database of `DATABASE_URL` where that is set, else the embedded one in the folder. */
export function databasePlace(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): DatabasePlace {
  return env.DATABASE_URL ? { url: env.DATABASE_URL } : { folder }
}

export { openDatabase }

/** What stopped the desk, as a sentence for a person at a terminal; null: a surprise. */
export function sentenceFor(error: unknown): string | null {
  if (
    error instanceof FolderInUse ||
    error instanceof UserRefused ||
    error instanceof AmiSettingsIncomplete ||
    error instanceof BadRoleFeeds ||
    error instanceof NatsSettingsRefused
  ) {
    return error.message
  }
  if (!(error instanceof Error)) return null
  if ('code' in error && error.code === 'EADDRINUSE') {
    return 'The port is taken by another program. Give the desk another one with --port.'
  }
  if ('code' in error && error.code === 'EACCES')
    return `The desk may not open ${String('path' in error ? error.path : 'the port')}.`
  if (isUnavailable(error))
    return 'The database of DATABASE_URL does not answer. Check that it runs and can be reached.'
  if ('code' in error && typeof error.code === 'string' && /^(28|3D)/.test(error.code)) {
    return 'The database of DATABASE_URL refused the login, or there is no such database.'
  }
  return /install a newer desk/.test(error.message) ? error.message : null
}
