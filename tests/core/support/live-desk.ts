import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import type { Role, User } from '#domain/directory/staff.ts'
import { openDesk, password, type TestDesk } from '#tests/desk/floor/desk.ts'
import { testDatabase } from '#tests/desk/floor/test-database.ts'
import { isLive, type Workplace, workplace } from './workplace.ts'

/** A workstation and whose it is. */
export type Seat = Workplace & { user: User }

/** Signs a new person of the desk in at a workstation, which then holds everything. `address`: by which way it goes there. */
export async function signIn(
  desk: TestDesk,
  how: { role?: Role; extension?: string; place?: Workplace; address?: string } = {},
): Promise<Seat> {
  const { role = 'dispatcher', extension = null, address = desk.address } = how
  const { user } = await desk.person(role, extension)
  const place = how.place ?? (await workplace())
  await place.window.session.signIn({ address, login: user.login, password })
  await place.until(isLive)
  return { ...place, user }
}

/** A real desk in this process, at the time of the wall; there once the first test begins. */
export class LiveDesk {
  db!: Db
  desk!: TestDesk

  async openDatabase(): Promise<void> {
    this.db = await testDatabase()
  }

  async openDesk(): Promise<void> {
    this.desk = await openDesk(this.db, { now: Date.now })
  }
}

/** One desk for all tests of a file. */
export function deskForAll(): LiveDesk {
  const at = new LiveDesk()
  beforeAll(async () => {
    await at.openDatabase()
    await at.openDesk()
  }, 60_000)
  afterAll(async () => {
    await at.desk?.close()
    await at.db?.close()
  })
  return at
}

/** A desk for each test of a file, over one database. */
export function deskForEach(): LiveDesk {
  const at = new LiveDesk()
  beforeAll(() => at.openDatabase(), 60_000)
  afterAll(() => at.db?.close())
  beforeEach(async () => {
    await at.openDesk()
    return () => at.desk.close()
  })
  return at
}
