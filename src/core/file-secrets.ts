import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Secrets } from './ports.ts'

const secretsFile = z.record(z.string(), z.string())

/**
 * Secrets in one file that only its owner may read (0600), for the web shell and for tests: whoever can read the
 * person's files can read these. Electron keeps its own in the system's secret store instead.
 */
export function fileSecrets(file: string): Secrets {
  const read = (): Record<string, string> => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw error
    }
    return secretsFile.parse(JSON.parse(text))
  }
  const write = (secrets: Record<string, string>) => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // Written whole beside and renamed, so that a cut never leaves half of the keys.
    const next = `${file}.next`
    writeFileSync(next, JSON.stringify(secrets), { mode: 0o600, flush: true })
    chmodSync(next, 0o600)
    renameSync(next, file)
  }
  return {
    kind: 'file',
    get: async (name) => read()[name] ?? null,
    set: async (name, value) => write({ ...read(), [name]: value }),
    remove: async (name) => {
      const { [name]: _removed, ...rest } = read()
      write(rest)
    },
  }
}
