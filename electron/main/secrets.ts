import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SafeStorage } from 'electron'
import { z } from 'zod'

/** The part of `safeStorage` used here: the asynchronous calls alone, the others are gone in Electron 46. */
export type Keychain = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

/** Why secrets cannot be kept on this machine; the shell words it and does not start. */
export type SecretsRefusal = 'noKeychain' | 'plainText'

/**
 * Does the operating system keep secrets here? On Linux without a secret store `safeStorage` uses a password that
 * is the same on every machine (`basic_text`): that is refused unless the machine's policy allows it.
 */
export async function refusalOf(
  keychain: Keychain,
  { platform, allowPlain }: { platform: NodeJS.Platform; allowPlain: boolean },
): Promise<SecretsRefusal | null> {
  if (platform === 'linux' && keychain.getSelectedStorageBackend() === 'basic_text' && !allowPlain) {
    return 'plainText'
  }
  return (await keychain.isAsyncEncryptionAvailable()) ? null : 'noKeychain'
}

/** Where the keys really lie, for the settings screen: the built-in password protects no more than the file's own rights. */
export const kindOf = (keychain: Keychain, platform: NodeJS.Platform): 'os' | 'file' =>
  platform === 'linux' && keychain.getSelectedStorageBackend() === 'basic_text' ? 'file' : 'os'

const fileForm = z.record(z.string(), z.string())

/** Name → secret, each encrypted by the operating system's key, in one file readable by its owner. */
export class OsSecrets {
  readonly #keychain: Keychain
  readonly #path: string
  /** One change of the file after the other, or the later of two would lose the earlier. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(keychain: Keychain, path: string) {
    this.#keychain = keychain
    this.#path = path
  }

  /** The secret, or null. A file that another account or machine wrote throws: its key is not ours. */
  async get(name: string): Promise<string | null> {
    const sealed = (await this.#read())[name]
    if (sealed === undefined) return null
    const { result, shouldReEncrypt } = await this.#keychain.decryptStringAsync(Buffer.from(sealed, 'base64'))
    if (shouldReEncrypt) await this.set(name, result)
    return result
  }

  async set(name: string, value: string): Promise<void> {
    const sealed = (await this.#keychain.encryptStringAsync(value)).toString('base64')
    await this.#change((all) => ({ ...all, [name]: sealed }))
  }

  async remove(name: string): Promise<void> {
    await this.#change((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== name)))
  }

  async #read(): Promise<Record<string, string>> {
    try {
      return fileForm.parse(JSON.parse(await readFile(this.#path, 'utf8')))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw error
    }
  }

  #change(change: (all: Record<string, string>) => Record<string, string>): Promise<void> {
    const done = this.#turn.then(async () => {
      const next = change(await this.#read())
      await mkdir(dirname(this.#path), { recursive: true })
      // Written aside and renamed: a power cut leaves the old file or the new one, never half of it.
      await writeFile(`${this.#path}.new`, JSON.stringify(next), { mode: 0o600, flush: true })
      await rename(`${this.#path}.new`, this.#path)
    })
    this.#turn = done.catch(() => {})
    return done
  }
}
