import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#desk/db/open-database.ts'
import { NatsSettingsRefused, natsFromEnv } from '#desk/doorbell/doorbell-from-env.ts'
import { natsDoorbell } from '#desk/doorbell/nats-doorbell.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { noNats, TestNats } from '#tests/support/nats.ts'
import { freePort } from '#tests/support/postgres.ts'
import { ticketRow } from './floor/company.ts'
import { openDesk, pullAll } from './floor/desk.ts'
import { overPostgres } from './floor/engines.ts'
import { eventually } from './floor/events.ts'
import { listen } from './floor/listen.ts'

const secret = 'correct-horse'

describe.skipIf(noNats !== null)(
  `a doorbell over NATS${noNats === null ? '' : ` (skipped: ${noNats})`}`,
  () => {
    let nats: TestNats
    beforeAll(async () => {
      nats = new TestNats(await freePort(), '--user', 'desk', '--pass', secret)
      await nats.start()
    })
    afterAll(() => nats.kill())

    const options = () => natsFromEnv({ NATS_URL: `nats://desk:${secret}@127.0.0.1:${nats.port}` }) ?? {}
    const logged: string[] = []
    const write = (fields: object) => void logged.push(JSON.stringify(fields))
    const ports = { log: deskLog({ info: write, warn: write, error: write }), random: Math.random }

    test('tells the other nodes, not itself; is away while the server is, and rings once when it is back', async () => {
      const [one, other] = [natsDoorbell(options(), ports), natsDoorbell(options(), ports)]
      const heard = { one: 0, other: 0 }
      one.onRing(() => heard.one++)
      other.onRing(() => heard.other++)
      await eventually(() => one.joined && other.joined)
      const before = { ...heard }
      for (let i = 0; i < 20; i++) one.ring()
      await eventually(() => heard.other > before.other)
      expect(heard).toEqual({ one: before.one, other: before.other + 1 })

      await nats.kill()
      await eventually(() => !one.joined && !other.joined)
      one.ring()
      await nats.start()
      await eventually(() => one.joined && other.joined)
      // What was committed meanwhile was told to nobody: each looks once.
      expect(heard).toEqual({ one: before.one + 1, other: before.other + 2 })
      await Promise.all([one.close(), other.close()])
    })

    test('a server that is not there yet, or does not know us, keeps nobody from working or closing', async () => {
      const wrong = natsFromEnv({ NATS_URL: `nats://desk:wrong@127.0.0.1:${nats.port}` })
      const early = natsDoorbell(wrong ?? {}, ports)
      early.ring()
      await eventually(() => logged.some((line) => line.includes('doorbell.away')))
      expect(early.joined).toBe(false)
      await early.close()
      expect(logged.join()).not.toMatch(/correct-horse|wrong|127\.0\.0\.1/)
    })

    overPostgres((db, url) => {
      test('a commit at one node reaches a console at the other: with NATS, without it, and when it is back', async () => {
        const second = await openDatabase({ url: url(), poolMax: 4 })
        const [a, b] = [
          await openDesk(db(), { nats: options() }),
          await openDesk(second, { nats: options() }),
        ]
        await eventually(() => [a, b].every(({ logged }) => logged.join().includes('doorbell.joined')))
        const [anna, boris] = [await a.person(), await b.person()]
        const { cursor } = await pullAll(boris, 'hot')
        const stream = await listen(boris, 'hot', cursor)
        const reaches = async (id: string) => {
          const create = { kind: 'ticket.create', ticket: ticketRow(id), entryId: `entry-${id}` }
          const { outcomes } = await anna.push(create)
          expect(outcomes.map(({ outcome }) => outcome)).toEqual(['applied'])
          await stream.until(({ changes }) => changes.some((change) => change.id === id))
        }
        await reaches('with-nats')
        await nats.kill()
        await reaches('just-gone')
        await eventually(() => b.logged.join().includes('doorbell.away'))
        await reaches('without-nats')
        await nats.start()
        await eventually(() => b.logged.filter((line) => line.includes('doorbell.joined')).length === 2)
        await reaches('back')
        const metrics = await fetch(`${b.address}/metrics`)
        expect(await metrics.text()).toContain('pult_doorbell_joined 1')
        expect([...a.logged, ...b.logged].join()).not.toContain(secret)
        stream.close()
        await a.close()
        await b.close()
        await second.close()
      })
    })
  },
)

describe('the settings of NATS', () => {
  test.each([
    [{}, null],
    [{ NATS_URL: 'nats://n1:4222,nats://n2' }, { servers: ['n1:4222', 'n2'] }],
    [{ NATS_URL: 'tls://desk:p%40ss@n1' }, { servers: ['n1'], user: 'desk', pass: 'p@ss', tls: {} }],
    [{ NATS_URL: 'nats://token@n1' }, { servers: ['n1'], token: 'token' }],
  ])('%j', (env, options) => {
    expect(natsFromEnv(env)).toEqual(options)
  })

  test.each([
    { NATS_URL: 'http://desk:hush@n1' },
    { NATS_URL: 'hush' },
    { NATS_URL: 'nats://n1', NATS_CREDS_FILE: '/no/such/hush' },
  ])('what cannot be used is refused without being repeated: %j', (env) => {
    const refused = (() => {
      try {
        return natsFromEnv(env)
      } catch (error) {
        return error
      }
    })()
    expect(refused).toBeInstanceOf(NatsSettingsRefused)
    expect(String(refused)).not.toContain('hush')
  })
})
