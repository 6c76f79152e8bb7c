import { describe, expect, onTestFinished, test } from 'vitest'
import { jsonbText } from '#core/sync/check/row-hash.ts'
import { SelfCheck } from '#core/sync/check/self-check.ts'
import type { DeskTokens } from '#core/sync/desk-tokens.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import type { Shape } from '#domain/entities.ts'
import { ticketRow, wednesday } from '#tests/desk/floor/company.ts'
import { type Client, openDesk, type Person, pullAll, type TestDesk } from '#tests/desk/floor/desk.ts'
import { overBothEngines } from '#tests/desk/floor/engines.ts'
import { type Workplace, workplace } from '../support/workplace.ts'

let made = 0

/** A console whose cache was filled from this desk's feed, and its check. */
async function checkedConsole(desk: TestDesk, anna: Person, client: Client = anna.client) {
  const place = await workplace()
  const { store } = place.core.work
  for (const shape of ['ref', 'hot'] as const) {
    const { pages } = await pullAll(anna, shape)
    for (const page of pages) store.applyPage(shape, page)
  }
  const tokens = { ask: (request: (client: Client) => unknown) => request(client) } as unknown as DeskTokens
  const check = new SelfCheck(place.core.work, tokens, ['ref', 'hot'])
  const run = (shape: Shape) => check.checkShape(shape, AbortSignal.timeout(20_000))
  return { place, store, check, run, desk }
}

const told = ({ ports }: Workplace) =>
  ports.log.lines.filter(({ event }) => event.startsWith('check.')).map(({ event }) => event)

overBothEngines((db) => {
  async function company(tickets = 40) {
    const desk = await openDesk(db())
    onTestFinished(desk.close)
    const name = `${db().kind}-${++made}`
    const rows = Array.from({ length: tickets }, (_, nth) =>
      ticketRow(`${name}-${nth}`, { subject: `Заявка «${nth}»` }),
    )
    await seedDesk(
      db(),
      rows.map((row) => ({ entity: 'ticket', row })),
      { now: wednesday },
    )
    return { desk, anna: await desk.person(), id: (nth: number) => `${name}-${nth}` }
  }

  describe('the hourly check', () => {
    test('finds nothing where nothing is wrong, and asks for no rows', async () => {
      const { desk, anna } = await company()
      const { place, run } = await checkedConsole(desk, anna)
      expect([await run('ref'), await run('hot')]).toEqual([0, 0])
      expect(told(place)).toEqual([])
    })

    test('puts a changed row, a lost row and a row too many right again', async () => {
      const { desk, anna, id } = await company()
      const { place, store, run } = await checkedConsole(desk, anna)
      const before = store.all('ticket')
      store.db.prepare(`update ticket set subject = 'что-то другое' where id = ?`).run(id(1))
      store.db.prepare('delete from ticket where id = ?').run(id(2))
      store.db.prepare(`create temp table ghost as select * from ticket where id = ?`).run(id(3))
      store.db.exec(`update ghost set id = 'ghost', doc = 9999999; insert into ticket select * from ghost`)
      expect(store.all('ticket')).not.toEqual(before)
      expect(await run('hot')).toBe(3)
      expect(store.all('ticket')).toEqual(before)
      expect(store.ticketsByText('заявка 2', 5).length).toBeGreaterThan(0)
      expect(new Set(told(place))).toEqual(new Set(['check.repaired', 'check.done']))
      expect(JSON.stringify(place.ports.log.lines)).not.toContain('Заявка')
      expect(await run('hot')).toBe(0)
    })

    test('says nothing of rows that changed at the desk a moment ago', async () => {
      const { desk, anna } = await company()
      const { place, run } = await checkedConsole(desk, anna)
      expect(await run('hot')).toBe(0)
      await seedDesk(db(), [{ entity: 'ticket', row: ticketRow(`${db().kind}-late-${++made}`) }], {
        now: wednesday,
      })
      expect(await run('hot')).toBe(0)
      // The sums are read anew; the console has not heard of the ticket yet.
      desk.clock.pass(6 * 60_000)
      expect(await run('hot')).toBe(0)
      expect(told(place)).toEqual([])
    })

    test('does not believe a hash: a desk that lies about it changes no row', async () => {
      const { desk, anna } = await company()
      const lying = {
        sync: {
          ...anna.client.sync,
          checkRows: anna.client.sync.checkRows,
          check: async (...args: Parameters<Client['sync']['check']>) => {
            const answer = await anna.client.sync.check(...args)
            for (const kind of Object.values(answer.sums))
              for (const bucket of Object.values(kind)) bucket[1] = String(BigInt(bucket[1]) ^ 1n)
            return answer
          },
        },
      } as unknown as Client
      const { place, store, run } = await checkedConsole(desk, anna, lying)
      const before = store.all('ticket')
      expect(await run('hot')).toBe(0)
      expect(store.all('ticket')).toEqual(before)
      expect(told(place).filter((event) => event === 'check.disagrees').length).toBeGreaterThan(0)
    })

    test('is for those who are signed in, and for kinds of the shape asked', async () => {
      const { desk, anna } = await company(1)
      const { cursor } = await pullAll(anna, 'hot')
      await expect(desk.client().sync.check({ shape: 'hot', cursor })).rejects.toMatchObject({
        code: 'SIGNED_OUT',
      })
      const ask = { shape: 'hot', entity: 'user', bucket: 1 } as const
      await expect(anna.client.sync.checkRows(ask)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      const foreign = `11111111-1111-4111-8111-111111111111.5.1`
      await expect(anna.client.sync.check({ shape: 'hot', cursor: foreign })).rejects.toMatchObject({
        code: 'RESET',
      })
    })
  })

  test('both sides write a row the same way, whatever is in it', async () => {
    const value = {
      bb: 'ё “кавычки” \\ " / \u0001\u001f\u007f\u2028\n\t',
      a: [1, -5, 1795392128727, null, true, { z: [], y: {} }],
      ключ: '😀',
      aa: 'x',
      c: false,
    }
    const [row] = await db().query<{ text: string }>('select ($1::jsonb)::text as text', [
      JSON.stringify(value),
    ])
    expect(jsonbText(value)).toBe(row?.text)
  })
})
