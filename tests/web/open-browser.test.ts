import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findBrowser, openBrowser } from '#web/open-browser.ts'

test('the browser a person names comes first, then the installed ones in order', () => {
  const installed = new Set(['/usr/bin/chromium', '/opt/own/chrome'])
  const has = (path: string) => installed.has(path)
  expect(findBrowser({ PULT_CHROMIUM: '/opt/own/chrome' }, 'linux', has)).toBe('/opt/own/chrome')
  expect(findBrowser({ PULT_CHROMIUM: '/opt/gone' }, 'linux', has)).toBe('/usr/bin/chromium')
  expect(findBrowser({}, 'darwin', has)).toBeNull()
})

test('on Windows folders come from the environment, whatever case its names have', () => {
  const edge = 'D:\\Apps\\Microsoft\\Edge\\Application\\msedge.exe'
  expect(findBrowser({ 'PROGRAMFILES(X86)': 'D:\\Apps' }, 'win32', (path) => path === edge)).toBe(edge)
  expect(findBrowser({}, 'win32', () => true)).toBeNull()
})

test('the token reaches the browser by a private file and stands in no argument', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-browser-'))
  const seen = join(folder, 'arguments')
  const fake = join(folder, 'browser')
  writeFileSync(fake, `#!/bin/sh\nprintf '%s\\n' "$@" > "${seen}.part"\nmv "${seen}.part" "${seen}"\n`)
  chmodSync(fake, 0o755)
  const written = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (name !== 'arguments') return
      watcher.close()
      resolve()
    })
  })
  const profile = join(folder, 'profile')
  await openBrowser('http://127.0.0.1:1/?token=SECRET', { browser: fake, profile, args: ['--extra'] })
  await written
  const given = readFileSync(seen, 'utf8')
  expect(given).toContain('--extra')
  expect(given).toContain(`--user-data-dir=${profile}`)
  expect(given).not.toContain('SECRET')
  expect(readFileSync(join(profile, 'open.html'), 'utf8')).toContain('token=SECRET')
  expect(statSync(join(profile, 'open.html')).mode & 0o777).toBe(0o600)
  rmSync(folder, { recursive: true })
})

test('a browser that is not there is an error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-browser-'))
  const opened = openBrowser('http://127.0.0.1:1/', {
    browser: join(folder, 'nothing'),
    profile: join(folder, 'p'),
  })
  await expect(opened).rejects.toThrow(/ENOENT/)
  rmSync(folder, { recursive: true })
})
