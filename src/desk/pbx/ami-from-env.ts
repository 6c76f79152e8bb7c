import { readFileSync } from 'node:fs'
import type { AmiAddress } from './ami-connection.ts'

/** Where the PBX is missing a part of its settings; the message is for a person at a terminal. */
export class AmiSettingsIncomplete extends Error {
  override readonly name = 'AmiSettingsIncomplete'
}

/**
 * The PBX's manager interface from PULT_AMI_HOST, PULT_AMI_PORT (5038), PULT_AMI_USER and PULT_AMI_SECRET_FILE. The
 * secret is read from a file, so that it is in no process list and no environment dump. Null: no PBX.
 */
export function amiFromEnv(env: Readonly<Record<string, string | undefined>>): AmiAddress | null {
  const host = env.PULT_AMI_HOST
  if (host === undefined || host === '') return null
  const user = env.PULT_AMI_USER
  const file = env.PULT_AMI_SECRET_FILE
  if (user === undefined || file === undefined) {
    throw new AmiSettingsIncomplete('PULT_AMI_HOST needs PULT_AMI_USER and PULT_AMI_SECRET_FILE beside it.')
  }
  const port = Number(env.PULT_AMI_PORT ?? 5038)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new AmiSettingsIncomplete('PULT_AMI_PORT must be a port number.')
  }
  return { host, port, user, secret: readFileSync(file, 'utf8').trim() }
}
