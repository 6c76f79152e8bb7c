import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '#desk/db/db.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { queueId, type SpaceId } from '#domain/ids.ts'
import type { ChangeLedger } from './ledger.ts'

/** Rows of one bulk import. */
export const importRowsMax = 500
const takenBack = 'taken back'

/**
 * One transaction of a writer: a click of one to three rows or (one in eight) a bulk import of up to 500; each part
 * under a savepoint that is sometimes rolled back, one transaction in twelve taken back whole, one in twenty open long
 * enough for others that began later to commit first. Answers the rows that stayed.
 */
export async function writeOnce(
  db: Db,
  space: SpaceId,
  ledger: ChangeLedger,
  random: () => number,
): Promise<number> {
  const stayed: number[] = []
  try {
    await db.transaction(async (tx) => {
      const feed = new FeedWriter(tx, space, 0)
      const bulk = random() < 1 / 8
      const parts = bulk ? 2 : 1 + Math.floor(random() * 3)
      for (let part = 0; part < parts; part++) {
        const rows = bulk ? 1 + Math.floor((random() * importRowsMax) / 2) : 1
        const numbers = Array.from({ length: rows }, () => ledger.give())
        const undone = random() < 0.15
        await tx.query('savepoint part')
        await feed.put(numbers.map((number) => ({ entity: 'queue', row: rowOf(number) })))
        await tx.query(undone ? 'rollback to savepoint part' : 'release savepoint part')
        if (!undone) stayed.push(...numbers)
      }
      if (random() < 1 / 20) await wait(random() * 30)
      if (random() < 1 / 12) throw new Error(takenBack)
    })
  } catch (error) {
    if (error instanceof Error && error.message === takenBack) return 0
    throw error
  }
  ledger.commit(stayed, performance.now())
  return stayed.length
}

function rowOf(number: number) {
  return { id: queueId.parse(String(number)), v: 1, name: `queue ${number}`, teamId: null, position: number }
}
