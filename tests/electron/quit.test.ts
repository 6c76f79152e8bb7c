import { expect, test, vi } from 'vitest'
import { Quit } from '#electron/main/quit.ts'

/** A shell that writes down what happens to it. */
function shell(over: Partial<ConstructorParameters<typeof Quit>[0]> = {}) {
  const story: string[] = []
  const gone = Promise.withResolvers<void>()
  const quit = new Quit({
    farewell: async () => void story.push('farewell'),
    closeCore: async () => void story.push('core closed'),
    installUpdate: async () => false,
    quit: () => {
      story.push('quit')
      gone.resolve()
    },
    surprise: (error) => story.push(String(error)),
    ...over,
  })
  const ask = () => {
    let prevented = false
    quit.beforeQuit({
      preventDefault: () => {
        prevented = true
      },
    })
    return prevented
  }
  return { quit, story, ask, gone: gone.promise }
}

test('quitting says goodbye to the PBX, closes the store, and only then ends', async () => {
  const { ask, story, gone, quit } = shell()
  expect(quit.leaving).toBe(false)
  expect(ask()).toBe(true)
  expect(quit.leaving).toBe(true)
  await gone
  expect(story).toEqual(['farewell', 'core closed', 'quit'])
  expect(ask()).toBe(false)
})

test('an impatient person who asks three times quits once', async () => {
  const { ask, story, gone } = shell()
  expect([ask(), ask(), ask()]).toEqual([true, true, true])
  await gone
  expect(story).toEqual(['farewell', 'core closed', 'quit'])
})

test('a phone that does not answer is given one second', async () => {
  vi.useFakeTimers()
  try {
    const { ask, story, gone } = shell({ farewell: () => new Promise(() => {}) })
    ask()
    await vi.advanceTimersByTimeAsync(999)
    expect(story).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await gone
    expect(story).toEqual(['core closed', 'quit'])
  } finally {
    vi.useRealTimers()
  }
})

test('failures on the way out are written down and hold nobody back', async () => {
  const fail = async () => {
    throw new Error('broken')
  }
  const { ask, story, gone } = shell({ farewell: fail, closeCore: fail, installUpdate: fail })
  ask()
  await gone
  expect(story).toEqual(['Error: broken', 'Error: broken', 'Error: broken', 'quit'])
})

test('an update is started after everything is put away, and the quit it asks for goes through', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const made = shell({
    installUpdate: async () => {
      await made.quit.prepare()
      made.story.push('installer started')
      resolve()
      return true
    },
  })
  expect(made.ask()).toBe(true)
  await promise
  expect(made.ask()).toBe(false)
  expect(made.story).toEqual(['farewell', 'core closed', 'installer started'])
})
