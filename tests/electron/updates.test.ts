import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Activity } from '#electron/main/core-messages.ts'
import type { InstallMode } from '#electron/main/install-mode.ts'
import { decideUpdate, quietMs, type UpdateMoment } from '#electron/main/update-decision.ts'
import { startUpdates } from '#electron/main/updates.ts'

const idle: Activity = { calls: 0, drafts: 0, pending: 0, away: true }
const moment: UpdateMoment = {
  mode: 'perUser',
  downloaded: true,
  activity: idle,
  idleForMs: quietMs,
  quitting: false,
}

describe('the decision', () => {
  test.each([
    ['away, and quiet for long enough', {}, 'install'],
    ['nothing downloaded', { downloaded: false }, 'nothing'],
    ['in a call', { activity: { ...idle, calls: 1 } }, 'wait'],
    ['a ticket half written', { activity: { ...idle, drafts: 1 } }, 'wait'],
    ['a change the desk has not got', { activity: { ...idle, pending: 1 } }, 'wait'],
    ['ready for calls', { activity: { ...idle, away: false } }, 'wait'],
    ['quiet for a moment only', { idleForMs: quietMs - 1 }, 'wait'],
    ['a core that does not answer', { activity: null }, 'wait'],
    [
      'quitting, nothing left to do',
      { quitting: true, idleForMs: 0, activity: { ...idle, away: false } },
      'install',
    ],
    ['quitting in a call', { quitting: true, activity: { ...idle, calls: 1 } }, 'wait'],
    ['quitting with a draft', { quitting: true, activity: { ...idle, drafts: 1 } }, 'wait'],
    ['quitting, and the core does not answer', { quitting: true, activity: null }, 'wait'],
    ['installed by IT', { mode: 'perMachine' }, 'leaveToIt'],
    ['installed by IT, quitting', { mode: 'perMachine', quitting: true }, 'leaveToIt'],
  ] as const)('%s', (_what, over, decision) => {
    expect(decideUpdate({ ...moment, ...over })).toBe(decision)
  })
})

/** An updater that only remembers. */
class FakeUpdater extends EventEmitter {
  autoDownload = true
  autoInstallOnAppQuit = true
  allowDowngrade = true
  allowPrerelease = true
  checks = 0
  installs: { silent: boolean; again: boolean; prepared: boolean }[] = []
  prepared = false
  async checkForUpdates() {
    this.checks += 1
    return null
  }
  quitAndInstall(silent = false, again = false) {
    this.installs.push({ silent, again, prepared: this.prepared })
  }
}

/** The updates of one installation, with a clock that moves when it is told. */
function installation(mode: InstallMode = 'perUser') {
  const updater = new FakeUpdater()
  const timers: { every: number; next: number; run: () => void }[] = []
  const surprises: unknown[] = []
  let at = 0
  let activity: Activity | null = idle
  const updates = startUpdates({
    updater,
    mode,
    activity: async () => activity,
    now: () => at,
    every: (every, run) => {
      const timer = { every, next: at + every, run }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
    prepareToQuit: async () => {
      updater.prepared = true
    },
    surprise: (error) => surprises.push(error),
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    updater,
    updates,
    timers,
    surprises,
    be(next: Activity | null) {
      activity = next
    },
    async pass(ms: number) {
      const end = at + ms
      for (;;) {
        const due = timers.toSorted((a, b) => a.next - b.next)[0]
        if (!due || due.next > end) break
        at = due.next
        due.next += due.every
        due.run()
        await settle()
      }
      at = end
    },
  }
}

describe('updates', () => {
  test('never install by themselves on quit, go back, or take a preview', () => {
    const { updater } = installation()
    expect(updater).toMatchObject({
      autoInstallOnAppQuit: false,
      allowDowngrade: false,
      allowPrerelease: false,
    })
  })

  test('of a person: look at once and then every two hours, download, and wait for the break', async () => {
    const { updater, pass, be } = installation()
    be({ ...idle, calls: 1 })
    await pass(2 * 3_600_000)
    expect([updater.autoDownload, updater.checks]).toEqual([true, 2])
    updater.emit('update-downloaded')
    await pass(3_600_000)
    expect(updater.installs).toEqual([])
    be(idle)
    await pass(quietMs)
    expect(updater.installs).toEqual([])
    await pass(10_000)
    expect(updater.installs).toEqual([{ silent: true, again: true, prepared: true }])
  })

  test('a call in the quiet window starts the window anew', async () => {
    const { updater, pass, be } = installation()
    updater.emit('update-downloaded')
    await pass(quietMs - 5_000)
    be({ ...idle, calls: 1 })
    await pass(5_000)
    be(idle)
    await pass(quietMs)
    expect(updater.installs).toEqual([])
    await pass(10_000)
    expect(updater.installs).toHaveLength(1)
  })

  test('installed by IT: looks for nothing, downloads nothing, installs nothing', async () => {
    const { updater, updates, pass, timers } = installation('perMachine')
    updater.emit('update-downloaded')
    await pass(24 * 3_600_000)
    expect(await updates.installWhenQuitting()).toBe(false)
    expect([updater.checks, updater.autoDownload, updater.installs, timers]).toEqual([0, false, [], []])
  })

  test('at the end of the shift the person only quits: installs without starting again', async () => {
    const { updater, updates, be } = installation()
    expect(await updates.installWhenQuitting()).toBe(false)
    updater.emit('update-downloaded')
    be({ ...idle, drafts: 1 })
    expect(await updates.installWhenQuitting()).toBe(false)
    be({ ...idle, away: false })
    expect(await updates.installWhenQuitting()).toBe(true)
    expect(updater.installs).toEqual([{ silent: true, again: false, prepared: true }])
  })

  test('a server that is down is logged and looked for again', async () => {
    const { updater, surprises, pass } = installation()
    updater.checkForUpdates = async () => {
      throw new Error('no server')
    }
    await pass(2 * 3_600_000)
    expect(surprises).toHaveLength(1)
    updater.emit('error', new Error('broken download'))
    expect(surprises).toHaveLength(2)
  })

  test('in 500 shifts of any order nobody is ever torn out of work, and everybody is updated in a break', async () => {
    const state = fc.oneof(
      { weight: 3, arbitrary: fc.constant(idle) },
      fc.record({
        calls: fc.nat(2),
        drafts: fc.nat(2),
        pending: fc.nat(2),
        away: fc.boolean(),
      }),
      fc.constant(null),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(state, fc.integer({ min: 1, max: 60 })), { maxLength: 30 }),
        async (shift) => {
          const { updater, pass, be } = installation()
          updater.emit('update-downloaded')
          for (const [activity, seconds] of shift) {
            be(activity)
            const before = updater.installs.length
            await pass(seconds * 1000)
            const busy =
              activity === null || activity.calls + activity.drafts + activity.pending > 0 || !activity.away
            if (busy) expect(updater.installs.length).toBe(before)
          }
          be(idle)
          await pass(quietMs + 10_000)
          expect(updater.installs).toHaveLength(1)
        },
      ),
      { numRuns: 500 },
    )
  })
})
