import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AlreadyRunning, startCore } from '#core/start-core.ts'
import { memoryPorts } from '../support/memory-ports.ts'
import { draftForRomashka, seated } from '../support/seated.ts'
import { workplace } from '../support/workplace.ts'

function spoil(file: string, from: number, bytes = 4096): void {
  const content = readFileSync(file)
  for (let at = from; at < Math.min(content.length, from + bytes); at++) content[at] = content[at]! ^ 0xff
  writeFileSync(file, content)
}

test.each([
  ['its first page is damaged', (file: string) => spoil(file, 0)],
  ['a page in the middle is damaged', (file: string) => spoil(file, 40_960, 8192)],
  ['it was cut', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 30_000))],
  ['it is no database', (file: string) => writeFileSync(file, 'not a database at all, only some text')],
])('the cache is made anew when %s, and the outbox is untouched', async (_why, damage) => {
  const place = await seated()
  await place.window.tickets.create({ fields: draftForRomashka, callId: null })
  await place.core.close()
  damage(join(place.folder, 'cache-ref.db'))

  const again = await place.restart()
  expect(again.core.status.files).toMatchObject({ cacheRebuilt: true, outboxKeptAside: null })
  expect((await again.window.outbox.list()).pending).toHaveLength(1)
  expect(again.core.work.store.get('organisation', 'org-romashka')).toBeNull()
  await again.window.session.dismissFileNews()
  expect(again.core.status.files.cacheRebuilt).toBe(false)
})

test('a damaged file of one feed costs the rows of no other, and the one file of an older version goes', async () => {
  const place = await seated()
  await place.core.close()
  spoil(join(place.folder, 'cache-hot.db'), 0)
  writeFileSync(join(place.folder, 'cache.db'), 'of an older version')

  const again = await place.restart()
  expect(again.core.status.files.cacheRebuilt).toBe(true)
  expect(again.core.work.store.get('organisation', 'org-romashka')).not.toBeNull()
  expect(existsSync(join(place.folder, 'cache.db'))).toBe(false)
})

test('the cache is made anew under a new key and for another shape of tables', async () => {
  const place = await seated()
  await place.core.close()
  place.ports.secrets.all.delete('cache-key')
  const again = await place.restart()
  expect(again.core.status.files.cacheRebuilt).toBe(true)
  again.core.work.store.db.prepare(`update meta set value = 'older' where key = 'schema'`).run()
  const third = await again.restart()
  expect(third.core.status.files.cacheRebuilt).toBe(true)
  expect((await third.restart()).core.status.files.cacheRebuilt).toBe(false)
})

test('a page found damaged while working empties the cache and the question is answered', async () => {
  const place = await seated()
  await place.core.close()
  const again = await place.restart()
  again.core.work.store.db.pragma('ref.cache_size=0')
  spoil(join(place.folder, 'cache-ref.db'), 16_384, 10_000_000)
  const { hits } = await again.window.directory.find({ text: 'ромашка' })
  expect(hits).toEqual([])
  expect(again.core.status.files.cacheRebuilt).toBe(true)
})

test('a damaged outbox is put aside under a name, said until dismissed, and work goes on', async () => {
  const place = await seated()
  await place.window.tickets.create({ fields: draftForRomashka, callId: null })
  await place.core.close()
  spoil(join(place.folder, 'outbox.db'), 0)

  const again = await place.restart()
  const aside = again.core.status.files.outboxKeptAside ?? ''
  expect(aside).toMatch(/^outbox\.db\.damaged-/)
  expect(existsSync(join(place.folder, aside))).toBe(true)
  expect(again.core.status.files.cacheRebuilt).toBe(false)
  await again.window.drafts.put({ id: 'd-1' as never, callId: null, fields: draftForRomashka })

  const third = await again.restart()
  expect(third.core.status.files.outboxKeptAside).toBe(aside)
  await third.window.session.dismissFileNews()
  expect((await third.restart()).core.status.files.outboxKeptAside).toBeNull()
  expect(readdirSync(place.folder)).toContain(aside)
})

test('a second core on the folder is refused; after the first closed it may come', async () => {
  const { folder, core, ports } = await workplace()
  await expect(startCore(memoryPorts(), { folder })).rejects.toThrow(AlreadyRunning)
  await core.close()
  const next = await startCore(ports, { folder })
  await next.close()
})

test('a lock left by a process that died, or of another boot, is taken over', async () => {
  const { folder, core, ports } = await workplace()
  await core.close()
  const file = join(folder, 'core.lock')
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, boot: '', started: '' }))
  await (await startCore(ports, { folder })).close()
  writeFileSync(file, 'half a lo')
  await (await startCore(ports, { folder })).close()
})
