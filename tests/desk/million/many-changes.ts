import { setTimeout as wait } from 'node:timers/promises'
import { currentEpoch } from '#desk/db/epoch.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { postgresDb } from '#desk/db/postgres-db.ts'
import { readPage } from '#desk/feed/read-page.ts'
import { Tailer } from '#desk/feed/tailer.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { type ConsoleId, spaceId } from '#domain/ids.ts'
import { startPostgres } from '#tests/support/postgres.ts'
import type { Page } from '#wire/feed.ts'
import { ChangeLedger } from './ledger.ts'
import { importRowsMax, writeOnce } from './write-changes.ts'

const writers = 16
/** How long one transaction is left open in the middle, ms: longer than the alarm's 2 s by a second and a half. */
const stuckMs = 3_500
/** Writers wait while the slowest reader has so many rows to come: the lag is the feed's then, not a backlog's. */
const unreadMax = 20_000
const readerNames = ['pulled from the primary', 'pulled from the standby', 'heard from the tailer'] as const

export interface ManyChanges {
  committed: number
  seconds: number
  /** From the moment the transaction got stuck to the alarm, ms. */
  alarmMs: number
  readers: { reader: string; missed: number; doubled: number; ghosts: number; lags: number[] }[]
}

function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/**
 * Sixteen writers on a real PostgreSQL until so many changes are committed, one transaction stuck in the middle, and
 * three readers: pages of the primary, pages of a hot standby that follows by streaming, the desk's own tailer.
 */
export async function manyChanges(
  wanted: number,
  say: (line: string) => void = () => {},
): Promise<ManyChanges> {
  const server = await startPostgres()
  const url = server.database('desk')
  const db = await openDatabase({ url, poolMax: writers + 4 })
  const reading = await openDatabase({ url, poolMax: 4 })
  await currentEpoch(db)
  const standby = postgresDb((await server.standby()).url('desk'), { poolMax: 2 })
  const alarms: number[] = []
  const log = deskLog({
    info: () => undefined,
    error: () => undefined,
    warn: (fields) =>
      void (JSON.stringify(fields).includes('feed.stalled') && alarms.push(performance.now())),
  })
  const space = spaceId.parse('million')
  // Rows that are taken back use up numbers, too; a last import may overshoot.
  const ledger = new ChangeLedger(Math.ceil(wanted * 1.5) + writers * importRowsMax * 4, readerNames)
  const tailer = new Tailer({ db: reading, now: Date.now, random: Math.random, log })
  const take = (reader: number, json: string) => {
    const at = performance.now()
    for (const { id } of (JSON.parse(json) as Page).changes) ledger.saw(reader, Number(id), at)
  }
  const { leave } = await tailer.join(space, null as ConsoleId | null, (news) => {
    if (news.kind === 'page') take(2, news.page.json)
  })

  let writing = true
  const pull = async (reader: number, from: typeof db) => {
    let cursor: string | null = null
    for (let last = false; ; ) {
      const page = await readPage(from, { spaceId: space, shape: 'ref', cursor, consoleId: null }, 0)
      if (!page.ok) throw new Error(`${readerNames[reader]}: ${page.refusal}`)
      take(reader, page.value.json)
      cursor = page.value.to
      if (last && page.value.count === 0) return
      last = !writing && page.value.count === 0 && ledger.seen(reader) >= ledger.committed
      if (page.value.count === 0) await wait(5)
    }
  }
  const unread = () => ledger.committed - Math.min(...readerNames.map((_, nth) => ledger.seen(nth)))

  const stuck: { from: number; to: number }[] = []
  const getStuck = () =>
    db.transaction(async (tx) => {
      await tx.query('select pg_current_xact_id()')
      const from = performance.now()
      await wait(stuckMs)
      stuck.push({ from, to: performance.now() })
    })

  const began = performance.now()
  const reads = [pull(0, reading), pull(1, standby)]
  let stall: Promise<void> | null = null
  let nextWord = 0
  await Promise.all(
    Array.from({ length: writers }, async (_, nth) => {
      const random = seeded(nth + 1)
      while (ledger.committed < wanted || stuck.length === 0) {
        if (ledger.committed >= wanted / 2) stall ??= getStuck()
        // While nothing can be read, everything written is unread: that is what the stuck transaction is to show.
        const held = stall !== null && stuck.length === 0
        if (held ? ledger.committed >= wanted : unread() > unreadMax) await wait(5)
        else await writeOnce(db, space, ledger, random)
        if (ledger.committed < nextWord) continue
        nextWord += wanted / 20
        say(`${ledger.committed} changes, ${((performance.now() - began) / 1000).toFixed(0)} s`)
      }
    }),
  )
  await stall
  writing = false
  const seconds = (performance.now() - began) / 1000
  await Promise.all(reads)
  while (ledger.seen(2) < ledger.committed) await tailer.lookNow()
  leave()
  await tailer.stop()
  await Promise.all([reading.close(), standby.close(), db.close()])
  server.stop()

  const [held] = stuck
  const alarm = alarms.find((at) => held !== undefined && at >= held.from)
  // What was written while it was stuck waited for it, and the crowd after it for its turn.
  const outside = stuck.map(({ from, to }) => ({ from: from - 500, to: to + 5_000 }))
  return {
    committed: ledger.committed,
    seconds,
    alarmMs: held === undefined || alarm === undefined ? Number.POSITIVE_INFINITY : alarm - held.from,
    readers: readerNames.map((_, nth) => ({ ...ledger.verdict(nth), lags: ledger.lags(nth, outside) })),
  }
}
