import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = join(import.meta.dirname, '../../..')

/** The filling worker as a shell ships it: one file. From the sources each thread would first read 150 modules. */
export async function shippedWorker(): Promise<URL> {
  const folder = join(root, 'out/bench')
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      target: 'node24',
      rolldownOptions: {
        input: { 'fill-worker': join(root, 'src/core/store/fill/fill-worker.ts') },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
  return pathToFileURL(join(folder, 'fill-worker.mjs'))
}
