import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { say } from './words.ts'

const sources = [
  'renderer',
  'electron',
  'src',
  'scripts/vite',
  'vite.config.ts',
  'electron.vite.config.ts',
  'package-lock.json',
]

/** What a console started from here loads of a build: its pages, and the workers of its core. */
const needed = ['out/renderer/shell/index.html', 'out/main/fill-worker.js', 'out/main/checkpoint-worker.js']

/** Builds unless what is needed lies in out/ and is newer than every source. Answers false when the build failed. */
export async function ensureBuilt(root: string, print: (line: string) => void): Promise<boolean> {
  const newestSource = Math.max(...sources.map((name) => newest(join(root, name))))
  const isFresh = (file: string) => existsSync(file) && statSync(file).mtimeMs > newestSource
  if (needed.every((name) => isFresh(join(root, name)))) return true
  print(say('building'))
  const began = performance.now()
  const child = spawn(process.execPath, [join(root, 'scripts/build.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  print(code === 0 ? say('built', ((performance.now() - began) / 1000).toFixed(0)) : say('buildFailed'))
  return code === 0
}

function newest(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(
    stat.mtimeMs,
    ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(path, name)).mtimeMs,
    ),
  )
}
