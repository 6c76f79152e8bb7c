import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killAt } from './kill-everywhere.ts'
import { Machine } from './lives.ts'
import { crashPoints } from './points.ts'
import { noPowerCuts } from './power/power.ts'

/** Where a cut is worst: between what is said and what is done at the desk. */
const worst = [
  'change appended',
  'change applied',
  'push answered',
  'upload listed',
  'page and cursor',
  'cache swapped',
]

describe.skipIf(noPowerCuts !== null)('a machine whose power is cut', () => {
  let machine: Machine
  beforeAll(async () => {
    machine = await Machine.start({ power: true })
  }, 120_000)
  afterAll(() => machine?.close())

  test(`at ${worst.length} moments: with no more on its disk than was flushed, nothing that was said to be saved is lost or doubled`, async () => {
    const points = crashPoints.filter(({ name }) => worst.includes(name))
    const { kills, broken, saved } = await killAt(machine, points, 31)
    expect(broken).toEqual([])
    expect(kills).toBe(worst.length)
    expect(saved).toBeGreaterThan(worst.length)
  }, 600_000)

  test('an outbox that does not wait for the disk is found out', async () => {
    machine.mutant = 'unflushed'
    const appended = crashPoints.filter(({ name }) => name === 'change appended')
    const { broken } = await killAt(machine, [...appended, ...appended, ...appended], 32)
    expect(broken.join('\n')).toMatch(/lost: /)
  }, 600_000)
})
