import { describe, expect, test } from 'vitest'
import type { LedgerView } from '#bridge/ledger.ts'
import type { CallEnd } from '#domain/call/call-end.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { callerKey } from '#domain/call/ledger-rows.ts'
import { callId } from '#domain/ids.ts'
import { deskForEach, signIn } from '#tests/core/support/live-desk.ts'
import { cutOff, isLive, isSettled, ringing, type Workplace } from '#tests/core/support/workplace.ts'

const at = deskForEach()

type Seated = Workplace & { id: string }
async function signedIn(role: 'dispatcher' | 'supervisor' = 'dispatcher'): Promise<Seated> {
  const place = await signIn(at.desk, { role })
  return { ...place, id: place.user.id }
}

let made = 0
/** A number of its own for each test: the database is one. */
const newNumber = () => `+7495${String(2_000_000 + ++made)}`
const keyOf = (number: string) => callerKey.parse(`n:${number}`)

const ended = (id: string, end: CallEnd): CallEvent => ({
  type: 'ended',
  callId: callId.parse(id),
  at: Date.now(),
  end,
  sipCode: null,
})
async function missCall(at: Seated, number: string, fields: Partial<CallEvent> = {}): Promise<string> {
  const id = `call-${++made}`
  await at.window.calls.report({ events: [ringing(id, number, fields), ended(id, 'abandoned')] })
  return id
}

/** The first view of the ledger (present or coming) that fits. */
async function seen(at: Workplace, fits: (view: LedgerView) => boolean): Promise<LedgerView> {
  for await (const view of await at.window.ledger.watch()) if (fits(view)) return view
  throw new Error('the ledger ended')
}
const rowOf = (view: LedgerView, number: string) =>
  view.rows.find((row) => row.callerKey === keyOf(number)) ?? null
const waits = (number: string) => (view: LedgerView) => rowOf(view, number) !== null
const gone = (number: string) => (view: LedgerView) => rowOf(view, number) === null
const ownedBy = (id: string | null, number: string) => (view: LedgerView) => {
  const row = rowOf(view, number)
  return row !== null && (row.owner?.userId ?? null) === id
}

describe('missed callers at two consoles and their desk', () => {
  test('a call missed at one console waits in the ledger of all', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    const number = newNumber()
    await missCall(anna, number)
    const row = rowOf(await seen(boris, waits(number)), number)
    expect(row).toMatchObject({ number, calls: 1, owner: null, attempts: 0 })
  })

  test('of two who call back at once one gets the number, the other is told who was first', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    const number = newNumber()
    await missCall(anna, number)
    await Promise.all([seen(anna, waits(number)), seen(boris, waits(number))])
    const asked = [anna, boris].map((one) => one.window.ledger.callBack({ callerKey: keyOf(number) }))
    const answers = await Promise.allSettled(asked)
    const won = answers.findIndex(({ status }) => status === 'fulfilled')
    const winner = [anna, boris][won] as Seated
    const loser = [boris, anna][won] as Seated
    expect(answers[won]).toMatchObject({ value: { number, confirmed: true } })
    expect(answers[1 - won]).toMatchObject({ reason: { code: 'TAKEN', data: { userId: winner.id } } })
    const row = rowOf(await seen(loser, ownedBy(winner.id, number)), number)
    expect(row?.owner).toMatchObject({ confirmed: true, name: expect.any(String) })
    // The loser was told to the face: nothing lies in the tray.
    await loser.until(isSettled)
    expect((await loser.window.outbox.list()).notAccepted).toEqual([])
  })

  test('a talk settles it by itself, at every console', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    const number = newNumber()
    await missCall(anna, number)
    await seen(boris, waits(number))
    await boris.window.ledger.callBack({ callerKey: keyOf(number) })
    const id = callId.parse(`call-${++made}`)
    const later = Date.now() + 1_000
    await boris.window.calls.report({
      events: [
        { type: 'dialled', callId: id, at: later, number, sipCallId: `sip-${id}` },
        { type: 'answered', callId: id, at: later + 1 },
      ],
    })
    await Promise.all([seen(anna, gone(number)), seen(boris, gone(number))])
  })

  test('an attempt they did not take is counted and keeps its owner', async () => {
    const anna = await signedIn()
    const number = newNumber()
    await missCall(anna, number)
    await anna.window.ledger.callBack({ callerKey: keyOf(number) })
    const id = callId.parse(`call-${++made}`)
    const later = Date.now() + 1_000
    await anna.window.calls.report({
      events: [
        { type: 'dialled', callId: id, at: later, number, sipCallId: `sip-${id}` },
        { ...ended(id, 'noAnswer'), at: later + 5 },
      ],
    })
    const row = rowOf(await seen(anna, (view) => rowOf(view, number)?.attempts === 1), number)
    expect(row).toMatchObject({ lastAttemptAt: later, owner: { userId: anna.id } })
  })

  test('closed without a talk it is gone everywhere, and the journal says how', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    const number = newNumber()
    const id = await missCall(anna, number)
    await seen(boris, waits(number))
    await boris.window.ledger.close({
      callerKey: keyOf(number),
      reason: 'handledOtherwise',
      note: 'Написали на почту',
    })
    await seen(anna, gone(number))
    const details = await anna.window.calls.details({ callId: callId.parse(id) })
    expect(details.row.missed).toBe(true)
    expect(details.settlement).toMatchObject({ how: 'handledOtherwise', note: 'Написали на почту' })
  })

  test('a dispatcher cannot take over, a supervisor can; the owner sees it', async () => {
    const [anna, boris, vera] = [await signedIn(), await signedIn(), await signedIn('supervisor')]
    const number = newNumber()
    await missCall(anna, number)
    await anna.window.ledger.callBack({ callerKey: keyOf(number) })
    await Promise.all([seen(boris, ownedBy(anna.id, number)), seen(vera, ownedBy(anna.id, number))])
    const take = { callerKey: keyOf(number), expected: anna.id as never }
    await expect(boris.window.ledger.claim(take)).rejects.toMatchObject({ code: 'TAKEN' })
    await expect(boris.window.ledger.release(take)).rejects.toMatchObject({ code: 'REFUSED' })
    expect(await vera.window.ledger.claim(take)).toEqual({ confirmed: true })
    await seen(anna, ownedBy(vera.id, number))
    await expect(anna.window.ledger.callBack({ callerKey: keyOf(number) })).rejects.toMatchObject({
      code: 'TAKEN',
      data: { userId: vera.id },
    })
  })

  test('claimed while the desk is away it is ours so far, says so, and loses to who was first at the desk', async () => {
    const [anna, boris] = [await signedIn(), await signedIn()]
    const number = newNumber()
    await missCall(anna, number)
    await Promise.all([seen(anna, waits(number)), seen(boris, waits(number))])
    const away = await cutOff(anna)
    expect(await away.window.ledger.callBack({ callerKey: keyOf(number) })).toEqual({
      number,
      confirmed: false,
    })
    const soft = rowOf(await seen(away, ownedBy(anna.id, number)), number)
    expect(soft?.owner).toMatchObject({ userId: anna.id, confirmed: false })
    await boris.window.ledger.callBack({ callerKey: keyOf(number) })
    const back = await away.online()
    await back.until((status) => isLive(status) && status.notAccepted === 1)
    const [refused] = (await back.window.outbox.list()).notAccepted
    expect(refused?.refusal).toMatchObject({ code: 'takenBy', userId: boris.id })
    await seen(back, ownedBy(boris.id, number))
  })

  test('a console that signs in months later has it still', async () => {
    const anna = await signedIn()
    const number = newNumber()
    const old = Date.now() - 200 * 24 * 3_600_000
    await missCall(anna, number, { at: old })
    await anna.until(isSettled)
    const boris = await signedIn()
    expect(rowOf(await seen(boris, waits(number)), number)).toMatchObject({ firstAt: old })
  })

  test('a line that did not hear is told with the calls missed meanwhile', async () => {
    const [anna, boris, vera] = [await signedIn(), await signedIn(), await signedIn('supervisor')]
    const at = Date.now() - 60_000
    await anna.window.board.reportLine({ line: 'ready', at: at - 1_000 })
    await anna.window.board.reportLine({ line: 'deaf', at })
    await missCall(boris, newNumber(), { at: at + 10_000 })
    await anna.window.board.reportLine({ line: 'ready', at: at + 30_000 })
    const own = ({ deaf }: LedgerView) => deaf.some(({ userId, missed }) => userId === anna.id && missed > 0)
    for (const one of [anna, vera]) {
      const { deaf } = await seen(one, own)
      expect(deaf.find(({ userId }) => userId === anna.id)).toMatchObject({
        from: at,
        to: at + 30_000,
        name: expect.any(String),
      })
    }
  })

  test('a socket that was only changed is no deaf time', async () => {
    const anna = await signedIn()
    const at = Date.now()
    await anna.window.board.reportLine({ line: 'deaf', at })
    await anna.window.board.reportLine({ line: 'ready', at: at + 900 })
    expect(anna.core.work.rows.deafTimes(at).some(({ userId }) => userId === anna.id)).toBe(false)
  })

  test('once the lease has ended an open window is told how many wait, and nobody’s name', async () => {
    const anna = await signedIn()
    await missCall(anna, newNumber())
    const stream: AsyncIterator<LedgerView> = (await anna.window.ledger.watch())[Symbol.asyncIterator]()
    expect((await stream.next()).value?.rows.length).toBeGreaterThan(0)
    anna.core.work.status.set({ lease: { until: 0, ended: true } })
    let view: LedgerView | undefined
    do view = (await stream.next()).value
    while (view?.rows.length !== 0)
    expect(view).toMatchObject({ rows: [], deaf: [], count: expect.toSatisfy((n: number) => n > 0) })
  })
})
