import { join } from 'node:path'
import { build } from 'vite'
import { rendererConfig } from '../../../vite.config.ts'

/**
 * Builds the harness as the console itself is built, into the folder of its one argument. A program of its own: under a
 * test runner's NODE_ENV the pages would hold React's development build, slower by half and not what people get.
 */
const root = import.meta.dirname
const [outDir] = process.argv.slice(2)
if (outDir === undefined) throw new Error('into which folder?')
await build({
  ...rendererConfig,
  root,
  configFile: false,
  logLevel: 'error',
  build: {
    ...rendererConfig.build,
    outDir,
    emptyOutDir: true,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: { index: join(root, 'index.html') } },
  },
})
