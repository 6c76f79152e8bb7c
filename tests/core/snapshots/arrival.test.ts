import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Arrival } from '#core/sync/snapshots/arrival.ts'
import { Lanes } from '#core/sync/snapshots/lanes.ts'
import { PartFile } from '#core/sync/snapshots/part-file.ts'
import { workFolder } from '../support/work-folder.ts'

const partIn = (folder: string) =>
  new PartFile(join(folder, 'snapshot-hot'), 'ab'.repeat(32), 'cd'.repeat(32))

async function read(arrival: Arrival): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const chunk of arrival.chunks()) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

test('a copy is read as it comes, from what an earlier try left on', async () => {
  const folder = workFolder()
  partIn(folder).append(Buffer.from('left before, '))
  const arrival = new Arrival(partIn(folder), 30)
  expect(arrival.size).toBe(13)
  const done = read(arrival)
  arrival.append(Buffer.from('then '))
  await new Promise((resolve) => setImmediate(resolve))
  arrival.append(Buffer.from('the rest'))
  arrival.end()
  expect(await done).toBe('left before, then the rest')
  expect(arrival.unwanted).toBe(true)
})

test('a line that breaks is told to the reader after everything that is here', async () => {
  const arrival = new Arrival(partIn(workFolder()), 100)
  const chunks = arrival.chunks()
  arrival.append(Buffer.from('half'))
  arrival.end(new Error('cut'))
  expect(Buffer.from((await chunks.next()).value as Uint8Array).toString()).toBe('half')
  await expect(chunks.next()).rejects.toThrow('cut')
})

test('a copy that is all here is whole whatever happens to the line', async () => {
  const arrival = new Arrival(partIn(workFolder()), 5)
  arrival.append(Buffer.from('whole'))
  expect(arrival.whole).toBe(true)
  const again = new Arrival(partIn(workFolder()), 0)
  again.end(new Error('cut'))
  expect(await read(again)).toBe('')
})

test('two work at a time, the rest in the order it came, one that fails makes room', async () => {
  const lanes = new Lanes(2)
  const begun: number[] = []
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<void>())
  const works = ends.map(({ promise }, nth) =>
    lanes.use(async () => {
      begun.push(nth)
      await promise
    }),
  )
  await Promise.resolve()
  expect(begun).toEqual([0, 1])
  ends[1]?.reject(new Error('broken'))
  await expect(works[1]).rejects.toThrow('broken')
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2])
  for (const { resolve } of ends) resolve()
  await Promise.all([works[0], works[2], works[3]])
  expect(begun).toEqual([0, 1, 2, 3])
})
