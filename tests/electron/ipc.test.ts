import { EventEmitter } from 'node:events'
import type { IpcMainEvent } from 'electron'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hear, isOwnPage } from '#electron/main/ipc.ts'

type Frame = { url: string; origin: string; parent: object | null }
const page: Frame = { url: 'pult://app/console/index.html', origin: 'pult://app', parent: null }
const from = (senderFrame: Frame | null) => ({ senderFrame }) as unknown as IpcMainEvent

describe('the main process', () => {
  test('listens to the top frame of our own pages', () => {
    expect(isOwnPage(from(page))).toBe(true)
  })

  test.each([
    ['a frame that is gone', null],
    ['a frame inside', { ...page, parent: {} }],
    [
      'a page from elsewhere',
      { ...page, url: 'https://attacker.example/', origin: 'https://attacker.example' },
    ],
    ['a page that was sandboxed', { ...page, origin: 'null' }],
    ['another host of our scheme', { ...page, url: 'pult://other/', origin: 'pult://other' }],
    ['an address that only begins alike', { ...page, url: 'pult://app.attacker.example/' }],
    ['an empty page', { url: 'about:blank', origin: 'pult://app', parent: null }],
  ])('not to %s', (_who, frame) => {
    expect(isOwnPage(from(frame))).toBe(false)
  })

  test('hears the word and nothing beside it; the rest is counted', () => {
    const ipc = new EventEmitter()
    const heard: unknown[] = []
    const refused: string[] = []
    const stop = hear(
      ipc as never,
      'pult:ready',
      (event) => heard.push(event),
      (word) => refused.push(word),
    )
    ipc.emit('pult:ready', from(page))
    ipc.emit('pult:ready', from(page), 'more')
    ipc.emit('pult:ready', from({ ...page, parent: {} }))
    expect([heard.length, refused]).toEqual([1, ['pult:ready', 'pult:ready']])
    stop()
    ipc.emit('pult:ready', from(page))
    expect(heard).toHaveLength(1)
  })

  test('whatever comes beside a word, nothing is thrown and nothing is heard', () => {
    const ipc = new EventEmitter()
    let heard = 0
    hear(
      ipc as never,
      'pult:farewell-done',
      () => heard++,
      () => {},
    )
    fc.assert(
      fc.property(fc.array(fc.anything(), { minLength: 1 }), (args) => {
        ipc.emit('pult:farewell-done', from(page), ...args)
      }),
      { numRuns: 2000 },
    )
    expect(heard).toBe(0)
  })
})
