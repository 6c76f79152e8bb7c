import { expect, test } from 'vitest'
import type { CallEvent } from '#domain/call/call-event.ts'
import { callId } from '#domain/ids.ts'
import { handClock, memoryPorts } from '../support/memory-ports.ts'
import { seated } from '../support/seated.ts'
import { ringing, type Workplace } from '../support/workplace.ts'

const event = (type: string, id: string, fields = {}) =>
  ({ type, callId: id, at: Date.now(), ...fields }) as unknown as CallEvent
const dialog = { localTag: 'ours', remoteTag: 'theirs' }
const talk = (id: string): CallEvent[] => [
  ringing(id, '+79161112233'),
  event('answered', id),
  event('dialog', id, { dialog }),
]
const known = (...ids: string[]) => ({ known: ids.map((id) => callId.parse(id)) })
const endOf = ({ core }: Workplace, id: string) => core.work.rows.get('callRecord', callId.parse(id))?.end

test('a phone page that was killed: the next one is told the conversation with the name of its dialog', async () => {
  const anna = await seated()
  await anna.window.calls.report({ events: talk('c') })
  const { left } = await anna.window.takeBack.left(known())
  expect(left).toMatchObject([{ call: { id: 'c', state: 'active', sipCallId: 'sip-c', dialog } }])
  // The page that goes on knows its calls: nothing is offered to it.
  expect(await anna.window.takeBack.left(known('c'))).toEqual({ left: [] })
})

test('what only rang ends as a crash: there is nothing left to take back', async () => {
  const anna = await seated()
  await anna.window.calls.report({ events: [ringing('r', '+79161112233'), ...talk('c')] })
  const { left } = await anna.window.takeBack.left(known())
  expect(left.map(({ call }) => call.id)).toEqual(['c'])
  expect(endOf(anna, 'r')).toBe('crash')
  expect(endOf(anna, 'c')).toBeNull()
})

test('a crash of the whole application: the conversation is on the disk, with when it was last alive', async () => {
  const clock = handClock()
  const anna = await seated({ ports: memoryPorts({ clock }) })
  await anna.window.calls.report({ events: talk('c') })
  clock.pass(25_000)
  const lastAlive = clock.now() - 5_000
  const again = await anna.restart()
  const { left } = await again.window.takeBack.left(known())
  expect(left).toMatchObject([{ call: { id: 'c', dialog }, aliveAt: lastAlive }])
  // Its card is there before anybody is on the line.
  expect(await again.window.calls.pop({ callId: callId.parse('c') })).toMatchObject({ callId: 'c' })
})

test('a conversation that goes on after the restart is one call with one record; one nobody speaks of ends', async () => {
  const clock = handClock()
  const anna = await seated({ ports: memoryPorts({ clock }) })
  await anna.window.calls.report({ events: [...talk('back'), ...talk('gone')] })
  const again = await anna.restart()
  await again.window.calls.report({ events: [event('signalling', 'back', { attached: true })] })
  clock.pass(60_000)
  expect(endOf(again, 'gone')).toBe('crash')
  expect(endOf(again, 'back')).toBeNull()
  await again.window.calls.report({ events: [event('ended', 'back', { end: 'endedByThem', sipCode: null })] })
  expect(endOf(again, 'back')).toBe('endedByThem')
})

test('a call that ended is not offered after a restart', async () => {
  const anna = await seated()
  const over = event('ended', 'c', { end: 'endedByUs', sipCode: null })
  await anna.window.calls.report({ events: [...talk('c'), over] })
  const again = await anna.restart()
  expect(await again.window.takeBack.left(known())).toEqual({ left: [] })
})

test('recording and consent are kept with the call; the last word stands', async () => {
  const anna = await seated()
  await anna.window.calls.report({ events: [...talk('c'), event('recording', 'c', { state: 'on' })] })
  const record = () => anna.core.work.rows.get('callRecord', callId.parse('c'))
  expect(record()).toMatchObject({ recording: 'on', consent: 'none' })
  const consent = (word: 'asked' | 'refused') =>
    anna.window.recording.consent({ callId: callId.parse('c'), consent: word })
  await consent('asked')
  await consent('refused')
  await anna.window.calls.report({ events: [event('recording', 'c', { state: 'paused' })] })
  expect(record()).toMatchObject({ recording: 'paused', consent: 'refused' })
  const noted = await anna.window.recording.watch()
  expect((await noted.next()).value).toEqual({ consents: [{ callId: 'c', consent: 'refused' }] })
  await noted.return?.(undefined)
  await expect(
    anna.window.recording.consent({ callId: callId.parse('nobody'), consent: 'asked' }),
  ).rejects.toMatchObject({ code: 'NO_SUCH_CALL' })
})
