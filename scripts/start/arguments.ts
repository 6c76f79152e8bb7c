import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartArguments {
  window: boolean
  /** A real PBX and desk instead of the demo. */
  config: string | null
  size: 'small' | 'usual' | 'large'
  /** Where cache, outbox, keys and (in the demo) the desk's database lie. */
  folder: string
  /** Of the console's own server; 0: any free one. */
  port: number
}

/** Reads what stands behind `npm start --`. Throws an Error whose message is the word that was not understood. */
export function readArguments(words: readonly string[], root: string): StartArguments {
  const parsed = parseArgs({
    args: [...words],
    options: {
      'no-window': { type: 'boolean', default: false },
      config: { type: 'string' },
      size: { type: 'string', default: 'small' },
      folder: { type: 'string' },
      port: { type: 'string', default: '0' },
    },
    strict: true,
  }).values
  const { size } = parsed
  if (size !== 'small' && size !== 'usual' && size !== 'large') throw new Error(`--size ${size}`)
  const port = Number(parsed.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${parsed.port}`)
  return {
    window: !parsed['no-window'],
    config: parsed.config === undefined ? null : resolve(parsed.config),
    size,
    folder: resolve(parsed.folder ?? join(root, '.pult', parsed.config === undefined ? 'demo' : 'console')),
    port,
  }
}
