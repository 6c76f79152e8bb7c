// @vitest-environment node
import { expect, test } from 'vitest'
import { noPbxFeatures } from '#domain/call/pbx-features.ts'
import { callId } from '#domain/ids.ts'
import { isEchoCall } from '#renderer/console/model/echo-call.ts'
import { createLive } from '#renderer/console/model/live.ts'

test('only our own call to the echo number is an echo call; a caller with such a number is a caller', () => {
  const live = createLive()
  const id = callId.parse('c')
  const calls = (direction: 'in' | 'out', number: string) =>
    live.phone.set({ calls: [{ id, direction, peer: { number } }] } as never)
  calls('out', '600')
  expect(isEchoCall({ live }, id)).toBe(false)
  live.settings.set({ pbxFeatures: { ...noPbxFeatures, echo: '600' } } as never)
  expect(isEchoCall({ live }, id)).toBe(true)
  calls('in', '600')
  expect(isEchoCall({ live }, id)).toBe(false)
  calls('out', '+74955556677')
  expect(isEchoCall({ live }, id)).toBe(false)
})
