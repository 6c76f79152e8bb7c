import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AmiServer, startAmiServer } from '#demo/mini-pbx/ami-server.ts'
import { CallQueue } from '#demo/mini-pbx/call-queue.ts'
import { keepPresence } from '#desk/board/presence.ts'
import { readBoard } from '#desk/board/read-board.ts'
import type { Db } from '#desk/db/db.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { AmiRefused } from '#desk/pbx/ami-connection.ts'
import { PauseBook } from '#desk/pbx/pause-book.ts'
import { PbxLink } from '#desk/pbx/pbx-link.ts'
import { extensionOf, type QueueMember } from '#desk/pbx/queue-members.ts'
import { QueuePauses } from '#desk/pbx/queue-pauses.ts'
import { unpauseAfterMs } from '#desk/pbx/wanted-pauses.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import type { User } from '#domain/directory/staff.ts'
import { userId } from '#domain/ids.ts'
import { eventually } from './floor/events.ts'
import { testDatabase } from './floor/test-database.ts'

const member = (extension: string, paused = '', queue = 'support'): QueueMember => ({
  queue,
  interface: `PJSIP/${extension}`,
  extension,
  paused: paused !== '',
  reason: paused,
})

describe('what is asked of the PBX', () => {
  let asked: Record<string, string>[] = []
  let at = 0
  const ask = async (action: string, fields: Readonly<Record<string, string>>) => {
    asked.push({ action, ...fields })
  }
  beforeEach(() => {
    asked = []
    at = 1_000
  })
  const settle = (pauses: QueuePauses, members: QueueMember[], wanted: [string, string][]) =>
    pauses.settle(members, new Map(wanted), ask)

  test('each queue of the member, once, under a reason that tells whose it is', async () => {
    const pauses = new QueuePauses(() => at)
    const members = [member('101'), member('101', '', 'sales'), member('102')]
    await settle(pauses, members, [['101', 'lunch']])
    await settle(pauses, members, [['101', 'lunch']])
    const one = { action: 'QueuePause', Interface: 'PJSIP/101', Paused: 'true', Reason: 'pult: lunch' }
    expect(asked).toEqual([
      { ...one, Queue: 'support' },
      { ...one, Queue: 'sales' },
    ])
  })

  test('again, when no event said that it was done', async () => {
    const pauses = new QueuePauses(() => at)
    await settle(pauses, [member('101')], [['101', 'lunch']])
    at += 5_000
    await settle(pauses, [member('101')], [['101', 'lunch']])
    expect(asked).toHaveLength(2)
  })

  test('the end of our own pause, and another reason for it', async () => {
    const pauses = new QueuePauses(() => at)
    await settle(pauses, [member('101', 'pult: lunch')], [])
    await settle(pauses, [member('102', 'pult: wrapUp')], [['102', 'lunch']])
    expect(asked).toEqual([
      { action: 'QueuePause', Interface: 'PJSIP/101', Queue: 'support', Paused: 'false' },
      expect.objectContaining({ Interface: 'PJSIP/102', Reason: 'pult: lunch' }),
    ])
  })

  test('nothing of a member whom somebody else paused', async () => {
    const pauses = new QueuePauses(() => at)
    await settle(pauses, [member('101', 'inventory')], [])
    await settle(pauses, [member('101', 'inventory')], [['101', 'lunch']])
    expect(asked).toEqual([])
    expect(pauses.answers([member('101', 'inventory')])).toEqual([
      { extension: '101', pause: { state: 'byOthers', reason: 'inventory' } },
    ])
  })

  test('nothing more for a while when the right is missing, which is said', async () => {
    const pauses = new QueuePauses(() => at)
    let refusals = 0
    const refusing = async () => {
      refusals += 1
      throw new AmiRefused('QueuePause', { noRight: true })
    }
    const wanted = new Map([['101', 'lunch']])
    await pauses.settle([member('101'), member('102')], wanted, refusing)
    at += 10_000
    await pauses.settle([member('101'), member('102')], wanted, refusing)
    expect(refusals).toBe(1)
    expect(pauses.answers([member('101'), member('102')])).toEqual([
      { extension: '101', pause: { state: 'noRight', reason: null } },
      { extension: '102', pause: { state: 'notPaused', reason: null } },
    ])
  })

  test('extensions are read from what PBXs call their members', () => {
    expect(['PJSIP/101', 'Local/101@from-queue/n', 'SIP/101', 'Agent/101', ''].map(extensionOf)).toEqual([
      '101',
      '101',
      '101',
      null,
      null,
    ])
  })
})

describe('the queues of a PBX', () => {
  let db: Db
  const anna: User = {
    id: userId.parse(v7()),
    v: 1,
    login: 'anna',
    name: 'Анна',
    role: 'dispatcher',
    teamIds: [],
    extension: '101',
    active: true,
  }
  beforeAll(async () => {
    db = await testDatabase()
    await ensureSpace(db, { spaceId: mainSpace, name: 'x', timeZone: 'Europe/Moscow' })
    await seedDesk(db, [{ entity: 'user', row: anna }], { now: Date.now(), onProgress: () => {} })
  }, 60_000)
  afterAll(() => db.close())

  let queue: CallQueue
  let server: AmiServer
  let link: PbxLink
  const start = async (mayPause: boolean, port = 0) => {
    server = await startAmiServer({
      ...{ host: '127.0.0.1', port, queues: [queue], now: Date.now },
      users: [{ username: 'desk', secret: 'hush', mayPause }],
    })
    return server.port
  }
  const open = (port: number) => {
    link = new PbxLink(
      {
        ...{ db, now: Date.now, random: () => 0, onChange: () => undefined },
        log: deskLog({ info: () => {}, warn: () => {}, error: () => {} }),
      },
      { host: '127.0.0.1', port, user: 'desk', secret: 'hush' },
      { spaceId: mainSpace, timeZone: 'Europe/Moscow' },
    )
  }
  beforeEach(async () => {
    queue = new CallQueue('support', [
      { extension: '101', name: 'Анна' },
      { extension: '102', name: 'Борис' },
    ])
    await db.query('delete from presence')
    await db.query('delete from pbx_state')
  })
  afterEach(async () => {
    await link.stop()
    await server.close()
  })
  const says = (queuePause: string | null, heardAt = Date.now()) =>
    keepPresence(
      db,
      { spaceId: mainSpace, userId: anna.id },
      {
        ...{ state: queuePause === null ? 'available' : 'away', reason: queuePause, since: 0, line: 'ready' },
        ...{ call: null, doNotDisturb: false, wrapUpUntil: null, queuePause },
      },
      heardAt,
    )
  const atPbx = (extension: string) => {
    const one = queue.members.find((each) => each.extension === extension)
    return one?.paused ? one.pausedReason : null
  }
  const told = async () => await new PauseBook(db, Date.now).answerFor(mainSpace, '101')

  test('pass over who is away and ring them again afterwards; console and board are told', async () => {
    open(await start(true))
    await says('lunch')
    await eventually(() => atPbx('101') === 'pult: lunch')
    expect(atPbx('102')).toBeNull()
    await eventually(async () => (await told())?.state === 'paused')
    expect(await told()).toEqual({ state: 'paused', reason: 'lunch' })
    expect(await new PauseBook(db, Date.now).away(mainSpace)).toEqual([{ extension: '101', reason: 'lunch' }])
    const { dispatchers } = await readBoard(db, mainSpace, Date.now())
    expect(dispatchers).toMatchObject([
      { presence: { state: 'away', reason: 'lunch' }, pause: { state: 'paused', reason: 'lunch' } },
    ])
    await says(null)
    await eventually(() => atPbx('101') === null)
  })

  test('are paused anew after the PBX was restarted', async () => {
    const port = await start(true)
    open(port)
    await says('lunch')
    await eventually(() => atPbx('101') === 'pult: lunch')
    await server.close()
    queue = new CallQueue('support', [{ extension: '101', name: 'Анна' }])
    await start(true, port)
    await eventually(() => atPbx('101') === 'pult: lunch')
  })

  test('ring again who is gone for long, and who was paused by an earlier run of the desk', async () => {
    queue.pause('101', true, 'pult: lunch')
    await says('lunch', Date.now() - unpauseAfterMs - 1_000)
    open(await start(true))
    await eventually(() => atPbx('101') === null)
  })

  test('without the right nothing is paused, and that is what the console hears', async () => {
    open(await start(false))
    await says('lunch')
    await eventually(async () => (await told())?.state === 'noRight')
    expect(atPbx('101')).toBeNull()
  })

  test('of a PBX that is away are not spoken of as if they were known', async () => {
    open(await start(true))
    await eventually(async () => (await told())?.state === 'notPaused')
    await server.close()
    await eventually(async () => (await told())?.state === 'noPbx')
    expect(await new PauseBook(db, Date.now).answerFor(mainSpace, '999')).toEqual({
      state: 'noPbx',
      reason: null,
    })
  })
})
