import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { Db } from '#desk/db/db.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { Metrics } from '#desk/http/metrics.ts'
import { accessMs } from '#desk/session/access-tokens.ts'
import { askWipe } from '#desk/session/consoles.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { SnapshotKeeper } from '#desk/snapshots/snapshot-keeper.ts'
import { SnapshotShelf } from '#desk/snapshots/snapshot-shelf.ts'
import { type Shape, shapes } from '#domain/entities.ts'
import { ids, ticketRow } from '#tests/desk/floor/company.ts'
import { openDesk, password } from '#tests/desk/floor/desk.ts'
import { testDatabase } from '#tests/desk/floor/test-database.ts'
import type { SnapshotManifest } from '#wire/snapshot.ts'

const quiet = deskLog({ info: () => undefined, warn: () => undefined, error: () => undefined })

/** A real desk in this process, with whole copies, a dispatcher for the workstation and a colleague who routes. */
export interface CrashDesk {
  db: Db
  address: string
  login: string
  password: string
  /** The colleague moves the shared ticket to its other queue: who did not see it is refused. */
  moveShared(): Promise<void>
  /** The desk has taken numbers that this console's outbox does not know. */
  loseNumbers(consoleId: string): Promise<void>
  askWipe(consoleId: string): Promise<void>
  /** Before a workstation that was never here: what others did is gone, so that a thousand lives are as quick as one. */
  forgetWork(): Promise<void>
  /** The whole copy of a feed that a workstation would be filled from. */
  copy(shape: Shape): SnapshotManifest | undefined
  close(): Promise<void>
}

/** `url`: an empty database of a server that others use too; null: one of its own. */
export async function crashDesk(url: string | null = null): Promise<CrashDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'pult-crash-desk-'))
  const db = url === null ? await testDatabase() : await openDatabase({ url })
  const desk = await openDesk(db, { now: Date.now, snapshots: { folder } })
  const anna = await desk.person()
  let colleague = await desk.person()
  let signedInAt = Date.now()
  /** Somebody whose token lives: a thousand lives take longer than one does. */
  const boris = async () => {
    if (Date.now() - signedInAt > accessMs / 2) {
      colleague = await desk.person()
      signedInAt = Date.now()
    }
    return colleague
  }
  await colleague.push({ kind: 'ticket.create', ticket: ticketRow('shared'), entryId: v7() })
  const shelf = new SnapshotShelf(folder)
  const keeper = new SnapshotKeeper({
    db,
    replica: null,
    shelf,
    now: Date.now,
    log: quiet,
    metrics: new Metrics(),
  })
  await keeper.look()
  return {
    db,
    address: desk.address,
    login: anna.user.login,
    password,
    async moveShared() {
      const [row] = await db.query<{ row: { queueId: string | null; assigneeId: string | null } }>(
        `select row from tickets where id = 'shared'`,
      )
      const { queueId, assigneeId } = row!.row
      const to = { queueId: queueId === ids.network ? ids.printers : ids.network, assigneeId }
      await (await boris()).push({
        kind: 'ticket.route',
        ticketId: 'shared',
        to,
        expected: { queueId, assigneeId },
        entryId: v7(),
      })
    },
    loseNumbers: async (consoleId) =>
      void (await db.query('update consoles set last_n = last_n + 7 where console_id = $1', [consoleId])),
    async askWipe(consoleId) {
      const [row] = await db.query<{ code: string }>('select code from consoles where console_id = $1', [
        consoleId,
      ])
      if (row !== undefined) await askWipe(db, mainSpace, row.code, Date.now())
    },
    async forgetWork() {
      await db.script(`
        delete from tickets where id <> 'shared';
        delete from timeline_entries where ticket_id <> 'shared' or row->'what'->>'kind' <> 'created';
        delete from changes where entity = 'callRecord' or (entity = 'ticket' and id <> 'shared')
          or (entity = 'timelineEntry' and id not in (select id from timeline_entries));
        delete from call_records; delete from intent_results; delete from attachments; delete from attachment_pieces;
        delete from refresh_tokens;`)
      // No feed tells of this: a copy made before would bring it all back.
      for (const shape of shapes) rmSync(shelf.folder(mainSpace, shape), { recursive: true })
      await keeper.look()
    },
    copy: (shape) => shelf.list(mainSpace, shape)[0],
    async close() {
      await desk.close()
      await db.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
