import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { BadConfig, readConfig } from '#core/settings/config-file.ts'
import { startCore } from '#core/start-core.ts'
import { type DeskPolicy, defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { memoryPorts } from '../support/memory-ports.ts'
import { workFolder } from '../support/work-folder.ts'

function written(config: unknown): string {
  const file = join(workFolder(), 'config.json')
  writeFileSync(file, JSON.stringify(config))
  return file
}

/** The rules a window is given by a core that starts on this folder. */
async function policyOf(folder: string, ports = memoryPorts(), file?: string): Promise<DeskPolicy> {
  const core = await startCore(ports, { folder, ...(file && { config: readConfig(file) }) })
  const { deskPolicy } = await createRouterClient(core.router).settings.get()
  await core.close()
  return deskPolicy
}

test('what IT leaves out of the rules is as by default, and they stay for starts without the file', async () => {
  const folder = workFolder()
  const ports = memoryPorts()
  expect(await policyOf(folder, ports)).toEqual(defaultDeskPolicy)
  const file = written({ deskPolicy: { wrapUpMs: 5_000, autoAnswer: ['emergency'] } })
  const wanted = { ...defaultDeskPolicy, wrapUpMs: 5_000, autoAnswer: ['emergency'] }
  expect(await policyOf(folder, ports, file)).toEqual(wanted)
  expect(await policyOf(folder, ports)).toEqual(wanted)
})

test('rules that cannot be are refused with their place', () => {
  const file = written({ deskPolicy: { wrapUpMs: -1, doNotDisturbAnswer: 200 } })
  expect(() => readConfig(file)).toThrow(BadConfig)
  expect(() => readConfig(file)).toThrow(/deskPolicy\.wrapUpMs/)
})
