import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Keychain, kindOf, OsSecrets, refusalOf } from '#electron/main/secrets.ts'
import { type LinePort, secretsOverPort, serveSecrets } from '#electron/main/secrets-line.ts'

/** A key store that scrambles; `generation` changes when the operating system rotates its key. */
class FakeKeychain implements Keychain {
  available = true
  generation = 1
  backend: ReturnType<Keychain['getSelectedStorageBackend']> = 'gnome_libsecret'
  async isAsyncEncryptionAvailable() {
    return this.available
  }
  async encryptStringAsync(text: string) {
    return Buffer.from(`v${this.generation}${Buffer.from(text).toString('hex')}`)
  }
  async decryptStringAsync(sealed: Buffer) {
    const [, generation, hex] = /^v(\d)(.*)$/.exec(sealed.toString()) ?? []
    if (hex === undefined) throw new Error('not ours')
    return {
      shouldReEncrypt: Number(generation) !== this.generation,
      result: Buffer.from(hex, 'hex').toString(),
    }
  }
  getSelectedStorageBackend() {
    return this.backend
  }
}

let folder: string
let path: string
let keychain: FakeKeychain
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pult-secrets-'))
  path = join(folder, 'data', 'secrets.json')
  keychain = new FakeKeychain()
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('secrets of the operating system', () => {
  test('are kept over a restart, never in plain text, in a file of the owner alone', async () => {
    await new OsSecrets(keychain, path).set('cache-key', 'correct horse')
    expect(await new OsSecrets(keychain, path).get('cache-key')).toBe('correct horse')
    expect(readFileSync(path, 'utf8')).not.toContain('correct')
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('that were never set are null, and gone when removed', async () => {
    const secrets = new OsSecrets(keychain, path)
    expect(await secrets.get('none')).toBeNull()
    await secrets.set('a', '1')
    await secrets.set('b', '2')
    await secrets.remove('a')
    expect([await secrets.get('a'), await secrets.get('b')]).toEqual([null, '2'])
  })

  test('set at the same time do not lose each other', async () => {
    const secrets = new OsSecrets(keychain, path)
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => secrets.set(name, name.toUpperCase())))
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => secrets.get(name)))).toEqual([
      'A',
      'B',
      'C',
      'D',
    ])
  })

  test('are sealed anew when the operating system has a new key', async () => {
    const secrets = new OsSecrets(keychain, path)
    await secrets.set('a', 'x')
    const before = readFileSync(path, 'utf8')
    keychain.generation = 2
    expect(await secrets.get('a')).toBe('x')
    expect(readFileSync(path, 'utf8')).not.toBe(before)
  })

  test('of another account or a damaged file are a surprise, not an empty store', async () => {
    const secrets = new OsSecrets(keychain, path)
    await secrets.set('a', 'x')
    writeFileSync(path, JSON.stringify({ a: Buffer.from('sealed elsewhere').toString('base64') }))
    await expect(secrets.get('a')).rejects.toThrow('not ours')
    writeFileSync(path, '{"a":')
    await expect(secrets.get('a')).rejects.toThrow()
    await expect(secrets.set('b', 'y')).rejects.toThrow()
  })
})

describe('a machine without a key store', () => {
  test.each([
    ['linux', 'gnome_libsecret', true, false, null],
    ['linux', 'kwallet6', true, false, null],
    ['linux', 'basic_text', true, false, 'plainText'],
    ['linux', 'basic_text', true, true, null],
    ['linux', 'gnome_libsecret', false, true, 'noKeychain'],
    ['win32', 'unknown', true, false, null],
    ['darwin', 'unknown', false, false, 'noKeychain'],
  ] as const)(
    '%s with %s, available %s, plain allowed %s: %s',
    async (platform, backend, available, allowPlain, refusal) => {
      keychain.backend = backend
      keychain.available = available
      expect(await refusalOf(keychain, { platform, allowPlain })).toBe(refusal)
    },
  )
})

test('a built-in password is called what it is: a file', () => {
  expect(kindOf(keychain, 'linux')).toBe('os')
  keychain.backend = 'basic_text'
  expect(kindOf(keychain, 'linux')).toBe('file')
  expect(kindOf(keychain, 'win32')).toBe('os')
})

describe('the line from the core process', () => {
  /** Node's ports give the data itself; Electron's give a message around it. */
  const asLine = (port: import('node:worker_threads').MessagePort): LinePort => ({
    postMessage: (message) => port.postMessage(message),
    on: (_event, listener) => port.on('message', (data: unknown) => listener({ data })),
    start: () => port.start(),
  })

  function line() {
    const { port1, port2 } = new MessageChannel()
    const surprises: unknown[] = []
    serveSecrets(asLine(port1), new OsSecrets(keychain, path), (error) => surprises.push(error))
    return { secrets: secretsOverPort(asLine(port2)), raw: port2, surprises, close: () => port1.close() }
  }

  test('carries all three verbs', async () => {
    const { secrets, close } = line()
    expect(await secrets.get('a')).toBeNull()
    await secrets.set('a', 'пароль')
    expect(await secrets.get('a')).toBe('пароль')
    await secrets.remove('a')
    expect(await secrets.get('a')).toBeNull()
    close()
  })

  test('a failure is told without its text, which stays in the main process', async () => {
    const { secrets, surprises, close } = line()
    keychain.encryptStringAsync = async () => {
      throw new Error('detail of the key store')
    }
    await expect(secrets.set('a', 'x')).rejects.toThrow(/^The main process could not use the secret store$/)
    expect(String(surprises[0])).toContain('detail of the key store')
    close()
  })

  test('names that are paths, and questions of another form, are not answered', async () => {
    const { raw, secrets, surprises, close } = line()
    for (const noise of [
      null,
      'get',
      { id: 1 },
      { id: 1, verb: 'get', name: '../../x' },
      { id: 1, verb: 'all' },
    ]) {
      raw.postMessage(noise)
    }
    await secrets.get('a')
    expect(surprises).toHaveLength(5)
    close()
  })
})
