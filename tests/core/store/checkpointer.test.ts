import { readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openEncrypted, type Sqlite } from '#core/files/encrypted-db.ts'
import { checkpointStates } from '#core/store/checkpoint/checkpoint-messages.ts'
import { Checkpointer, checkpointWorkerFile } from '#core/store/checkpoint/checkpointer.ts'
import { type CacheDisk, cacheFile, encryptedDisk } from '#core/store/open-cache.ts'
import { type FeedPage, Store } from '#core/store/store.ts'
import { ticketRow } from '#tests/desk/floor/company.ts'
import { workFolder } from '../support/work-folder.ts'

const key = 'ab'.repeat(32)
/** A fortieth of the real limits: 0.1, 1.6 and 6.4 MB. */
const pages = { worth: 25, many: 400, tooMany: 1_600 }

function openDb(file: string): Sqlite {
  const db = openEncrypted(file, key, { synchronous: 'NORMAL', cacheKiB: 4_096 })
  db.exec('create table if not exists box (bytes blob)')
  return db
}

function checked(workerFile = checkpointWorkerFile) {
  const file = join(workFolder(), 'cache.db')
  const db = openDb(file)
  const checkpointer = new Checkpointer(db, [{ schema: 'main', file }], key, workerFile, pages)
  onTestFinished(() => {
    checkpointer.settle()
    db.close()
  })
  const put = db.prepare('insert into box values (randomblob(?))')
  return {
    file,
    db,
    checkpointer,
    /** One commit of so many MiB. */
    write(mib: number) {
      put.run(mib * 1024 * 1024)
      checkpointer.wrote()
    },
    /** Pages of the journal that are not in the file yet. */
    left() {
      const [, written, copied] = db.prepare('pragma wal_checkpoint(noop)').raw().get() as number[]
      return (written as number) - (copied as number)
    },
  }
}

/** Who of this process has the file open, its journal included. */
function handlesOn(file: string): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(file) ? [path] : []
    } catch {
      return []
    }
  })
}

test('a journal that has grown is written into its file by the worker once it is quiet, not by a commit', async () => {
  const { write, left } = checked()
  write(1)
  expect(left()).toBeGreaterThan(250)
  await expect.poll(left, { timeout: 20_000 }).toBe(0)
})

test('where it is never quiet, the worker comes after many pages', async () => {
  const { write, left } = checked()
  write(1)
  write(1)
  expect(left()).toBeGreaterThan(400)
  // Shorter than any quiet: what comes after it is not the timer's.
  for (const until = performance.now() + 20_000; left() > 400 && performance.now() < until; ) {
    write(0)
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(left()).toBeLessThan(400)
})

test('without its worker the journal grows to its limit at most', () => {
  const { write, left } = checked(pathToFileURL('/nowhere/checkpoint-worker.ts'))
  for (let nth = 0; nth < 6; nth++) write(1)
  expect(left()).toBeGreaterThan(1_500)
  write(1)
  expect(left()).toBe(0)
})

/** Takes the file as the worker does and keeps it open for a while. */
const slowWorker = `
  import { closeSync, openSync } from 'node:fs'
  import { workerData } from 'node:worker_threads'
  const { file, state } = workerData
  if (Atomics.compareExchange(state, 0, ${checkpointStates.mayOpen}, ${checkpointStates.open}) === ${checkpointStates.mayOpen}) {
    const handle = openSync(file)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    closeSync(handle)
    Atomics.store(state, 0, ${checkpointStates.over})
    Atomics.notify(state, 0)
  }`

test.skipIf(process.platform !== 'linux')('a worker that is at the file is waited for', async () => {
  const workerFile = join(workFolder(), 'slow-worker.mjs')
  writeFileSync(workerFile, slowWorker)
  const { file, checkpointer, write } = checked(pathToFileURL(workerFile))
  write(2)
  const handles = handlesOn(file).length
  await expect.poll(() => handlesOn(file).length, { interval: 5, timeout: 20_000 }).toBe(handles + 1)
  checkpointer.settle()
  expect(handlesOn(file)).toHaveLength(handles)
})

const disk: CacheDisk = {
  ...encryptedDisk(),
  checkpoints: (db, folder, key) =>
    new Checkpointer(
      db,
      [{ schema: 'hot', file: cacheFile(folder, 'hot') }],
      key,
      checkpointWorkerFile,
      pages,
    ),
}

const page = (from: string | null, to: string, n: number): FeedPage => ({
  from,
  to,
  more: false,
  changes: Array.from({ length: 400 }, (_, at) => {
    const row = ticketRow(`t-${n}-${at}`, { subject: 'Касса не печатает', description: 'x'.repeat(8_000) })
    return { e: 'ticket', id: row.id, op: 'put', v: 1, row }
  }),
  at: 1,
  lastN: null,
})

test.each(['swapIn', 'rebuild', 'close'] as const)(
  '%s while a worker may be at the file goes on with a whole one',
  (how) => {
    const folder = workFolder()
    const elsewhere = workFolder()
    for (let nth = 0; nth < 4; nth++) {
      const other = new Store(elsewhere, key)
      other.resetShape('hot')
      other.applyPage('hot', page(null, 'x', 100 + nth))
      other.close()
      const store = new Store(folder, key, disk)
      store.resetShape('hot')
      expect(store.applyPage('hot', page(null, 'a', nth)).kind).toBe('applied')
      if (how === 'swapIn') {
        store.swapIn('hot', cacheFile(elsewhere, 'hot'))
        expect(store.get('ticket', `t-${100 + nth}-7`)).not.toBeNull()
      } else if (how === 'rebuild') {
        store.rebuild()
        expect(store.get('ticket', `t-${nth}-7`)).toBeNull()
      }
      store.close()
      const again = new Store(folder, key)
      expect(again.rebuiltAtStart).toBe(false)
      if (how === 'close') expect(again.get('ticket', `t-${nth}-399`)).not.toBeNull()
      again.close()
    }
  },
)
