// @vitest-environment node
import { expect, test } from 'vitest'
import type { CallEvent } from '#domain/call/call-event.ts'
import { callId } from '#domain/ids.ts'
import { type CoreDoor, CoreReporter } from '#renderer/phone/report/core-reporter.ts'

const event = (id: string, type: 'answering' | 'answered' | 'remoteRinging', at = 1): CallEvent => ({
  type,
  callId: callId.parse(id),
  at,
})
const ended = (id: string): CallEvent => ({
  type: 'ended',
  callId: callId.parse(id),
  at: 9,
  end: 'endedByUs',
  sipCode: null,
})

async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

function rig() {
  const later: (() => void)[] = []
  const reporter = new CoreReporter({
    now: () => 5,
    random: () => 0.5,
    after: (_, then) => {
      later.push(then)
      return () => {}
    },
  })
  const core = () => {
    const heard: string[] = []
    let away = false
    const door: CoreDoor = {
      report: async (events) => {
        if (away) throw new Error('away')
        heard.push(...events.map(({ callId: id, type }) => `${id} ${type}`))
      },
      reportLine: async ({ line }) => {
        if (away) throw new Error('away')
        heard.push(line)
      },
    }
    return {
      heard,
      door,
      goAway: () => {
        away = true
      },
      comeBack: () => {
        away = false
      },
    }
  }
  return { reporter, core, later }
}

test('what happened before there was a core is told in order', async () => {
  const { reporter, core } = rig()
  reporter.call(event('a', 'answering'))
  reporter.call(event('a', 'answered'))
  const { door, heard } = core()
  reporter.attach(door)
  await settle()
  expect(heard).toEqual(['a answering', 'a answered', 'off'])
})

test('a core that is away is tried again, nothing is lost and nothing changes places', async () => {
  const { reporter, core, later } = rig()
  const { door, heard, goAway, comeBack } = core()
  reporter.attach(door)
  await settle()
  goAway()
  reporter.call(event('a', 'answering'))
  reporter.call(event('b', 'answering'))
  await settle()
  comeBack()
  later.shift()?.()
  await settle()
  expect(heard).toEqual(['off', 'a answering', 'b answering'])
})

test('a new core is told the live calls from their beginning, and not those that are over', async () => {
  const { reporter, core } = rig()
  const first = core()
  reporter.attach(first.door)
  for (const news of [event('a', 'answering'), event('b', 'answering'), ended('a')]) reporter.call(news)
  await settle()
  const second = core()
  reporter.attach(second.door)
  await settle()
  expect(second.heard).toEqual(['b answering', 'off'])
})

test('the line is told when it changes in kind, with the newest word', async () => {
  const { reporter, core } = rig()
  const { door, heard } = core()
  reporter.attach(door)
  await settle()
  reporter.line({ state: 'connecting', deafSince: null, fault: null })
  reporter.line({ state: 'registering', deafSince: null, fault: null })
  await settle()
  reporter.line({ state: 'ready', since: 1, extension: '101', lastRegisterAt: 1 })
  await settle()
  expect(heard).toEqual(['off', 'deaf', 'ready'])
})
