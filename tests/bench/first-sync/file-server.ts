import { createReadStream } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Chunks of a slowed line: small enough to be even, large enough for a timer. */
const pieceBytes = 64 * 1024

export interface FileServer {
  address: string
  close(): Promise<void>
}

/**
 * Serves files and texts by path on the loopback; `bytesPerS` slows everything that is sent at the same time to that
 * rate together.
 */
export async function fileServer(
  answer: (path: string) => { file: string } | { json: string } | null,
  bytesPerS = Number.POSITIVE_INFINITY,
): Promise<FileServer> {
  const line = slowLine(bytesPerS)
  const server = createServer((request, response) => {
    const found = answer(request.url ?? '')
    if (found === null) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
    } else if ('json' in found) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(found.json)
    } else {
      response.writeHead(200, { 'content-type': 'application/zstd' })
      send(found.file, response, line).catch((error: unknown) => response.destroy(error as Error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

async function send(
  file: string,
  response: ServerResponse,
  line: (bytes: number) => Promise<void>,
): Promise<void> {
  for await (const piece of createReadStream(file, { highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
    await line(piece.length)
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve))
  }
  response.end()
}

/** Waits until so many bytes have their turn on the line. */
function slowLine(bytesPerS: number): (bytes: number) => Promise<void> {
  if (!Number.isFinite(bytesPerS)) return () => Promise.resolve()
  let free = performance.now()
  return async (bytes) => {
    const now = performance.now()
    free = Math.max(free, now) + (bytes / bytesPerS) * 1000
    if (free - now > 1) await new Promise((resolve) => setTimeout(resolve, free - now))
  }
}
