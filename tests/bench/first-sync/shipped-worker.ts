import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleForNode } from '#tests/support/bundle-for-node.ts'

const root = join(import.meta.dirname, '../../..')

/** The filling worker as a shell ships it. */
export async function shippedWorker(): Promise<URL> {
  const folder = join(root, '.cache/bench/workers')
  await bundleForNode(folder, { 'fill-worker': join(root, 'src/core/store/fill/fill-worker.ts') })
  return pathToFileURL(join(folder, 'fill-worker.mjs'))
}
