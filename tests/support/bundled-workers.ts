import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundleForNode } from './bundle-for-node.ts'

declare module 'vitest' {
  interface ProvidedContext {
    bundledWorkers: string
  }
}

/**
 * Bundles the core's workers once for a whole run: a core that fills its cache starts three, and from the sources each
 * would take a second of the processor.
 */
export default async function bundleWorkers(project: TestProject): Promise<() => void> {
  const root = join(import.meta.dirname, '../..')
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'workers-'))
  await bundleForNode(folder, {
    'fill-worker': join(root, 'src/core/store/fill/fill-worker.ts'),
    'checkpoint-worker': join(root, 'src/core/store/checkpoint/checkpoint-worker.ts'),
  })
  project.provide('bundledWorkers', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
