import type { AddressInfo } from 'node:net'
import { openDatabase } from '#desk/db/open-database.ts'
import { buildDesk } from '#desk/http/build-desk.ts'
import { isSeeded, seedDesk } from '#desk/jobs/seed-desk.ts'
import type { AmiAddress } from '#desk/pbx/ami-connection.ts'
import { Passwords } from '#desk/session/passwords.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { createUser, type NewUser } from '#desk/session/users.ts'
import { testCompany } from './company.ts'

/** The desk as a process of its own, so that a test can pull its plug. Orders and answers go by the process channel. */
export type DeskOrder =
  | {
      type: 'open'
      place: { url: string } | { folder: string }
      port: number
      people: readonly NewUser[]
      ami: AmiAddress | null
    }
  | { type: 'query'; n: number; sql: string }

export type DeskAnswer =
  | { type: 'ready'; port: number }
  | { type: 'rows'; n: number; rows: Record<string, unknown>[] }
  | { type: 'failed'; why: string }

const answer = (message: DeskAnswer) => void process.send?.(message)
let query: (sql: string) => Promise<Record<string, unknown>[]> = () => Promise.reject(new Error('not open'))

async function open({ place, port, people, ami }: Extract<DeskOrder, { type: 'open' }>): Promise<void> {
  const db = await openDatabase(place)
  query = (sql) => db.query(sql)
  const app = await buildDesk({ db, ami })
  if (!(await isSeeded(db))) {
    const now = Date.now()
    await seedDesk(db, testCompany(), { now })
    const passwords = new Passwords()
    for (const person of people) await createUser(db, passwords, mainSpace, person, now)
  }
  await app.listen({ host: '127.0.0.1', port })
  answer({ type: 'ready', port: (app.server.address() as AddressInfo).port })
}

async function obey(order: DeskOrder): Promise<void> {
  if (order.type === 'open') return open(order)
  answer({ type: 'rows', n: order.n, rows: await query(order.sql) })
}

process.on('message', (order) => {
  obey(order as DeskOrder).catch((error: unknown) => {
    answer({ type: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  })
})
// The test is gone: nobody is left to stop us.
process.on('disconnect', () => process.exit(0))
