import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Db } from '#desk/db/db.ts'
import { FeedWriter } from '#desk/feed/feed-writer.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { Metrics } from '#desk/http/metrics.ts'
import type { RoleFeeds } from '#desk/session/role-feeds.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { SnapshotKeeper } from '#desk/snapshots/snapshot-keeper.ts'
import { SnapshotShelf } from '#desk/snapshots/snapshot-shelf.ts'
import type { Role, User } from '#domain/directory/staff.ts'
import { openDesk, type TestDesk } from '#tests/desk/floor/desk.ts'
import { signIn } from '../support/live-desk.ts'
import type { Workplace } from '../support/workplace.ts'

const quiet = deskLog({ info: () => undefined, warn: () => undefined, error: () => undefined })

export interface SnapshottingDesk {
  desk: TestDesk
  /** Makes the snapshots that are due. */
  makeSnapshots(): Promise<void>
  /** A workstation that was never here before, with its person signed in and everything loaded. */
  signedIn(place?: Workplace): Promise<{ place: Workplace; user: User }>
  /** Gives a person another role, as an import of users would. */
  setRole(user: User, role: Role): Promise<void>
}

/** A real desk that gives out whole copies. */
export async function deskWithSnapshots(db: Db, roleFeeds: RoleFeeds = {}): Promise<SnapshottingDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'pult-desk-snapshots-'))
  const desk = await openDesk(db, { now: Date.now, snapshots: { folder }, roleFeeds })
  onTestFinished(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const shelf = new SnapshotShelf(folder)
  const keeper = new SnapshotKeeper({
    db,
    replica: null,
    shelf,
    now: Date.now,
    log: quiet,
    metrics: new Metrics(),
  })
  return {
    desk,
    makeSnapshots: async () => void (await keeper.look()),
    async signedIn(place) {
      const { user, ...seat } = await signIn(desk, { place })
      return { place: seat, user }
    },
    async setRole(user, role) {
      await db.transaction(async (tx) => {
        const [row] = await tx.query<{ v: number }>('select v from users where space_id = $1 and id = $2', [
          mainSpace,
          user.id,
        ])
        const next = { ...user, role, v: (row?.v ?? 0) + 1 }
        await tx.query('update users set v = $3, row = $4::jsonb where space_id = $1 and id = $2', [
          mainSpace,
          user.id,
          next.v,
          JSON.stringify(next),
        ])
        await new FeedWriter(tx, mainSpace, Date.now()).put([{ entity: 'user', row: next }])
      })
    },
  }
}

export const eventsOf = ({ ports }: Workplace, event: string) =>
  ports.log.lines.filter((line) => line.event === event).map(({ fields }) => fields)
