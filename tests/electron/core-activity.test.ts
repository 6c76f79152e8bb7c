import { EventPublisher, implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bridge } from '#bridge/contract.ts'
import type { OwnNews } from '#bridge/own.ts'
import type { CoreStatus } from '#bridge/session.ts'
import type { Call } from '#domain/call/call.ts'
import type { OwnState } from '#domain/call/own-state.ts'
import { type CoreActivity, watchActivity } from '#electron/main/core-activity.ts'

type News = {
  calls: { type: 'calls'; calls: Call[] }
  status: CoreStatus
  own: OwnNews
}

/** A core that tells what the test says, over the real contract but without checking shapes we do not look at. */
function fakeCore() {
  const news = new EventPublisher<News>()
  const drafts: unknown[] = []
  const os = implement(bridge).$config({ initialOutputValidationIndex: Number.NaN })
  const handler = new RPCHandler({
    calls: { watch: os.calls.watch.handler(({ signal }) => news.subscribe('calls', { signal })) },
    session: { watch: os.session.watch.handler(({ signal }) => news.subscribe('status', { signal })) },
    own: { watch: os.own.watch.handler(({ signal }) => news.subscribe('own', { signal })) },
    drafts: { list: os.drafts.list.handler(() => ({ drafts: drafts as never })) },
  })
  return { news, drafts, handler }
}

let core: ReturnType<typeof fakeCore>
let activity: CoreActivity
let rings: number[]
let surprises: unknown[]

beforeEach(() => {
  core = fakeCore()
  rings = []
  surprises = []
  activity = watchActivity(
    (port) => {
      core.handler.upgrade(port)
      port.start()
    },
    (count) => rings.push(count),
    (error) => surprises.push(error),
  )
})
afterEach(() => {
  activity.stop()
  expect(surprises).toEqual([])
})

const call = (state: string) => ({ state }) as unknown as Call
const status = (over: { pending?: number; user?: object | null }) =>
  ({ pending: 0, user: {}, ...over }) as unknown as CoreStatus
const own = (state: 'available' | 'away'): OwnNews => ({
  report: {
    own: {
      ...{ state, since: 0 },
      wanted: state === 'away' ? { is: 'away', reason: 'lunch' } : { is: 'available' },
    } as OwnState,
    doNotDisturb: false,
  },
  told: true,
  pause: null,
  away: [],
})

/** Says everything once a listener is there, and waits until it has arrived. */
async function tell(calls: Call[], with_: CoreStatus, state: 'available' | 'away'): Promise<void> {
  await expect.poll(() => core.news.size).toBe(3)
  core.news.publish('calls', { type: 'calls', calls })
  core.news.publish('status', with_)
  core.news.publish('own', own(state))
}

test('a core that has not told everything yet is unknown, which counts as busy', async () => {
  expect(await activity.now()).toBeNull()
  await expect.poll(() => core.news.size).toBe(3)
  core.news.publish('calls', { type: 'calls', calls: [] })
  core.news.publish('status', status({}))
  expect(await activity.now()).toBeNull()
})

test('counts live calls, drafts and changes on their way, and knows a break', async () => {
  core.drafts.push({}, {})
  await tell([call('active'), call('ringing'), call('over')], status({ pending: 3 }), 'away')
  await expect.poll(() => activity.now()).toEqual({ calls: 2, drafts: 2, pending: 3, away: true })
})

test('nobody signed in is a break as well', async () => {
  await tell([], status({ user: null }), 'available')
  await expect.poll(() => activity.now()).toEqual({ calls: 0, drafts: 0, pending: 0, away: true })
})

test('tells each change of how many calls ring, and no other', async () => {
  await tell([call('ringing')], status({}), 'available')
  const later = (...states: string[]) =>
    core.news.publish('calls', { type: 'calls', calls: states.map(call) })
  later('ringing', 'active')
  later('ringing', 'ringing')
  later('active')
  await expect.poll(() => rings).toEqual([1, 2, 0])
})
