import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { endingWith } from '#core/sync/ending.ts'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

test('a part ends with what it is part of', () => {
  const outer = new AbortController()
  const part = endingWith(outer.signal)
  expect(part.signal.aborted).toBe(false)
  outer.abort()
  expect(part.signal.aborted).toBe(true)
})

test('a part that ends by itself leaves the rest going and nothing behind', () => {
  const outer = new AbortController()
  const part = endingWith(outer.signal)
  part.end()
  expect(part.signal.aborted).toBe(true)
  expect(outer.signal.aborted).toBe(false)
  expect(listeners(outer.signal)).toBe(0)
})

test('a part of what is over is over', () => {
  expect(endingWith(AbortSignal.abort()).signal.aborted).toBe(true)
})
