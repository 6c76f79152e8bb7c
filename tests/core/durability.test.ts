import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileSecrets } from '#core/file-secrets.ts'
import { nodePorts, startCore } from '#core/start-core.ts'
import { workFolder } from './support/work-folder.ts'

/** Runs a workstation in a process of its own until it said "saved" for so many tickets, then kills it. */
async function killedAfter(saved: number, folder: string): Promise<string[]> {
  const child = fork(join(import.meta.dirname, 'support/typist.ts'), [folder], { stdio: 'inherit' })
  const said: string[] = []
  await new Promise<void>((resolve) => {
    child.on('message', (message) => {
      said.push(String(message))
      if (said.length === saved) {
        child.kill('SIGKILL')
        resolve()
      }
    })
  })
  await once(child, 'exit')
  return said
}

test.each([1, 7, 23])(
  'every ticket that was said to be saved survives SIGKILL (after %i)',
  async (saved) => {
    const folder = workFolder()
    const said = await killedAfter(saved, folder)
    const ports = { ...nodePorts(folder), secrets: fileSecrets(join(folder, 'secrets.json')) }
    const core = await startCore(ports, { folder })
    const kept = core.work.outbox.unsettled().map(({ intent }) => intent)
    const tickets = kept.flatMap((intent) => (intent.kind === 'ticket.create' ? [intent.ticket] : []))
    expect(tickets.map(({ provisionalNumber }) => provisionalNumber)).toEqual(expect.arrayContaining(said))
    expect(new Set(tickets.map(({ provisionalNumber }) => provisionalNumber)).size).toBe(tickets.length)
    expect(kept.some(({ kind }) => kind === 'call.rang')).toBe(true)
    const [found] = core.work.rows.ticketsByNumber(said[0] ?? '')
    expect(found?.subject).toBe('Не печатает касса')
    await core.close()
  },
  60_000,
)
