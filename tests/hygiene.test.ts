import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { machineTraces } from './support/machine-traces.ts'

const repository = join(import.meta.dirname, '..')

/** Files git knows; text ones only, by having no NUL byte. */
function trackedTexts(): { path: string; text: string }[] {
  return execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8', maxBuffer: 64 << 20 })
    .split('\0')
    .filter((path) => path !== '' && statSync(join(repository, path), { throwIfNoEntry: false })?.isFile())
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))
}

test('no tracked file tells where it was made: no package registry, no path of one machine', () => {
  const traces = trackedTexts().flatMap(({ path, text }) =>
    machineTraces(text).map(({ line, found }) => `${path}:${line}: ${found}`),
  )
  expect(traces).toEqual([])
})

test.each([
  ['the registry npm comes with', `https://${'registry'}.npmjs.org/zod/-/zod-4.6.7.tgz`],
  ['a mirror', `//${'npm'}.mirrors.example.org:8080/`],
  ['a home folder of root', `see ${'/root'}/notes.txt`],
  ['a build folder', `"cwd": "${'/work'}/main"`],
])('a trace of the machine is seen: %s', (_name, text) => {
  expect(machineTraces(`first line\n${text}\n`)).toHaveLength(1)
})

test('words and addresses that only look alike are let through', () => {
  const text = 'https://example.org/work/hours  src/root/index.ts  ./farm/x  coworking/work  network.work/a'
  expect(machineTraces(text)).toEqual([])
})

type Lock = {
  packages: Record<string, { version?: string; resolved?: string; integrity?: string; link?: boolean }>
}

test('package-lock.json has a checksum for every package and an address for none', () => {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Lock
  const outside = Object.entries(packages).filter(([path]) => path !== '')
  expect(outside.length).toBeGreaterThan(100)
  expect(outside.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  expect(outside.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([])
})

test('every dependency is pinned to one exact version', () => {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'))
  const wanted: [string, string][] = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap(
    (group) => Object.entries(manifest[group] as Record<string, string>),
  )
  const exact = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/
  expect(wanted.length).toBeGreaterThan(10)
  expect(wanted.filter(([, version]) => !exact.test(version))).toEqual([])
})
