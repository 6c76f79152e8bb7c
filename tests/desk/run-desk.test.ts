import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'

/** The embedded engine starts in seconds, on a busy machine in a dozen. */
const slow = 60_000
const root = join(import.meta.dirname, '../..')
let folder: string
const running: ChildProcess[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pult-run-desk-'))
})
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function desk(...args: string[]) {
  const { DATABASE_URL: _none, ...env } = process.env
  const child = spawn(
    process.execPath,
    [join(root, 'scripts/desk.ts'), '--folder', folder, '--port', '0', ...args],
    {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  running.push(child)
  const said: string[] = []
  const lines = createInterface({ input: child.stderr })
  lines.on('line', (line) => said.push(line))
  const ended = once(child, 'exit').then(([code]) => code as number)
  return {
    child,
    said,
    ended,
    async until(text: string): Promise<string> {
      const found = said.find((line) => line.includes(text))
      if (found !== undefined) return found
      for (;;) {
        const [line] = (await Promise.race([
          once(lines, 'line'),
          ended.then((code) => {
            throw new Error(`ended with ${code}: ${said.join(' | ')}`)
          }),
        ])) as [string]
        if (line.includes(text)) return line
      }
    },
  }
}

test(
  'the first start makes an admin whose password lies in a file of theirs; a second desk is refused; Ctrl+C ends it in order',
  async () => {
    const first = desk()
    const address = (await first.until('The desk is ready')).split(': ')[1]
    const file = (await first.until('The password is in')).split('is in ')[1] ?? ''
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const password = readFileSync(file, 'utf8').trim()
    expect(first.said.join()).not.toContain(password)
    const signIn = await fetch(`${address}/session/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [wireVersionHeader]: String(wireVersion) },
      body: JSON.stringify({ login: 'admin', password, consoleId: 'c' }),
    })
    expect(await signIn.json()).toMatchObject({ hello: { user: { role: 'admin' } } })

    const second = desk()
    expect(await second.ended).toBe(1)
    expect(second.said.join()).toContain(`in use by process ${first.child.pid}`)

    first.child.kill('SIGINT')
    expect(await first.ended).toBe(0)
    expect(first.said.at(-1)).toBe('The desk has ended.')

    const adding = desk('--add-user', 'anna', '--name', 'Анна', '--role', 'supervisor')
    expect(await adding.ended).toBe(0)
    expect(adding.said.join()).toContain('User anna (supervisor) was made')
  },
  4 * slow,
)
