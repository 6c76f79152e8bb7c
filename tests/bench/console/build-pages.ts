import { join } from 'node:path'
import { build } from 'vite'
import { rendererConfig } from '../../../vite.config.ts'

const root = join(import.meta.dirname, '../../..')

/** Builds the pages as production does, into a folder of the benchmarks' own, so that no other build takes them away. */
export async function buildPages(): Promise<string> {
  const outDir = join(root, '.cache/bench/pages')
  await build({
    ...rendererConfig,
    configFile: false,
    logLevel: 'error',
    build: { ...rendererConfig.build, outDir },
  })
  return outDir
}
