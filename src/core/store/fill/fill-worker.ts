/** The worker that works a snapshot into the next cache file, away from the thread that answers the windows. */
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { constants, createZstdDecompress } from 'node:zlib'
import { snapshotWindowLog } from '#wire/snapshot.ts'
import { isDiskFull } from '../../files/encrypted-db.ts'
import { FillFile } from './fill-file.ts'
import type { FillOrder, FromFiller, ToFiller } from './fill-messages.ts'
import { ImageReader } from './image-reader.ts'
import { Refused } from './refused.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker only')
const order = workerData as FillOrder
const tell = (message: FromFiller) => port.postMessage(message)

const file = new FillFile(order)
const hash = createHash('sha256')
let bytes = 0
let rawBytes = 0
let failed: unknown = null
const images = new ImageReader((image) => file.take(image))
const unzip = createZstdDecompress({
  params: { [constants.ZSTD_d_windowLogMax]: snapshotWindowLog },
  // Each piece is a turn of the thread pool: by the default of 16 KiB the large customers' copy took 28,000 of them.
  chunkSize: 1024 * 1024,
})
unzip.on('data', (chunk: Buffer) => {
  if (failed !== null) return
  try {
    rawBytes += chunk.length
    // More than was said: a small file must not become a large one.
    if (rawBytes > order.rawBytes) throw new Refused('size')
    images.push(chunk)
  } catch (error) {
    failed = error
  }
})
const closed = Promise.withResolvers<void>()
unzip.once('close', () => closed.resolve())
unzip.on('error', (error) => {
  failed ??= new Refused('packing', { cause: error })
})
/** What the stream does next, or its end by an error. */
const next = (event: 'drain' | 'end') =>
  Promise.race([new Promise<void>((resolve) => unzip.once(event, resolve)), closed.promise])

async function take(message: ToFiller): Promise<void> {
  if (message.type === 'bytes') {
    const chunk = Buffer.from(message.chunk.buffer, message.chunk.byteOffset, message.chunk.byteLength)
    bytes += chunk.length
    if (bytes > order.bytes) throw new Refused('size')
    hash.update(chunk)
    if (!unzip.write(chunk)) await next('drain')
    if (failed !== null) throw failed
    tell({ type: 'taken', bytes, rows: file.rows })
    return
  }
  if (bytes !== order.bytes) throw new Refused('size')
  if (hash.digest('hex') !== order.sha256) throw new Refused('hash')
  const ended = next('end')
  unzip.end()
  await ended
  if (failed !== null) throw failed
  if (rawBytes !== order.rawBytes) throw new Refused('size')
  images.end()
  file.finish()
  tell({ type: 'filled' })
}

let last: Promise<void> = Promise.resolve()
port.on('message', (message: ToFiller) => {
  last = last
    .then(() => take(message))
    .catch((error: unknown) => {
      file.discard()
      port.removeAllListeners('message')
      if (error instanceof Refused) tell({ type: 'refused', why: error.why })
      else if (isDiskFull(error)) tell({ type: 'refused', why: 'diskFull' })
      else
        setImmediate(() => {
          throw error
        })
    })
})
