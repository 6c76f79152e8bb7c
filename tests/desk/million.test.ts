import { describe, expect, test } from 'vitest'
import { noPostgres } from '#tests/support/postgres.ts'
import { manyChanges } from './million/many-changes.ts'

/** The same with a million: `npm run bench -- million`. */
const changes = 30_000

describe.skipIf(noPostgres !== null)('sixteen writers, a stuck transaction, a standby', () => {
  test(`${changes} changes: pages of the primary, of the standby and the tailer miss none and see none twice`, async () => {
    const { committed, alarmMs, readers } = await manyChanges(changes)
    expect(committed).toBeGreaterThanOrEqual(changes)
    expect(readers).toHaveLength(3)
    for (const { reader, missed, doubled, ghosts } of readers)
      expect({ reader, missed, doubled, ghosts }).toEqual({ reader, missed: 0, doubled: 0, ghosts: 0 })
    expect(alarmMs).toBeLessThanOrEqual(3_000)
  }, 120_000)
})
