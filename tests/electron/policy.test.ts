import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { policyPath, readPolicy } from '#electron/main/policy.ts'
import { shellText } from '#electron/main/shell-texts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pult-policy-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const policyOf = (text: string) => {
  writeFileSync(join(folder, 'policy.json'), text)
  return readPolicy(join(folder, 'policy.json'))
}

test('without a file the careful defaults hold', () => {
  expect(readPolicy(join(folder, 'none.json'))).toEqual({
    allowPlainSecrets: false,
    dialHotkey: 'Control+F2',
  })
})

test('IT may allow plain secrets, name its own update server, or turn updates off', () => {
  expect(policyOf('{"allowPlainSecrets":true}').allowPlainSecrets).toBe(true)
  expect(policyOf('{"updateUrl":"https://updates.example.org/pult"}').updateUrl).toBe(
    'https://updates.example.org/pult',
  )
  expect(policyOf('{"updateUrl":null}').updateUrl).toBeNull()
  expect(policyOf('{"dialHotkey":null}').dialHotkey).toBeNull()
})

test.each(['', '{', '[]', '{"allowPlainSecrets":"yes"}', '{"updateUrl":"http://plain.example.org"}'])(
  'a policy that cannot be read is not guessed at: %s',
  (text) => {
    expect(() => policyOf(text)).toThrow()
  },
)

test('the file lies where only an administrator writes', () => {
  expect(policyPath('linux', {})).toBe('/etc/pult/policy.json')
  expect(policyPath('win32', { PROGRAMDATA: 'D:\\Data' })).toContain('D:\\Data')
  expect(policyPath('darwin', {})).toMatch(/^\/Library\//)
})

test('the shell speaks Russian to Russians and English to everybody else, with the path filled in', () => {
  expect(shellText('ru-RU', 'quit')).toBe('Завершить работу')
  expect(shellText('de', 'quit')).toBe('Quit')
  expect(shellText('en', 'plainText', { policy: '/etc/pult/policy.json' })).toContain('/etc/pult/policy.json')
})
