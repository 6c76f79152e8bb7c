import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BlobFolder, sealedPieceBytes } from '#core/attachments/blob-folder.ts'
import { workFolder } from '../support/work-folder.ts'

const key = '01'.repeat(32)
const sha = (n: number) => n.toString(16).padStart(64, '0')

function filled(folder: string, sizes: readonly number[], at = (n: number) => n): BlobFolder {
  const blobs = new BlobFolder(folder, key)
  sizes.forEach((size, n) => {
    const blob = blobs.begin()
    for (let done = 0; done < size; done += sealedPieceBytes) {
      blob.write(Buffer.alloc(Math.min(sealedPieceBytes, size - done), n))
    }
    blob.finish(sha(n))
    blobs.touch(sha(n), at(n) * 1000)
  })
  return blobs
}

test('a piece that was touched on the disk does not open, and the file is gone', () => {
  const folder = workFolder()
  const blobs = filled(folder, [10])
  const path = join(folder, readdirSync(folder)[0] ?? '')
  const bytes = readFileSync(path)
  bytes[20] = (bytes[20] ?? 0) ^ 1
  writeFileSync(path, bytes)
  expect(blobs.piece(sha(0), 0)).toBeNull()
  expect(blobs.sizeOf(sha(0))).toBeNull()
})

test('pieces cannot change places', () => {
  const folder = workFolder()
  const blobs = filled(folder, [sealedPieceBytes * 2])
  const path = join(folder, readdirSync(folder)[0] ?? '')
  const bytes = readFileSync(path)
  const half = bytes.length / 2
  writeFileSync(path, Buffer.concat([bytes.subarray(half), bytes.subarray(0, half)]))
  expect(blobs.piece(sha(0), 0)).toBeNull()
})

test('the size is that of the content', () => {
  const folder = workFolder()
  const sizes = [0, 1, sealedPieceBytes, sealedPieceBytes + 1]
  const blobs = filled(folder, sizes)
  expect(sizes.map((_, n) => blobs.sizeOf(sha(n)))).toEqual(sizes)
})

test('the least used go first, and what is needed stays', () => {
  const folder = workFolder()
  const blobs = filled(folder, [1000, 1000, 1000, 1000])
  blobs.tidy(2500, [sha(0)])
  expect([0, 1, 2, 3].filter((n) => blobs.sizeOf(sha(n)) !== null)).toEqual([0, 3])
})

test('what a crash left half written is gone at the next start', () => {
  const folder = workFolder()
  new BlobFolder(folder, key).begin().write(Buffer.from('half'))
  expect(readdirSync(folder)).toHaveLength(1)
  new BlobFolder(folder, key)
  expect(readdirSync(folder)).toEqual([])
})

test('after a wipe nothing opens any more', () => {
  const folder = workFolder()
  const blobs = filled(folder, [10])
  blobs.wipe('02'.repeat(32))
  expect(readdirSync(folder)).toEqual([])
  expect(blobs.piece(sha(0), 0)).toBeNull()
})
