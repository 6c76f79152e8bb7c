import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { packagesState } from '../../scripts/bootstrap/npm-packages.mjs'
import { piecesFor, testFiles } from '../../scripts/bootstrap/pieces.mjs'
import { isNewEnough } from '../../scripts/bootstrap/project-node.mjs'
import { terminalLanguage } from '../../scripts/bootstrap/say.mjs'

let clone: string
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'pult-clone-'))
})
afterEach(() => rmSync(clone, { recursive: true }))

function write(path: string, content: unknown) {
  mkdirSync(join(clone, path, '..'), { recursive: true })
  writeFileSync(join(clone, path), typeof content === 'string' ? content : JSON.stringify(content))
}

const zod = { version: '4.6.7', integrity: 'sha512-a' }
const forMac = { version: '1.0.0', integrity: 'sha512-b', optional: true }

describe('the packages of a clone', () => {
  beforeEach(() => {
    write('package-lock.json', { packages: { '': {}, 'node_modules/zod': zod, 'node_modules/mac': forMac } })
  })

  test('are missing in a bare one', () => {
    expect(packagesState(clone)).toBe('missing')
  })

  test('are missing when an installation was cut short', () => {
    write('node_modules/zod/package.json', {})
    expect(packagesState(clone)).toBe('missing')
  })

  test('are ready when npm was run by hand, without those of other systems', () => {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/zod': zod } })
    expect(packagesState(clone)).toBe('ready')
  })

  test('are ready as long as the lockfile is the one they were installed from', () => {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/zod': zod } })
    // sha256 of the lockfile as written above, as ensurePackages leaves it
    write('node_modules/.pult-packages', 'of another lockfile')
    expect(packagesState(clone)).toBe('ready')
  })

  test('have changed when a pull brought another version', () => {
    write('node_modules/.package-lock.json', {
      packages: { 'node_modules/zod': { ...zod, version: '4.6.6' } },
    })
    write('node_modules/.pult-packages', 'of another lockfile')
    expect(packagesState(clone)).toBe('changed')
  })

  test('have changed when the same version has another checksum', () => {
    write('node_modules/.package-lock.json', {
      packages: { 'node_modules/zod': { ...zod, integrity: 'sha512-c' } },
    })
    write('node_modules/.pult-packages', 'of another lockfile')
    expect(packagesState(clone)).toBe('changed')
  })
})

describe('what a verb misses outside npm', () => {
  beforeEach(() => {
    for (const path of ['fences.test.ts', 'desk/feed.test.ts', 'pbx/call.test.ts', 'e2e/pop.test.ts']) {
      write(`tests/${path}`, '')
    }
    write('tests/pbx/rig/rig.ts', '')
  })

  test('all tests need all of it', () => {
    expect(new Set(piecesFor('test', [], clone))).toEqual(
      new Set(['chromium', 'sipp', 'openssl', 'postgres', 'nats']),
    )
  })

  test('one chosen test needs only its own', () => {
    expect(piecesFor('test', ['fences'], clone)).toEqual([])
    expect(piecesFor('test', ['e2e/pop'], clone)).toEqual(['chromium'])
  })

  test('options of vitest choose no tests', () => {
    expect(testFiles(clone, ['--bail=1'])).toHaveLength(4)
    expect(testFiles(clone, ['call', 'feed', '--bail=1'])).toEqual([
      'tests/desk/feed.test.ts',
      'tests/pbx/call.test.ts',
    ])
  })

  test('a start without a window needs no browser', () => {
    expect(piecesFor('start', ['--no-window'], clone)).not.toContain('chromium')
  })

  test('building needs nothing', () => {
    expect(piecesFor('build', [], clone)).toEqual([])
  })
})

describe('a Node of the developer', () => {
  test.each([
    ['20.20', { napi: '9' }, {}, false],
    ['22.14: loads the store but does not read TypeScript', { napi: '10' }, { typescript: false }, false],
    ['22.18', { napi: '10' }, { typescript: 'strip' }, true],
    ['24.21', { napi: '10' }, { typescript: 'strip' }, true],
  ])('%s', (_name, versions, features, enough) => {
    expect(isNewEnough(versions, features)).toBe(enough)
  })
})

test.each([
  [{ LANG: 'ru_RU.UTF-8' }, 'ru'],
  [{ LANG: 'en_GB.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: 'ru_RU.UTF-8' }, 'ru'],
  [{ LANG: 'C' }, 'en'],
])('the terminal with %o is spoken to in %s', (env, language) => {
  expect(terminalLanguage(env)).toBe(language)
})
