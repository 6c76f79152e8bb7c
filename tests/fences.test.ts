import { describe, expect, test } from 'vitest'
import { brokenFences } from './support/fences.ts'
import { readSource, sourceFilesUnder, styleSheetsUnder } from './support/imports.ts'

test('this Node can load the native store: on an older one every database test would die without a word', () => {
  expect(
    Number(process.versions.napi),
    `Node ${process.version} has N-API ${process.versions.napi}, the store needs 10: run the tests by "npm test", or put node_modules/.bin first on PATH`,
  ).toBeGreaterThanOrEqual(10)
})

test('nobody in the house climbs a fence', () => {
  const files = ['src', 'renderer', 'electron'].flatMap((folder) => sourceFilesUnder(folder))
  expect(files.length).toBeGreaterThan(0)
  expect(files.flatMap((path) => brokenFences(path, readSource(path)))).toEqual([])
})

/** What may not be written, where, and what its message must say. */
const climbs: readonly [from: string, source: string, says: RegExp][] = [
  ['src/shared/a.ts', `import { z } from 'zod'`, /shared imports nothing/],
  ['src/shared/a.ts', `import { x } from '../domain/ids.ts'`, /belongs in src\/domain/],
  ['src/domain/a.ts', `import { readFile } from 'node:fs'`, /without I\/O/],
  ['src/domain/a.ts', `import { readFile } from 'fs'`, /may not import node:fs/],
  ['src/domain/a.ts', `import type { T } from '#bridge/calls.ts'`, /pure functions/],
  ['src/domain/a.ts', `import { v7 } from 'uuid'`, /may not import package uuid/],
  ['src/domain/a.ts', `const at = Date.now()`, /may not use Date\.now/],
  ['src/domain/a.ts', `const at = Date['now']()`, /may not use Date\.now/],
  ['src/domain/a.ts', `const now = Date.now`, /may not use Date\.now/],
  ['src/domain/a.ts', `const at = new Date()`, /may not use new Date\(\)/],
  ['src/domain/a.ts', `const at = Date()`, /may not use Date\(\)/],
  ['src/domain/a.ts', `export const roll = () => Math.random()`, /Math\.random/],
  ['src/domain/a.ts', `const at = Temporal.Now.instant()`, /Temporal\.Now/],
  ['src/domain/a.ts', `const id = crypto.randomUUID()`, /may not use crypto/],
  ['src/domain/a.ts', `document.title = 'x'`, /may not use document/],
  ['src/domain/a.ts', `setTimeout(() => {}, 1)`, /may not use setTimeout/],
  ['src/bridge/a.ts', `import { w } from '#wire/feed.ts'`, /common shape into src\/domain/],
  ['src/bridge/a.ts', `import { w } from '../wire/feed.ts'`, /common shape into src\/domain/],
  ['src/wire/a.ts', `export * from '#bridge/calls.ts'`, /common shape into src\/domain/],
  ['src/wire/a.ts', `import 'node:crypto'`, /may not import node:crypto/],
  ['src/bridge/a.ts', `import { os } from '@orpc/server'`, /schemas only/],
  ['src/bridge/a.ts', `import { s } from '#core/store/db.ts'`, /handlers live in src\/core/],
  ['src/core/a.ts', `import { app } from 'electron'`, /may not import package electron/],
  ['src/core/a.ts', `const r = await import('react')`, /knows no shell/],
  ['src/core/a.ts', `import { build } from '#desk/build-desk.ts'`, /through src\/wire/],
  ['src/core/a.ts', `import { serve } from '../web/server.ts'`, /knows no shell/],
  ['src/core/a.ts', `import { UserAgent } from 'sip.js'`, /may not import package sip\.js/],
  ['src/desk/a.ts', `import { s } from '#core/start-core.ts'`, /through src\/wire only/],
  ['src/desk/a.ts', `import type { B } from '#bridge/calls.ts'`, /through src\/wire only/],
  ['src/desk/a.ts', `type T = import('../core/store/db.ts').Db`, /through src\/wire only/],
  ['src/web/a.ts', `import { db } from '#core/store/db.ts'`, /start-core/],
  ['src/web/a.ts', `import { app } from 'electron'`, /may not import package electron/],
  ['src/demo/a.ts', `import { db } from '#core/start-core.ts'`, /start-core/],
  ['electron/main/index.ts', `import { startCore } from '#core/start-core.ts'`, /core-process\.ts only/],
  ['electron/main/core-process.ts', `import { db } from '#core/store/db.ts'`, /start-core/],
  ['electron/main/index.ts', `import React from 'react'`, /may not import package react/],
  ['electron/main/index.ts', `import { d } from '#desk/build-desk.ts'`, /never meets the desk/],
  [
    'renderer/console/a.tsx',
    `import { db } from '#core/start-core.ts'`,
    /ask through src\/bridge, served by src\/core\/handlers/,
  ],
  ['renderer/console/a.tsx', `import type { Feed } from '#wire/feed.ts'`, /ask through src\/bridge/],
  ['renderer/console/a.tsx', `import fs from 'node:fs'`, /ordinary web code/],
  ['renderer/console/a.tsx', `import { ipcRenderer } from 'electron'`, /ordinary web code/],
  ['renderer/console/a.tsx', `import { Web } from 'sip.js'`, /only renderer\/phone/],
  ['renderer/console/a.tsx', `import { p } from '#renderer/phone/line.ts'`, /a page of its own/],
  ['renderer/phone/a.ts', `import { p } from '../console/frame.tsx'`, /a page of its own/],
  ['renderer/ui/a.tsx', `import { p } from '../console/frame.tsx'`, /know no feature/],
  ['renderer/ui/a.tsx', `import { Web } from 'sip.js/lib/core'`, /only renderer\/phone/],
  ['src/core/a.ts', `import { clock } from '#tests/support/clock.ts'`, /nothing imports tests/],
  ['renderer/console/a.tsx', `import { clock } from '../../tests/support/clock.ts'`, /nothing imports tests/],
  ['src/core/a.ts', `const m = require('../desk/build-desk.ts')`, /through src\/wire/],
  ['src/core/a.ts', `import { x } from '#nowhere/x.ts'`, /may not import #nowhere/],
]

describe('the fence sees', () => {
  test.each(climbs)('%s: %s', (path, source, says) => {
    const broken = brokenFences(path, source)
    expect(broken).toHaveLength(1)
    expect(broken[0]).toMatch(says)
    expect(broken[0]).toMatch(new RegExp(`^${path}:1: `))
  })
})

/** What must stay open. */
const gates: readonly [from: string, source: string][] = [
  ['src/shared/a.ts', `import { b } from './b.ts'`],
  [
    'src/domain/call/a.ts',
    `import { z } from 'zod'\nimport { Temporal } from 'temporal-polyfill'\nimport { ok } from '#shared/result.ts'`,
  ],
  ['src/domain/a.ts', `export const day = (at: number) => new Date(at)`],
  ['src/domain/a.ts', `export const read = (document: { title: string }) => document.title`],
  ['src/domain/a.ts', `// Date.now() would be impure\nexport const word = 'Math.random()'`],
  ['src/bridge/a.ts', `import { oc } from '@orpc/contract'\nimport { callId } from '#domain/ids.ts'`],
  [
    'src/core/a.ts',
    `import { wire } from '#wire/index.ts'\nimport Database from 'better-sqlite3'\nimport { join } from 'node:path'`,
  ],
  ['src/desk/a.ts', `import { PGlite } from '@electric-sql/pglite'\nimport Fastify from 'fastify'`],
  ['src/web/a.ts', `import { startCore } from '#core/start-core.ts'\nimport { WebSocketServer } from 'ws'`],
  [
    'electron/main/core-process.ts',
    `import { startCore } from '#core/start-core.ts'\nimport { log } from './log.ts'`,
  ],
  ['electron/main/index.ts', `import { app } from 'electron'\nimport { b } from '#bridge/index.ts'`],
  [
    'renderer/phone/a.ts',
    `import { UserAgent } from 'sip.js'\nimport { nextCall } from '#domain/call/next-call.ts'`,
  ],
  [
    'renderer/console/a.tsx',
    `import { Button } from '#renderer/ui/button.tsx'\nimport './a.css'\nimport { useState } from 'react'`,
  ],
  ['tests/core/a.test.ts', `import { d } from '#desk/build-desk.ts'\nimport { e } from 'electron'`],
]

describe('the gate is open', () => {
  test.each(gates)('%s: %s', (path, source) => {
    expect(brokenFences(path, source)).toEqual([])
  })
})

test('a feature’s class is styled in that feature’s folder alone: the name of another’s takes it over unseen', () => {
  const sheets = styleSheetsUnder('renderer/console').map((path) => ({ path, text: readSource(path) }))
  expect(sheets.length).toBeGreaterThan(10)
  expect(classesOfTwo(sheets)).toEqual([])
  const feature = (name: string) => `renderer/console/features/${name}/${name}.css`
  const [one, other] = ['journal', 'calls-column'].map((name) => ({
    path: feature(name),
    text: '.call-detail {\n  display: grid;\n}\n',
  })) as [Sheet, Sheet]
  expect(classesOfTwo([one, other])).toEqual(['call-detail: calls-column, journal'])
})

type Sheet = { path: string; text: string }

/** Classes that rules of two features begin with. The frame lays features out and may name theirs. */
function classesOfTwo(sheets: readonly Sheet[]): string[] {
  const owners = new Map<string, Set<string>>()
  for (const { path, text } of sheets) {
    const feature = path.split('/').at(-2) ?? ''
    if (feature === 'app-frame') continue
    for (const [, name] of text.matchAll(/^\.([\w-]+)(?= [{,]|,$)/gm)) {
      const own = owners.get(name as string) ?? new Set()
      owners.set(name as string, own.add(feature))
    }
  }
  return [...owners]
    .filter(([, features]) => features.size > 1)
    .map(([name, features]) => `${name}: ${[...features].sort().join(', ')}`)
}
