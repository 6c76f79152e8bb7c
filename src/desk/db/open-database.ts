import type { Db } from './db.ts'
import { migrate } from './migrate.ts'
import { pgliteDb } from './pglite-db.ts'
import { postgresDb } from './postgres-db.ts'

export interface DatabasePlace {
  /** `postgres://…`: a real server. Carries a password: it comes from the environment, never from argv. */
  url?: string
  /** Folder of the embedded engine, used when there is no `url`; `null` keeps everything in memory. */
  folder?: string | null
  poolMax?: number
}

/** Opens the desk's database and brings it to the newest schema. Throws `FolderInUse` for a folder held by another desk. */
export async function openDatabase({ url, folder, poolMax }: DatabasePlace): Promise<Db> {
  if (url === undefined && folder === undefined) throw new Error('openDatabase needs a url or a folder')
  const db = url === undefined ? await pgliteDb(folder ?? null) : postgresDb(url, { poolMax })
  try {
    await migrate(db)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}
