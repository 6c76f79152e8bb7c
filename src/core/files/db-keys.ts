import { randomBytes } from 'node:crypto'
import type { Secrets } from '../ports.ts'
import type { DbKey } from './encrypted-db.ts'

/** Keys of this machine's files: each its own. */
export type KeyName = 'cache-key' | 'outbox-key' | 'blob-key'

/** The key of one database out of the secret store; made on first use, or when what is there is no key. */
export async function dbKey(secrets: Secrets, name: KeyName): Promise<DbKey> {
  const kept = await secrets.get(name)
  if (kept !== null && /^[0-9a-f]{64}$/.test(kept)) return kept
  return await newDbKey(secrets, name)
}

/** Another key in the place of the old one, which is gone for good. */
export async function newDbKey(secrets: Secrets, name: KeyName): Promise<DbKey> {
  const made = randomBytes(32).toString('hex')
  await secrets.set(name, made)
  return made
}
