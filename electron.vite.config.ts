import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'electron-vite'
import { rendererConfig, rendererPages } from './vite.config.ts'

/** `{ name: path }` of the entries of one target that are on disk. */
function entries(folder: string, names: readonly string[]): Record<string, string> {
  const found = names
    .map((name) => [name, join(import.meta.dirname, 'electron', folder, `${name}.ts`)] as const)
    .filter(([, path]) => existsSync(path))
  return Object.fromEntries(found)
}

const mainEntries = {
  ...entries('main', ['index', 'core-process']),
  // The core starts them by their files: bundles of their own beside the core's.
  'fill-worker': join(import.meta.dirname, 'src/core/store/fill/fill-worker.ts'),
  'checkpoint-worker': join(import.meta.dirname, 'src/core/store/checkpoint/checkpoint-worker.ts'),
}
const preloadEntries = entries('preload', ['index'])

/** Tests of the shell alone bring pages of their own. */
const withPages = process.env.PULT_BUILD !== 'shell' && Object.keys(rendererPages()).length > 0

/** A target without an entry is left out: electron-vite refuses an empty one. */
export default defineConfig({
  ...(Object.keys(mainEntries).length > 0 && {
    main: {
      build: {
        outDir: 'out/main',
        target: 'node24',
        sourcemap: false,
        rolldownOptions: {
          input: mainEntries,
          output: { format: 'es' as const, entryFileNames: '[name].js' },
        },
      },
      // Fake microphone and media over loopback: electron/main/dev-media.ts. Left out of every other bundle.
      define: { __DEV_MEDIA__: JSON.stringify(process.env.PULT_DEV_MEDIA === '1') },
    },
  }),
  ...(Object.keys(preloadEntries).length > 0 && {
    preload: {
      build: {
        outDir: 'out/preload',
        target: 'node24',
        sourcemap: false,
        // A sandboxed preload can require nothing but electron: all of it goes into one CommonJS file.
        externalizeDeps: false,
        rolldownOptions: {
          input: preloadEntries,
          output: { format: 'cjs' as const, entryFileNames: '[name].cjs' },
        },
      },
    },
  }),
  ...(withPages && { renderer: rendererConfig }),
})
