import { join } from 'node:path'
import { build } from 'electron-vite'

/**
 * `npm run build`: bundles the desktop shell (out/main, out/preload) and the pages (out/renderer).
 * It needs no Electron binary.
 */
const root = join(import.meta.dirname, '..')
process.chdir(root)
try {
  await build({
    root,
    configFile: join(root, 'electron.vite.config.ts'),
    logLevel: 'warn',
    mode: 'production',
  })
} catch (error) {
  // The bundler's message holds file, line and reason; its stack is the bundler's own.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
