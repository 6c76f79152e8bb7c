import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Bridge } from '#bridge/contract.ts'
import { type Core, nodePorts, startCore } from '#core/start-core.ts'
import type { BenchDesk } from './bench-desk.ts'

/** A real workstation at the bench's desk: its own core, encrypted files, three feeds followed. */
export interface ConsoleAtDesk {
  core: Core
  window: ContractRouterClient<Bridge>
  /** Sign-in asked → every feed is here, ms. */
  filledMs: number
  /** When the row of this ticket changed in its cache, ms since the epoch. */
  rowOf(ticketId: string): Promise<number>
  close(): Promise<void>
}

export async function consoleAtDesk(desk: BenchDesk, node = 0): Promise<ConsoleAtDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'pult-bench-console-'))
  const core = await startCore(nodePorts(folder), { folder })
  const window = createRouterClient(core.router) as ContractRouterClient<Bridge>
  const { login, password } = await desk.login()
  const address = desk.nodes[node]?.address ?? ''
  const began = performance.now()
  await window.session.signIn({ address, login, password })
  await new Promise<void>((resolve) => {
    const look = () => {
      if (core.status.desk.state !== 'live' || core.status.filling !== null) return
      stop()
      resolve()
    }
    const stop = core.work.status.changed.on(look)
    look()
  })
  const filledMs = performance.now() - began
  return {
    core,
    window,
    filledMs,
    rowOf: (ticketId) =>
      new Promise((resolve) => {
        const stop = core.work.ticketsChanged.on(({ ids, all }) => {
          if (!all && !ids.some((id) => id === ticketId)) return
          if (core.work.store.get('ticket', ticketId as never) === null) return
          stop()
          resolve(performance.timeOrigin + performance.now())
        })
      }),
    async close() {
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
