import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killAnywhen, killAt } from './kill-everywhere.ts'
import { Machine } from './lives.ts'
import { crashPoints, nameOf } from './points.ts'

/** Every sixth point and some random kills: as much as fits beside the other tests. `npm run crash` does all. */
const points = crashPoints.filter((_, nth) => nth % 6 === 0)
const randomKills = 4

describe('a workstation that is killed', () => {
  let machine: Machine
  beforeAll(async () => {
    machine = await Machine.start()
  }, 120_000)
  afterAll(() => machine?.close())

  test(`at each of ${points.length} durable steps loses and doubles nothing it said was saved`, async () => {
    const { hit, broken, saved } = await killAt(machine, points, 11)
    expect(broken).toEqual([])
    expect(points.filter((point) => !hit.has(nameOf(point))).map(nameOf)).toEqual([])
    expect(saved).toBeGreaterThan(points.length)
  }, 600_000)

  test(`${randomKills} times at any moment loses and doubles nothing`, async () => {
    const { kills, broken } = await killAnywhen(machine, randomKills, 21)
    expect(broken).toEqual([])
    expect(kills).toBe(randomKills)
  }, 600_000)

  test('and says "saved" before its commit is found out', async () => {
    machine.mutant = 'saidTooEarly'
    const open = crashPoints.filter(({ name }) => name === 'change appended, not committed')
    const { broken } = await killAt(machine, [...open, ...open, ...open], 41)
    expect(broken.join('\n')).toMatch(/lost: /)
  }, 600_000)
})
