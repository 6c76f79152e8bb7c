import { describe, expect, test } from 'vitest'
import { CallQueue, memberStatuses, type QueueNews } from '#demo/mini-pbx/call-queue.ts'

const { free, inUse, ringing } = memberStatuses

/** A queue with two free members and a log of what it tells. */
function supportQueue() {
  const queue = new CallQueue('support', [
    { extension: '101', name: 'Анна' },
    { extension: '102', name: 'Борис' },
  ])
  queue.setStatus('101', free)
  queue.setStatus('102', free)
  const log: QueueNews[] = []
  queue.news.on((news) => log.push(news))
  return { queue, log }
}
const ivan = { id: 'c1', number: '+7495', name: 'Иван' }
const olga = { id: 'c2', number: '+7496', name: 'Ольга' }

describe('the call queue', () => {
  test('the first caller rings everybody who is free, the second waits', () => {
    const { queue } = supportQueue()
    expect(queue.toRing(0)).toBeNull()
    queue.join(ivan, 0)
    queue.join(olga, 500)
    expect(queue.toRing(500)).toMatchObject({ caller: { id: 'c1' }, extensions: ['101', '102'] })
    queue.called('c1', '101', 500)
    queue.called('c1', '102', 500)
    expect(queue.toRing(600)?.extensions).toEqual([])
  })

  test('busy, ringing, paused and absent members are left in peace', () => {
    const { queue } = supportQueue()
    queue.join(ivan, 0)
    queue.setStatus('101', inUse)
    queue.pause('102', true, 'обед')
    expect(queue.toRing(0)?.extensions).toEqual([])
    queue.pause('102', false, '')
    queue.setStatus('102', ringing)
    expect(queue.toRing(0)?.extensions).toEqual([])
    queue.setStatus('102', free)
    expect(queue.toRing(0)?.extensions).toEqual(['102'])
    expect(queue.pause('999', true, '')).toBe(false)
  })

  test('a refusal silences the member for a second, and says when to look again', () => {
    const { queue, log } = supportQueue()
    queue.join(ivan, 0)
    queue.called('c1', '101', 0)
    queue.notAnswered('101', 2_000)
    expect(log.at(-1)).toMatchObject({ type: 'notAnswered', ringMs: 2_000, member: { extension: '101' } })
    expect(queue.toRing(2_500)).toMatchObject({ extensions: ['102'], retryAt: 3_000 })
    expect(queue.toRing(3_000)).toMatchObject({ extensions: ['101', '102'], retryAt: null })
  })

  test('an answered call: left, connected, completed, and the figures', () => {
    const { queue, log } = supportQueue()
    queue.join(ivan, 0)
    queue.called('c1', '101', 1_000)
    queue.connected('c1', '101', 3_000)
    expect(queue.members[0]).toMatchObject({ inCall: true, callsTaken: 0 })
    queue.completed('c1', 'agent', 13_000)
    queue.completed('c1', 'agent', 14_000)
    expect(log.map(({ type }) => type)).toEqual(['joined', 'called', 'left', 'connected', 'completed'])
    expect(log.at(-2)).toMatchObject({ holdMs: 3_000, ringMs: 2_000 })
    expect(log.at(-1)).toMatchObject({ holdMs: 3_000, talkMs: 10_000, by: 'agent' })
    expect(queue.members[0]).toMatchObject({ inCall: false, callsTaken: 1, lastCallAt: 13_000 })
    expect(queue.totals).toEqual({
      completed: 1,
      abandoned: 0,
      holdMs: 3_000,
      talkMs: 10_000,
      serviceLevelPercent: 100,
    })
  })

  test('who gives up is counted once, and the next moves up', () => {
    const { queue, log } = supportQueue()
    queue.join(ivan, 0)
    queue.join(olga, 1_000)
    queue.abandon('c1', 25_000)
    queue.abandon('c1', 26_000)
    expect(log.slice(2)).toMatchObject([
      { type: 'abandoned', position: 1, holdMs: 25_000 },
      { type: 'left', position: 1, count: 1 },
    ])
    expect(queue.waiting.map(({ id }) => id)).toEqual(['c2'])
    expect(queue.totals.abandoned).toBe(1)
    queue.connected('c2', '101', 30_000)
    expect(queue.totals.serviceLevelPercent).toBe(0)
  })

  test('a member whose caller gave up may ring for the next at once', () => {
    const { queue } = supportQueue()
    queue.join(ivan, 0)
    queue.join(olga, 0)
    queue.called('c1', '101', 0)
    queue.abandon('c1', 100)
    expect(queue.toRing(100)).toMatchObject({ caller: { id: 'c2' }, extensions: ['101', '102'] })
  })
})
