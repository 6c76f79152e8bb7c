import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextTransfer, readSipfrag, type Transfer, type TransferNews } from '#domain/call/transfer.ts'
import { callId } from '#domain/ids.ts'

const begun: Transfer = {
  callId: callId.parse('call-1'),
  consultCallId: null,
  to: '102',
  state: 'holding',
  failure: null,
}
const told = (...news: TransferNews[]) => news.reduce(nextTransfer, begun)
const notified = (sipCode: number): TransferNews => ({ type: 'notified', sipCode })

describe('a transfer', () => {
  test('goes by what the PBX says of it', () => {
    expect(told({ type: 'held' }).state).toBe('asked')
    expect(told({ type: 'held' }, { type: 'taken' }).state).toBe('trying')
    expect(told({ type: 'held' }, { type: 'taken' }, notified(100), notified(180)).state).toBe('ringing')
    expect(told({ type: 'held' }, { type: 'taken' }, notified(180), notified(200)).state).toBe('done')
  })

  test('whose NOTIFY overtakes the 202 comes to the same', () => {
    expect(told({ type: 'held' }, notified(180), { type: 'taken' }).state).toBe('ringing')
    expect(told({ type: 'held' }, notified(200), { type: 'taken' }).state).toBe('done')
  })

  test.each([
    [486, 'busy'],
    [404, 'notFound'],
    [408, 'noAnswer'],
    [480, 'unavailable'],
    [603, 'rejected'],
    [403, 'forbidden'],
    [500, 'failed'],
    [487, 'failed'],
  ])('refused with %i says why: %s', (sipCode, failure) => {
    expect(told({ type: 'held' }, { type: 'refused', sipCode })).toMatchObject({ state: 'failed', failure })
    expect(told({ type: 'held' }, { type: 'taken' }, notified(sipCode))).toMatchObject({ failure })
  })

  test('without a last word failed, and a colleague who is gone ends the asking only', () => {
    expect(told({ type: 'held' }, { type: 'taken' }, { type: 'noWord' })).toMatchObject({ failure: 'noWord' })
    const consulting: Transfer = { ...begun, state: 'consulting' }
    expect(nextTransfer(consulting, { type: 'consultOver' })).toMatchObject({ failure: 'consultOver' })
    expect(told({ type: 'held' }, { type: 'consultOver' }).state).toBe('asked')
  })

  test('that is over takes no news, whatever comes', () => {
    const news: fc.Arbitrary<TransferNews> = fc.oneof(
      fc.constantFrom<TransferNews>(
        { type: 'held' },
        { type: 'taken' },
        { type: 'noWord' },
        { type: 'consultOver' },
      ),
      fc.integer({ min: 100, max: 699 }).map(notified),
      fc.integer({ min: 300, max: 699 }).map((sipCode): TransferNews => ({ type: 'refused', sipCode })),
    )
    fc.assert(
      fc.property(fc.array(news, { maxLength: 12 }), (story) => {
        let now = begun
        for (const one of story) {
          const next = nextTransfer(now, one)
          if (now.state === 'done' || now.state === 'failed') expect(next).toBe(now)
          expect(next.failure !== null).toBe(next.state === 'failed')
          now = next
        }
      }),
      { numRuns: 10_000 },
    )
  })
})

test('a sipfrag is read by its first line, and the end of the subscription beside it', () => {
  expect(readSipfrag('SIP/2.0 180 Ringing\r\n', 'active;expires=30')).toEqual({ sipCode: 180, last: false })
  expect(readSipfrag('SIP/2.0 200 OK', 'terminated;reason=noresource')).toEqual({ sipCode: 200, last: true })
  expect(readSipfrag('', 'Terminated')).toEqual({ sipCode: null, last: true })
  expect(readSipfrag('SIP/2.0 99 What', '')).toEqual({ sipCode: null, last: false })
})
