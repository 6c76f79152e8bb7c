import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LedgerView } from '#bridge/ledger.ts'
import type { Db } from '#desk/db/db.ts'
import { openDatabase } from '#desk/db/open-database.ts'
import { signIn } from '#tests/core/support/live-desk.ts'
import type { Workplace } from '#tests/core/support/workplace.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { openDesk, type TestDesk } from '#tests/desk/floor/desk.ts'
import { type Asterisk, startAsterisk } from './rig/asterisk.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { supportNumber } from './rig/rig-plan.ts'
import { SippCustomers } from './rig/sipp.ts'

async function seen(at: Workplace, fits: (view: LedgerView) => boolean): Promise<LedgerView> {
  for await (const view of await at.window.ledger.watch()) if (fits(view)) return view
  throw new Error('the ledger ended')
}

await describeOnAsterisk('calls missed while nobody listened', { tools: ['sipp'] }, (prefix) => {
  let pbx: Asterisk
  let customers: SippCustomers
  let db: Db
  let desk: TestDesk

  beforeAll(async () => {
    pbx = await startAsterisk({ prefix })
    customers = new SippCustomers({ ports: pbx.ports, folder: pbx.plan.folder })
    db = await openDatabase({ folder: null })
    const { username, secret } = pbx.ami.watch
    const ami = { host: '127.0.0.1', port: pbx.ports.ami, user: username, secret }
    desk = await openDesk(db, { now: Date.now, ami })
  })
  afterAll(async () => {
    customers?.killAll()
    await desk?.close()
    await db?.close()
    await pbx?.stop()
  })

  const signedIn = () => signIn(desk)
  const waiting = async () => {
    const [row] = await db.query<{ waiting: number }>(
      `select coalesce(sum((queue->>'waiting')::int), 0)::int as waiting
         from pbx_state, jsonb_array_elements(rows->'queues') queue`,
    )
    return row?.waiting ?? 0
  }
  /** A customer calls the queue, waits until the desk has seen them wait, and gives up. */
  const giveUp = async (number: string, name: string) => {
    const call = await customers.customer({ number, name, to: supportNumber })
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1)
    await call.hangUp()
  }

  test('the ledger of a console that signs in later shows who gave up, known by their number', async () => {
    await giveUp('89161112233', 'Olga')
    const anna = await signedIn()
    const { rows } = await seen(anna, ({ count }) => count === 1)
    expect(rows[0]).toMatchObject({
      number: '+79161112233',
      contactId: ids.contact,
      organisationName: 'ООО Ромашка',
      callQueue: 'support',
      calls: 1,
      owner: null,
    })
    const { rows: journal } = await anna.window.calls.journal({ only: 'missed', whose: 'all' })
    expect(journal).toMatchObject([{ missed: true, userName: null, record: { end: 'abandoned' } }])
  })

  test('who calls again in vain is the same caller, once more; a live console hears it by the feed', async () => {
    const anna = await signedIn()
    await giveUp('+79161112233', 'Olga')
    const { rows } = await seen(anna, (view) => view.rows[0]?.calls === 2)
    expect(rows).toHaveLength(1)
  })

  test('of a PBX that was started anew nothing is told twice', async () => {
    await pbx.restart('SIGKILL')
    const linked = () => desk.logged.filter((line) => line.includes('"pbx.live"')).length
    // The desk tries with growing pauses, up to 30 s.
    await expect.poll(linked, { timeout: 45_000 }).toBe(2)
    await giveUp('84957776655', 'Vera')
    const anna = await signedIn()
    const view = await seen(anna, ({ count }) => count === 2)
    expect(view.rows.map(({ number, calls }) => [number, calls])).toEqual([
      ['+79161112233', 2],
      ['+74957776655', 1],
    ])
  }, 90_000)
})
