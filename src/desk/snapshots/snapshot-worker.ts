/** The worker that turns rows into a snapshot file: images, zstd, SHA-256, all away from the desk's own thread. */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { constants, createZstdCompress } from 'node:zlib'
import type { Entity } from '#domain/entities.ts'
import { snapshotWindowLog } from '#wire/snapshot.ts'
import { ImageMaker } from './image-maker.ts'

export type ToSnapshotWorker = { type: 'rows'; entity: Entity; json: string } | { type: 'end' }
export type FromSnapshotWorker =
  | { type: 'taken' }
  | { type: 'made'; bytes: number; rawBytes: number; rows: number; sha256: string }

/** Smaller by a tenth than the default at a third more time: it is made once and fetched by every console. */
const level = 6

const port = parentPort
if (port === null) throw new Error('runs as a worker only')
const { file } = workerData as { file: string }

const hash = createHash('sha256')
const out = openSync(file, 'wx', 0o600)
let bytes = 0
let rawBytes = 0
const zip = createZstdCompress({
  params: {
    [constants.ZSTD_c_compressionLevel]: level,
    [constants.ZSTD_c_windowLog]: snapshotWindowLog,
  },
})
zip.on('data', (chunk: Buffer) => {
  hash.update(chunk)
  writeSync(out, chunk)
  bytes += chunk.length
})
const maker = new ImageMaker(async (image) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(image.length)
  rawBytes += length.length + image.length
  zip.write(length)
  if (!zip.write(image)) await once(zip, 'drain')
})

async function obey(message: ToSnapshotWorker): Promise<FromSnapshotWorker> {
  if (message.type === 'rows') {
    await maker.take(message.entity, message.json)
    return { type: 'taken' }
  }
  const rows = await maker.end()
  const ended = once(zip, 'end')
  zip.end()
  await ended
  fsyncSync(out)
  closeSync(out)
  return { type: 'made', bytes, rawBytes, rows, sha256: hash.digest('hex') }
}

port.on('message', (message: ToSnapshotWorker) => {
  obey(message).then(
    (answer) => port.postMessage(answer),
    // Ends the worker with the error: whoever waits for the answer is told.
    (error: unknown) =>
      setImmediate(() => {
        throw error
      }),
  )
})
