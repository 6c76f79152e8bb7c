import { createRequire } from 'node:module'
import { join } from 'node:path'

/** As much of PouchDB as the benchmark uses; its own types are not installed. */
export interface Pouch {
  bulkDocs(docs: readonly PouchDoc[]): Promise<unknown[]>
  put(doc: PouchDoc): Promise<unknown>
  info(): Promise<{ doc_count: number }>
  replicate: {
    from(url: string, options: { batch_size: number; live?: false }): Promise<{ docs_written: number }>
    from(url: string, options: { live: true; retry: true; since?: string }): PouchReplication
    to(url: string, options: { batch_size: number }): Promise<{ docs_written: number }>
  }
  close(): Promise<void>
}

export interface PouchDoc {
  _id: string
  [field: string]: unknown
}

export interface PouchReplication {
  on(event: 'change', listener: (change: { docs: readonly PouchDoc[] }) => void): PouchReplication
  on(event: 'paused' | 'complete' | 'error', listener: () => void): PouchReplication
  cancel(): void
}

export interface PouchMaker {
  new (name: string): Pouch
  defaults(options: { prefix: string }): PouchMaker
}

type Mount = (path: string, handler: unknown) => void
export interface PouchPieces {
  PouchDB: PouchMaker
  express: () => {
    use: Mount
    listen(port: number, host: string, ready: () => void): { address(): { port: number } }
  }
  serve: (maker: PouchMaker, options: object) => unknown
}

/** The installed peers. */
export function pouchFrom(folder: string): PouchPieces {
  const require = createRequire(join(folder, 'package.json'))
  return { PouchDB: require('pouchdb'), express: require('express'), serve: require('express-pouchdb') }
}
