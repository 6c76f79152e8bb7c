import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DialogInfo,
  type DialogState,
  nextWatchedPhone,
  presenceOf,
  type WatchedPhone,
} from '#domain/call/dialog-info.ts'
import { readMessageSummary } from '#domain/call/message-summary.ts'
import {
  answerTimer,
  readMinSe,
  readSessionExpires,
  timerDeadline,
  timerOfAnswer,
} from '#domain/call/session-timer.ts'

const news = (
  version: number,
  state: 'full' | 'partial',
  dialogs: Record<string, DialogState>,
): DialogInfo => ({
  entity: 'sip:102@pbx.example',
  version,
  state,
  dialogs: Object.entries(dialogs).map(([id, state]) => ({
    id,
    state,
    direction: 'recipient',
    callId: null,
    remote: null,
  })),
})
const fold = (...documents: DialogInfo[]) => documents.reduce<WatchedPhone | null>(nextWatchedPhone, null)

describe('a colleague’s phone (RFC 4235)', () => {
  test('a full state replaces all, a partial one changes what it names', () => {
    const phone = fold(
      news(0, 'full', { a: 'confirmed', b: 'early' }),
      news(1, 'partial', { b: 'confirmed' }),
    )
    expect(phone?.dialogs.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'confirmed'],
      ['b', 'confirmed'],
    ])
    expect(fold(news(0, 'full', { a: 'confirmed' }), news(1, 'full', {}))?.dialogs).toEqual([])
  })

  test('what ended is gone', () => {
    expect(presenceOf(fold(news(0, 'full', { a: 'early' }), news(1, 'partial', { a: 'terminated' })))).toBe(
      'free',
    )
  })

  test('an old or repeated version changes nothing', () => {
    const phone = fold(news(5, 'full', { a: 'early' }))
    expect(nextWatchedPhone(phone, news(5, 'full', {}))).toBe(phone)
    expect(nextWatchedPhone(phone, news(4, 'partial', { a: 'terminated' }))).toBe(phone)
  })

  test('a skipped version says so until a full state comes', () => {
    const gap = fold(news(1, 'full', {}), news(3, 'partial', { a: 'early' }))
    expect(gap).toMatchObject({ incomplete: true })
    expect(presenceOf(gap)).toBe('unknown')
    expect(nextWatchedPhone(gap, news(4, 'partial', {})).incomplete).toBe(true)
    expect(presenceOf(nextWatchedPhone(gap, news(4, 'full', {})))).toBe('free')
    expect(fold(news(0, 'partial', {}))?.incomplete).toBe(true)
  })

  test.each([
    [{ a: 'early', b: 'confirmed' }, 'talking'],
    [{ a: 'early' }, 'ringing'],
    [{ a: 'trying' }, 'calling'],
    [{}, 'free'],
  ] as const)('%j is %s', (dialogs, presence) => {
    expect(presenceOf(fold(news(0, 'full', dialogs)))).toBe(presence)
  })

  test('nothing yet is unknown', () => {
    expect(presenceOf(null)).toBe('unknown')
  })

  test('partial after partial ends where one full state would, however they are cut', () => {
    const state = fc.constantFrom<DialogState>('trying', 'early', 'confirmed', 'terminated')
    const step = fc.dictionary(fc.constantFrom('a', 'b', 'c'), state, { maxKeys: 3 })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
        const truth = Object.assign({}, ...steps) as Record<string, DialogState>
        const folded = fold(
          news(0, 'full', {}),
          ...steps.map((one, index) => news(index + 1, 'partial', one)),
        )
        const full = fold(news(0, 'full', truth))
        const flat = (phone: WatchedPhone | null) =>
          phone?.dialogs.map(({ id, state }) => `${id} ${state}`).sort()
        expect(flat(folded)).toEqual(flat(full))
        expect(folded?.incomplete).toBe(false)
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('messages that wait (RFC 3842)', () => {
  test('counts with and without the urgent ones', () => {
    const body =
      'Messages-Waiting: yes\r\nMessage-Account: sip:101@pbx.example\r\nVoice-Message: 4/8 (1/2)\r\n'
    expect(readMessageSummary(body)).toEqual({
      waiting: true,
      account: 'sip:101@pbx.example',
      voice: { fresh: 4, old: 8, urgentFresh: 1, urgentOld: 2 },
    })
    expect(readMessageSummary('messages-waiting: NO\nvoice-message: 0/0')).toEqual({
      waiting: false,
      account: null,
      voice: { fresh: 0, old: 0, urgentFresh: 0, urgentOld: 0 },
    })
  })

  test.each([
    '',
    'Voice-Message: 1/2',
    'Messages-Waiting: perhaps',
    `Messages-Waiting: yes\r\n${'x: y\r\n'.repeat(2000)}`,
  ])('%# what is no summary is none', (body) => {
    expect(readMessageSummary(body)).toBeNull()
  })

  test('unreadable counts are no counts; no text throws', () => {
    expect(readMessageSummary('Messages-Waiting: yes\r\nVoice-Message: many')?.voice).toBeNull()
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (rest) => {
        expect(readMessageSummary(`Messages-Waiting: yes\r\n${rest}`)?.waiting).toBe(true)
      }),
      { numRuns: 10_000 },
    )
  })
})

describe('session timers (RFC 4028)', () => {
  test.each([
    ['1800', { seconds: 1800, refresher: null }],
    ['1800;refresher=uac', { seconds: 1800, refresher: 'uac' }],
    [' 90 ; x=1 ; Refresher = UAS ', { seconds: 90, refresher: 'uas' }],
    ['1800;refresher=both', { seconds: 1800, refresher: null }],
    ['', null],
    ['-1', null],
    ['1e3', null],
    ['99999999999', null],
  ])('%j', (value, read) => {
    expect(readSessionExpires(value)).toEqual(read)
  })

  test('Min-SE', () => {
    expect(readMinSe('90;x')).toBe(90)
    expect(readMinSe('soon')).toBeNull()
  })

  test('the caller refreshes, unless it named us', () => {
    const ask = (sessionExpires: string | null, supportsTimer = true) =>
      answerTimer({ sessionExpires, supportsTimer })
    expect(ask('1800')).toEqual({
      kind: 'timer',
      timer: { seconds: 1800, refresher: 'them' },
      header: '1800;refresher=uac',
    })
    expect(ask('1800;refresher=uas')).toMatchObject({
      timer: { refresher: 'us' },
      header: '1800;refresher=uas',
    })
    expect(ask('89')).toEqual({ kind: 'tooSmall', minSe: 90 })
    expect(ask('90')).toMatchObject({ kind: 'timer' })
    expect(ask('1800', false)).toEqual({ kind: 'none' })
    expect(ask(null)).toEqual({ kind: 'none' })
    expect(ask('soon')).toEqual({ kind: 'none' })
    expect(ask('4000000000')).toMatchObject({ timer: { seconds: 86_400 } })
  })

  test('of our own call the answer decides', () => {
    expect(timerOfAnswer(null)).toBeNull()
    expect(timerOfAnswer('1800;refresher=uas')).toEqual({ seconds: 1800, refresher: 'them' })
    expect(timerOfAnswer('1800;refresher=uac')).toEqual({ seconds: 1800, refresher: 'us' })
    expect(timerOfAnswer('5')).toEqual({ seconds: 90, refresher: 'them' })
  })

  test.each([
    [1800, 1_768_000],
    [96, 64_000],
    [90, 60_000],
    [300, 268_000],
  ])('of %i s we hang up after %i ms without a refresh', (seconds, at) => {
    expect(timerDeadline({ seconds, refresher: 'them' }, 0)).toEqual({ at, act: 'bye' })
    expect(timerDeadline({ seconds, refresher: 'them' }, 5_000).at).toBe(at + 5_000)
  })

  test('our own refresh is due at half of it', () => {
    expect(timerDeadline({ seconds: 1800, refresher: 'us' }, 1_000)).toEqual({ at: 901_000, act: 'refresh' })
  })
})
