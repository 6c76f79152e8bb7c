import { afterAll, beforeAll, expect, test } from 'vitest'
import { killAnywhen, killAt } from './kill-everywhere.ts'
import { Machine } from './lives.ts'
import { crashPoints, nameOf } from './points.ts'

/** Every point once, random kills besides: `npm run crash` does each 25 times. One of two files, for two workers. */
export function everySecondPoint(from: 0 | 1, randomKills: number): void {
  const points = crashPoints.filter((_, nth) => nth % 2 === from)
  let machine: Machine
  beforeAll(async () => {
    machine = await Machine.start()
  }, 120_000)
  afterAll(() => machine?.close())

  test(`killed at each of ${points.length} durable steps, a workstation loses and doubles nothing it said was saved`, async () => {
    const { hit, broken, saved } = await killAt(machine, points, 11 + from)
    expect(broken).toEqual([])
    expect(points.filter((point) => !hit.has(nameOf(point))).map(nameOf)).toEqual([])
    expect(saved).toBeGreaterThan(points.length)
  }, 600_000)

  test(`killed ${randomKills} times at any moment it loses and doubles nothing`, async () => {
    const { kills, broken } = await killAnywhen(machine, randomKills, 21 + from)
    expect(broken).toEqual([])
    expect(kills).toBe(randomKills)
  }, 600_000)

  test('a workstation that says "saved" before its commit is found out', async () => {
    machine.mutant = 'saidTooEarly'
    const open = crashPoints.filter(({ name }) => name === 'change appended, not committed')
    const { broken } = await killAt(machine, [...open, ...open, ...open], 41 + from)
    expect(broken.join('\n')).toMatch(/lost: /)
  }, 600_000)
}
