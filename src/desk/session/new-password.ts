import { randomInt } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Letters and digits that are not mistaken for one another when they are read from a screen. */
const alphabet = 'abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679'

/** Twenty random characters in groups of five: 111 bits. */
export function newPassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

/**
 * Writes a password to a file only its owner may read, instead of a terminal that remembers and a process list that
 * shows. Answers the file's path.
 */
export async function writePassword(folder: string, login: string, password: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `password-of-${login.replace(/[^\w.-]/g, '_')}.txt`)
  // Made anew, so that an older file's rights do not stay.
  await rm(file, { force: true })
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' })
  return file
}
