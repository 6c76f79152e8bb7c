import { join } from 'node:path'
import { build } from 'electron-vite'

/**
 * `npm run build`: bundles the desktop shell (out/main, out/preload) and the pages (out/renderer).
 * It needs no Electron binary.
 */
const root = join(import.meta.dirname, '..')
process.chdir(root)
await build({ root, configFile: join(root, 'electron.vite.config.ts'), logLevel: 'warn', mode: 'production' })
