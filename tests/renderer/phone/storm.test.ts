// @vitest-environment node
import { expect, test } from 'vitest'
import { type StormReport, storm } from './storm/storm.ts'

/** `STORM_SEED=…` runs one alone. */
const only = process.env.STORM_SEED
const runs = 200
/** A run waits more than it works. */
const atOnce = 8

/** Whole phones, each against a PBX of its own: one record and one end a call, one talking, rings as it should, no caller lost. */
test('in whatever order the PBX and the dispatcher act, calls keep their rules', {
  timeout: 180_000,
}, async () => {
  const seeds = only ? [Number(only)] : Array.from({ length: runs }, (_, n) => n + 1)
  const reports: StormReport[] = []
  const worker = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) reports.push(await storm(seed))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  expect(reports.filter(({ wrong }) => wrong.length > 0).slice(0, 5)).toEqual([])
  if (only) return
  // The storm was one: it talked, it transferred in vain.
  const sum = (of: (report: StormReport) => number) =>
    reports.reduce((total, report) => total + of(report), 0)
  expect(sum(({ calls }) => calls)).toBeGreaterThan(3 * runs)
  expect(sum(({ talked }) => talked)).toBeGreaterThan(runs)
  expect(sum(({ transfersFailed }) => transfersFailed)).toBeGreaterThan(runs / 10)
})
