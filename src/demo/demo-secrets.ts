import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Passwords of one demo on this machine, made at its first start; nothing of them stands in the program. */
export interface DemoSecrets {
  /** Extension → SIP password. */
  phones: Record<string, string>
  /** Login → password at the demo's desk. */
  people: Record<string, string>
  /** The desk's secret at the PBX's manager interface. */
  manager: string
}

/** Reads `demo-secrets.json` of the folder or makes it, readable by its owner alone. */
export function demoSecrets(
  folder: string,
  logins: readonly string[],
  extensions: readonly string[],
): DemoSecrets {
  const file = join(folder, 'demo-secrets.json')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const secret = () => randomBytes(12).toString('base64url')
  const made: DemoSecrets = {
    phones: Object.fromEntries(extensions.map((extension) => [extension, secret()])),
    people: Object.fromEntries(logins.map((login) => [login, secret()])),
    manager: secret(),
  }
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  return made
}
