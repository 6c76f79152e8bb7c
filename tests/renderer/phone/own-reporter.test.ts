// @vitest-environment node
import { expect, test } from 'vitest'
import type { OwnReport } from '#domain/call/own-report.ts'
import { type OwnDoor, OwnReporter } from '#renderer/phone/report/own-reporter.ts'

const free: OwnReport = {
  own: { state: 'available', since: 1, wanted: { is: 'available' } },
  doNotDisturb: false,
}
const lunch: OwnReport = {
  own: { state: 'away', since: 2, wanted: { is: 'away', reason: 'lunch' } },
  doNotDisturb: false,
}
const training: OwnReport = { ...lunch, doNotDisturb: true }

async function settle() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

function rig() {
  const later: (() => void)[] = []
  const restored: OwnReport[] = []
  const reporter = new OwnReporter(
    {
      random: () => 0.5,
      after: (_, then) => {
        later.push(then)
        return () => {}
      },
    },
    free,
    (report) => {
      restored.push(report)
      reporter.tell(report)
    },
  )
  const core = (kept: OwnReport | null) => {
    const at = { heard: [] as OwnReport[], asked: 0, away: false }
    const door: OwnDoor = {
      kept: async () => {
        if (at.away) throw new Error('away')
        at.asked += 1
        return { report: kept }
      },
      report: async (report) => {
        if (at.away) throw new Error('away')
        at.heard.push(report)
      },
    }
    return { at, door }
  }
  return { reporter, later, restored, core }
}

test('a phone that begins anew asks once what was kept, takes it, and tells it back', async () => {
  const { reporter, restored, core } = rig()
  const { at, door } = core(lunch)
  reporter.attach(door)
  await settle()
  expect(restored).toEqual([lunch])
  expect(at.heard).toEqual([lunch])
})

test('a core that is restarted is told what stands, not asked', async () => {
  const { reporter, restored, core } = rig()
  reporter.attach(core(null).door)
  await settle()
  reporter.tell(lunch)
  await settle()
  const { at, door } = core(free)
  reporter.attach(door)
  await settle()
  expect(at).toMatchObject({ heard: [lunch], asked: 0 })
  expect(restored).toEqual([])
})

test('what was said while the core was away is told when it is back, the newest word only', async () => {
  const { reporter, later, core } = rig()
  const { at, door } = core(null)
  reporter.attach(door)
  await settle()
  at.away = true
  reporter.tell(lunch)
  await settle()
  reporter.tell(training)
  await settle()
  at.away = false
  for (const then of later.splice(0)) then()
  await settle()
  expect(at.heard).toEqual([free, training])
})
