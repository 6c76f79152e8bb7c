import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject } from 'vitest'

/** Where the workers of a core lie that a test starts. */
export function coreWorkers(): { fillWorker: URL; checkpointWorker: URL } {
  const file = (name: string) => pathToFileURL(join(inject('bundledWorkers'), name))
  return { fillWorker: file('fill-worker.mjs'), checkpointWorker: file('checkpoint-worker.mjs') }
}
