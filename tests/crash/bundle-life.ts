import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleForNode } from '#tests/support/bundle-for-node.ts'

const root = join(import.meta.dirname, '../..')

export interface BundledLife {
  folder: string
  life: string
  fillWorker: string
  checkpointWorker: string
  remove(): void
}

/** The child and its workers as one file each: a process starts in a third of the time, and there are thousands. */
export async function bundleLife(): Promise<BundledLife> {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'crash-'))
  await bundleForNode(folder, {
    life: join(import.meta.dirname, 'life.ts'),
    'fill-worker': join(import.meta.dirname, 'fill-worker.ts'),
    'checkpoint-worker': join(root, 'src/core/store/checkpoint/checkpoint-worker.ts'),
  })
  return {
    folder,
    life: join(folder, 'life.mjs'),
    fillWorker: join(folder, 'fill-worker.mjs'),
    checkpointWorker: join(folder, 'checkpoint-worker.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
