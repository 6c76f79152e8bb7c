import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { Emitter } from '#shared/emitter.ts'
import type { Db, Sql, SqlRow } from './db.ts'
import { lockFolder } from './folder-lock.ts'

const int8 = 20

/**
 * Embedded PostgreSQL in a folder (`null`: in memory, for tests). Transactions run one at a time. PGlite itself
 * lets two processes open one folder and ruin it, so the folder carries a lock file of ours.
 * Throws `FolderInUse` when another process has it.
 */
export async function pgliteDb(folder: string | null): Promise<Db> {
  const unlock = folder === null ? () => undefined : await lockFolder(folder)
  const commits = new Emitter<void>()
  let engine: PGlite
  try {
    if (folder !== null) await mkdir(join(folder, 'pg'), { recursive: true, mode: 0o700 })
    const parsers = { [int8]: Number }
    engine = await PGlite.create(folder === null ? { parsers } : { dataDir: join(folder, 'pg'), parsers })
  } catch (error) {
    unlock()
    throw error
  }
  const outside = sqlOn(engine)
  return {
    kind: 'pglite',
    async query<Row extends SqlRow>(text: string, params?: readonly unknown[]) {
      const rows = await outside.query<Row>(text, params)
      // A statement of its own commits by itself. Only plain writes wake: the tailer's own look is a `with … select`.
      if (/^\s*(insert|update|delete)\b/i.test(text)) commits.emit()
      return rows
    },
    arrays: outside.arrays,
    async transaction(work, { readOnly = false } = {}) {
      const value = await engine.transaction(async (tx) => {
        if (readOnly) await tx.exec('set transaction isolation level repeatable read, read only')
        return await work(sqlOn(tx))
      })
      if (!readOnly) commits.emit()
      return value
    },
    async script(text) {
      await engine.exec(text)
    },
    onCommit: (listener) => commits.on(listener),
    async close() {
      try {
        await engine.close()
      } finally {
        unlock()
      }
    },
  }
}

function sqlOn(target: PGlite | Transaction): Sql {
  return {
    async query<Row extends SqlRow>(text: string, params: readonly unknown[] = []) {
      const { rows } = await target.query<Row>(text, [...params])
      return rows
    },
    async arrays(text, params = []) {
      const { rows } = await target.query<unknown[]>(text, [...params], { rowMode: 'array' })
      return rows
    },
  }
}
