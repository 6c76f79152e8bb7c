import { expect, test } from 'vitest'
import { crashDesk } from './crash-desk.ts'

// Lives go on for hours, and the desk makes its copies anew every quarter of an hour.
test('a workstation that was never here is filled with nothing of those before it', async () => {
  const desk = await crashDesk()
  try {
    await desk.moveShared()
    const at = Date.now()
    await desk.forgetWork()
    const [count] = await desk.db.query<{ tickets: number; entries: number }>(
      'select (select count(*) from tickets)::int as tickets, (select count(*) from timeline_entries)::int as entries',
    )
    expect(count).toEqual({ tickets: 1, entries: 1 })
    expect(desk.copy('hot')).toMatchObject({ rows: 1 })
    expect(desk.copy('timeline')).toMatchObject({ rows: 1 })
    expect(desk.copy('timeline')?.at).toBeGreaterThanOrEqual(at)
  } finally {
    await desk.close()
  }
}, 120_000)
