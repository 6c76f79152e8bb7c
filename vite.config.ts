import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { UserConfig } from 'vite'
import { compileSipGrammarPlugin } from './scripts/vite/compile-sip-grammar.ts'
import { noInlineCodePlugin } from './scripts/vite/no-inline-code.ts'
import { zodWithoutEvalPlugin } from './scripts/vite/zod-without-eval.ts'

const rendererRoot = join(import.meta.dirname, 'renderer')

/** Every `renderer/NAME/index.html`, by NAME. */
export function rendererPages(root = rendererRoot): Record<string, string> {
  if (!existsSync(root)) return {}
  const pages = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'index.html')))
    .map((entry) => [entry.name, join(root, entry.name, 'index.html')] as const)
  return Object.fromEntries(pages)
}

/** The pages people see and hear: one build for the Electron shell and for the web shell. */
export const rendererConfig: UserConfig = {
  root: rendererRoot,
  base: './',
  plugins: [compileSipGrammarPlugin(), zodWithoutEvalPlugin(), react(), noInlineCodePlugin()],
  build: {
    outDir: join(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome150',
    minify: true,
    sourcemap: false,
    // The policy allows no data: addresses and no script but files: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Pages come from the disk of the workstation: one file is read faster than many, up to a MiB or so.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: rendererPages() },
  },
}

export default rendererConfig
