import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

test('nothing that is shipped knows of these kills: no name, no switch, no handler', () => {
  const files = ['src', 'electron', 'renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(root, folder, String(name)))
      .filter((name) => /\.tsx?$/.test(name)),
  )
  expect(files.length).toBeGreaterThan(200)
  const knows = files.filter((file) =>
    /CRASH_|DURABLE_|failpoint|kill-hook|SIGKILL/.test(readFileSync(file, 'utf8')),
  )
  expect(knows).toEqual([])
})

test('the children are stopped at what the core does, by its own statements and files', async () => {
  const { sqlSteps, fileSteps } = await import('./steps.ts')
  expect(sqlSteps('/any/outbox.db', 'insert into change (n) values (1)', [])).toBe('change appended')
  expect(sqlSteps('/any/other.db', 'insert into change (n) values (1)', [])).toBeNull()
  expect(fileSteps('renameSync', '/any/cache-hot.db.next', '/any/cache-hot.db')).toBe('cache swapped')
  expect(fileSteps('renameSync', '/any/a', '/any/b')).toBeNull()
})
