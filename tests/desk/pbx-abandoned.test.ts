import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startMiniPbx } from '#demo/mini-pbx/mini-pbx.ts'
import type { Db } from '#desk/db/db.ts'
import { deskLog } from '#desk/http/desk-log.ts'
import { seedDesk } from '#desk/jobs/seed-desk.ts'
import { type AbandonedCall, AbandonedCalls } from '#desk/pbx/abandoned-calls.ts'
import { parseFrame } from '#desk/pbx/ami-frames.ts'
import { dialPlanFromEnv } from '#desk/pbx/dial-plan-from-env.ts'
import { keepAbandoned } from '#desk/pbx/keep-abandoned.ts'
import { PbxLink } from '#desk/pbx/pbx-link.ts'
import { ensureSpace, mainSpace } from '#desk/session/spaces.ts'
import type { CallRecord } from '#domain/call/call-record.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { ids, smallCompany, wednesday } from './floor/company.ts'
import { eventually } from './floor/events.ts'
import { testDatabase } from './floor/test-database.ts'

const second = 1_000
const who = 'CallerIDNum: 89161112233 | CallerIDName: Ольга'
/** Plays events, `[second] Event …`, and answers who gave up. */
function play(calls: AbandonedCalls, ...lines: string[]): AbandonedCall[] {
  return lines.flatMap((line) => {
    const [, at, event = ''] = /^\[(\d+)\] (.*)$/.exec(line) ?? []
    const frame = parseFrame(`Event: ${event}`.replaceAll(' | ', '\r\n'))
    return calls.hear(frame, wednesday + Number(at) * second) ?? []
  })
}
const letGo = (calls: AbandonedCalls, at: number) => calls.letGo(wednesday + at * second)
const of = (n: number) => `Queue: support | Uniqueid: 1.${n} | Linkedid: 1.${n} | ${who}`

describe('who gave up at the PBX', () => {
  test('a caller who hung up while waiting, with the times of their wait', () => {
    const calls = new AbandonedCalls()
    const gaveUp = play(
      calls,
      `[0] QueueCallerJoin | ${of(1)}`,
      `[7] QueueCallerAbandon | ${of(1)} | HoldTime: 7`,
      `[7] QueueCallerLeave | ${of(1)}`,
    )
    expect(gaveUp).toEqual([
      {
        linkedId: '1.1',
        callQueue: 'support',
        numberRaw: '89161112233',
        callerName: 'Ольга',
        joinedAt: wednesday,
        leftAt: wednesday + 7 * second,
        end: 'abandoned',
      },
    ])
    expect(letGo(calls, 100)).toEqual([])
  })

  test('one who was answered did not', () => {
    const calls = new AbandonedCalls()
    const gaveUp = play(
      calls,
      `[0] QueueCallerJoin | ${of(1)}`,
      `[3] QueueCallerLeave | ${of(1)}`,
      `[3] AgentConnect | ${of(1)} | HoldTime: 3`,
    )
    expect([...gaveUp, ...letGo(calls, 100)]).toEqual([])
  })

  test('one the queue let go was not answered, unless another queue took them', () => {
    const calls = new AbandonedCalls()
    play(
      calls,
      `[0] QueueCallerJoin | ${of(1)}`,
      `[0] QueueCallerJoin | ${of(2)}`,
      `[60] QueueCallerLeave | ${of(1)}`,
      `[60] QueueCallerLeave | ${of(2)}`,
      `[65] QueueCallerJoin | ${of(2).replace('support', 'overflow')}`,
    )
    expect(letGo(calls, 70)).toEqual([])
    expect(letGo(calls, 80)).toMatchObject([{ linkedId: '1.1', end: 'noAnswer', callQueue: 'support' }])
    expect(letGo(calls, 80)).toEqual([])
  })

  test('one who is gone after a time in which nobody listened is not forgotten, one who still waits is not told', () => {
    const calls = new AbandonedCalls()
    play(calls, `[0] QueueCallerJoin | ${of(1)}`, `[5] QueueCallerJoin | ${of(2)}`)
    calls.beginSnapshot()
    play(calls, `[30] QueueEntry | Queue: support | Uniqueid: 1.2 | Wait: 25`)
    calls.endSnapshot(wednesday + 30 * second)
    expect(letGo(calls, 60)).toMatchObject([{ linkedId: '1.1', joinedAt: wednesday }])
    const [second2] = play(calls, `[70] QueueCallerAbandon | ${of(2)} | HoldTime: 65`)
    expect(second2).toMatchObject({ linkedId: '1.2', joinedAt: wednesday + 5 * second })
  })

  test('a number the PBX does not know is none', () => {
    const calls = new AbandonedCalls()
    const unknown = 'Queue: q | Uniqueid: 2 | Linkedid: 2 | CallerIDNum: <unknown> | CallerIDName: <unknown>'
    expect(play(calls, `[1] QueueCallerAbandon | ${unknown}`)).toMatchObject([
      { numberRaw: '', callerName: '' },
    ])
  })

  test('whatever the order of snapshots and events, each caller is told once at most, an answered one never', () => {
    const deed = fc.record({
      caller: fc.nat(4),
      what: fc.constantFrom('join', 'abandon', 'answer', 'leave', 'snapshot'),
      at: fc.nat(30),
    })
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const calls = new AbandonedCalls()
        const over = new Set<number>()
        const waiting = new Set<number>()
        const told: string[] = []
        let now = 0
        for (const { caller, what, at } of deeds) {
          now += at
          const hear = (event: string) => {
            told.push(...play(calls, `[${now}] ${event} | ${of(caller)}`).map(({ linkedId }) => linkedId))
          }
          if (what === 'snapshot') {
            calls.beginSnapshot()
            for (const one of waiting) play(calls, `[${now}] QueueEntry | ${of(one)} | Wait: 1`)
            calls.endSnapshot(wednesday + now * second)
          } else if (what === 'join') {
            if (over.has(caller) || waiting.has(caller)) continue
            waiting.add(caller)
            hear('QueueCallerJoin')
          } else if (waiting.delete(caller)) {
            over.add(caller)
            if (what === 'abandon') hear('QueueCallerAbandon')
            hear('QueueCallerLeave')
            if (what === 'answer') hear('AgentConnect')
            if (what === 'answer') expect(told).not.toContain(`1.${caller}`)
          }
          told.push(...letGo(calls, now).map(({ linkedId }) => linkedId))
        }
        told.push(...letGo(calls, now + 60).map(({ linkedId }) => linkedId))
        expect(new Set(told).size).toBe(told.length)
        for (const one of waiting) expect(told).not.toContain(`1.${one}`)
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('how the PBX writes numbers', () => {
  const inFile = (text: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'pult-plan-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'plan.json')
    writeFileSync(file, text)
    return { PULT_DIAL_PLAN_FILE: file }
  }
  test('comes from a file, and a wrong one is said in words', () => {
    expect(dialPlanFromEnv({})).toBeUndefined()
    const plan = { ...russianDialPlan, areaCode: '812' }
    expect(dialPlanFromEnv(inFile(JSON.stringify(plan)))).toEqual(plan)
    expect(() => dialPlanFromEnv(inFile('{'))).toThrow('cannot be read as JSON')
    expect(() => dialPlanFromEnv(inFile('{"country":"RU","areaCode":5}'))).toThrow('look at "areaCode"')
  })
})

describe('in the desk', () => {
  let db: Db
  beforeAll(async () => {
    db = await testDatabase()
    await ensureSpace(db, { spaceId: mainSpace, name: 'x', timeZone: 'Europe/Moscow' })
    await seedDesk(db, smallCompany(), { now: wednesday })
  }, 60_000)
  afterAll(() => db.close())

  const recordsOf = async (linkedId: string) =>
    (
      await db.query<{ row: CallRecord }>(`select row from call_records where row->>'pbxCallId' = $1`, [
        linkedId,
      ])
    ).map(({ row }) => row)
  const feedOf = (id: string) =>
    db.query('select op from changes where entity = $1 and id = $2', ['callRecord', id])
  const call = (fields: Partial<AbandonedCall>): AbandonedCall => ({
    linkedId: 'x',
    callQueue: 'support',
    numberRaw: '8 (916) 111-22-33',
    callerName: 'Ольга',
    joinedAt: wednesday,
    leftAt: wednesday + second,
    end: 'abandoned',
    ...fields,
  })
  const keep = (fields: Partial<AbandonedCall>) => keepAbandoned(db, mainSpace, russianDialPlan, call(fields))

  test('a record without a person, the number normalised, the one contact found; told once by two nodes', async () => {
    const kept = await Promise.all([keep({ linkedId: '10.1' }), keep({ linkedId: '10.1' })])
    expect(kept.toSorted()).toEqual([false, true])
    expect(await keep({ linkedId: '10.1', leftAt: wednesday + 5 * second })).toBe(false)
    const [record, ...others] = await recordsOf('10.1')
    expect(others).toEqual([])
    expect(record).toMatchObject({
      userId: null,
      number: '+79161112233',
      contactId: ids.contact,
      organisationId: ids.organisation,
      ringAt: wednesday,
      endedAt: wednesday + second,
      end: 'abandoned',
    })
    expect(await feedOf(record?.id ?? '')).toHaveLength(1)
  })

  test('hidden, internal and unreadable numbers are kept as what they are', async () => {
    await keep({ linkedId: '10.2', numberRaw: '' })
    await keep({ linkedId: '10.3', numberRaw: '101' })
    await keep({ linkedId: '10.4', numberRaw: 'reception\u0000', callerName: '\ud800x' })
    expect(await recordsOf('10.2')).toMatchObject([{ hidden: true, number: null, contactId: null }])
    expect(await recordsOf('10.3')).toMatchObject([{ hidden: false, number: '101' }])
    expect(await recordsOf('10.4')).toMatchObject([{ numberRaw: 'reception' }])
  })

  test('the demo’s PBX: a customer nobody was there for is in the desk’s records', async () => {
    const secret = 'manager-secret'
    const pbx = await startMiniPbx({
      users: [{ extension: '101', name: 'Анна', password: 'unused' }],
      queues: [{ name: 'support', extension: '500', members: ['101'] }],
      amiUsers: [{ username: 'desk', secret }],
    })
    const quiet = () => undefined
    const link = new PbxLink(
      {
        db,
        now: Date.now,
        random: () => 0,
        log: deskLog({ info: quiet, warn: quiet, error: quiet }),
        onChange: quiet,
      },
      { host: '127.0.0.1', port: pbx.amiPort, user: 'desk', secret },
      { spaceId: mainSpace, timeZone: 'Europe/Moscow' },
    )
    try {
      await eventually(() => link.live)
      const customer = pbx.ring({ to: { queue: 'support' }, number: '84951234567', name: 'Ромашка' })
      await eventually(() => pbx.queue('support').waiting.length === 1)
      customer.hangUp()
      let record: CallRecord | undefined
      await eventually(async () => {
        const rows = await db.query<{ row: CallRecord }>(
          `select row from call_records where row->>'callerName' = 'Ромашка'`,
        )
        record = rows[0]?.row
        return record !== undefined
      })
      expect(record).toMatchObject({ number: '+74951234567', callQueue: 'support', end: 'abandoned' })
    } finally {
      await link.stop()
      await pbx.close()
    }
  }, 20_000)
})
