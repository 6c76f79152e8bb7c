import { expect, test } from 'vitest'
import type { OwnNews } from '#bridge/own.ts'
import { DeskUnreachable } from '#core/desk-link.ts'
import type { OwnReport } from '#domain/call/own-report.ts'
import type { Presence } from '#wire/board.ts'
import type { FakeDesk } from '../support/fake-desk.ts'
import { signInAtFake } from '../support/fake-seat.ts'
import { ringing, type Workplace } from '../support/workplace.ts'

const lunch: OwnReport = {
  own: { state: 'away', since: 7, wanted: { is: 'away', reason: 'lunch' } },
  doNotDisturb: false,
}

/** The first own news that fit. */
async function told({ window }: Workplace, fits: (news: OwnNews) => boolean): Promise<OwnNews> {
  for await (const news of await window.own.watch()) if (fits(news)) return news
  throw new Error('the stream ended')
}

/** Words of presence the desk heard, once one fits. */
async function presence(desk: FakeDesk, fits: (word: Presence) => boolean): Promise<Presence> {
  const known = desk.asked.filter(({ path }) => path === 'present').map(({ input }) => input as Presence)
  const found = known.find(fits)
  if (found) return found
  for (;;) {
    const { input } = await desk.next('present')
    if (fits(input as Presence)) return input as Presence
  }
}

test('the state told by the phone goes to the desk with the reason of the pause, and the window hears how far it came', async () => {
  const anna = await signInAtFake()
  anna.desk.pause = { state: 'paused', reason: 'lunch' }
  await anna.window.own.report(lunch)
  expect(await presence(anna.desk, ({ state }) => state === 'away')).toMatchObject({
    reason: 'lunch',
    since: 7,
    queuePause: 'lunch',
    wrapUpUntil: null,
  })
  const news = await told(anna, ({ pause }) => pause?.state === 'paused')
  expect(news).toEqual({ report: lunch, told: true, pause: { state: 'paused', reason: 'lunch' }, away: [] })
})

test('a console whose phone has not spoken yet is nobody at work', async () => {
  const anna = await signInAtFake()
  expect(await presence(anna.desk, () => true)).toMatchObject({ state: 'offline', queuePause: null })
})

test('while the desk is away the window is not told that it knows', async () => {
  const anna = await signInAtFake()
  await anna.window.own.report(lunch)
  await told(anna, (news) => news.told)
  anna.desk.fail('present', ...Array.from({ length: 50 }, () => new DeskUnreachable('refused')))
  await anna.window.own.report({ ...lunch, doNotDisturb: true })
  expect(await told(anna, (news) => !news.told)).toMatchObject({
    report: { doNotDisturb: true },
    pause: null,
  })
})

test('is kept for the next start of the phone, of the same person only', async () => {
  const anna = await signInAtFake()
  expect(await anna.window.own.kept()).toEqual({ report: null })
  await anna.window.own.report(lunch)
  const again = await anna.restart()
  expect(await again.window.own.kept()).toEqual({ report: lunch })
  await again.window.session.signOut()
  expect(await again.window.own.kept()).toEqual({ report: null })
})

test('a call does not make the next start forget a wish', async () => {
  const anna = await signInAtFake()
  await anna.window.own.report(lunch)
  await anna.window.own.report({
    own: { state: 'busy', since: 9, wanted: { is: 'away', reason: 'lunch' } },
    doNotDisturb: false,
  })
  expect(await anna.window.own.kept()).toEqual({ report: lunch })
})

test('signing out tells the desk at once that nobody is here', async () => {
  const anna = await signInAtFake()
  await anna.window.own.report(lunch)
  await told(anna, (news) => news.told)
  const gone = anna.desk.next('present')
  await anna.window.session.signOut()
  expect((await gone).input).toMatchObject({ state: 'offline', queuePause: null, line: 'off' })
})

test('the code of a call is kept with its record; a call nobody knows is said to be none', async () => {
  const anna = await signInAtFake()
  const event = ringing('call-1', '+74951112233')
  await anna.window.calls.report({ events: [event] })
  await anna.window.own.wrapUp({ callId: event.callId, code: 'advice' })
  expect(anna.core.work.rows.get('callRecord', event.callId)?.wrapUpCode).toBe('advice')
  await expect(anna.window.own.wrapUp({ callId: 'nobody' as never, code: 'advice' })).rejects.toMatchObject({
    code: 'NO_SUCH_CALL',
  })
})
