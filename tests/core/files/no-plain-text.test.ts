import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { safe } from '@orpc/client'
import { expect, test } from 'vitest'
import { logFile } from '#core/log-file.ts'
import { shapes } from '#domain/entities.ts'
import { memoryPorts } from '../support/memory-ports.ts'
import { draftForRomashka, seated } from '../support/seated.ts'
import { workFolder } from '../support/work-folder.ts'
import { ringing } from '../support/workplace.ts'

/** Names, numbers and subjects that went in; none may be read off the disk. */
const secrets = [
  'Ромашка',
  'Кукушкина',
  '79161112233',
  '9161112233',
  'Протекает кофемашина',
  'перезвонить после обеда',
  '7701234567',
  'Анна',
]

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
}

function hits(folder: string): string[] {
  return filesIn(folder).flatMap((file) => {
    const bytes = readFileSync(file)
    return secrets
      .flatMap((secret) => [Buffer.from(secret, 'utf8'), Buffer.from(secret, 'utf16le')])
      .filter((secret) => bytes.includes(secret))
      .map((secret) => `${file}: ${secret}`)
  })
}

test('no record can be read in any file on the disk, while working and after', async () => {
  const folder = workFolder()
  const ports = memoryPorts({ log: logFile(join(folder, 'log', 'core.jsonl')) as never })
  const { window, core } = await seated({ folder, ports })
  const fields = {
    ...draftForRomashka,
    subject: 'Протекает кофемашина',
    description: 'перезвонить после обеда',
  }
  await window.calls.report({ events: [ringing('call-1', '+79161112233')] })
  await window.tickets.create({ fields, callId: 'call-1' as never })
  await window.drafts.put({ id: 'd-1' as never, callId: null, fields })
  await window.directory.find({ text: 'Кукушкина' })
  core.work.drafts.list = () => {
    throw new Error('Кукушкина +79161112233')
  }
  await safe(window.drafts.list())

  const names = filesIn(folder).map((file) => file.slice(folder.length + 1))
  const cache = shapes.map((shape) => `cache-${shape}.db`)
  expect(names).toEqual(expect.arrayContaining([...cache, 'outbox.db', 'outbox.db-wal', 'log/core.jsonl']))
  expect(hits(folder)).toEqual([])
  await core.close()
  expect(hits(folder)).toEqual([])
})

test('the scan would see them: the same rows in an unencrypted file are found', () => {
  const folder = workFolder()
  logFile(join(folder, 'plain.log')).info('Кукушкина')
  expect(hits(folder)).toHaveLength(1)
})
