import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DeskClient, DeskLink } from '#core/desk-link.ts'
import { httpDeskLink } from '#core/desk-link-http.ts'
import { nodePorts, systemClock } from '#core/node-ports.ts'
import { type Core, startCore } from '#core/start-core.ts'
import type { DeskTokens } from '#core/sync/desk-tokens.ts'

const kept = join(import.meta.dirname, '../../../.cache/bench')

export interface EmptyConsole {
  core: Core
  /** Tokens of a desk at this address that lets everybody in. */
  tokens(address: string): DeskTokens
  close(): Promise<void>
}

/** A workstation without a row, on the same disk as the other benchmarks' folders. */
export async function emptyConsole(fillWorker?: URL): Promise<EmptyConsole> {
  const folder = join(kept, `empty-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const core = await startCore(nodePorts(folder), { folder, fillWorker })
  const links: DeskLink[] = []
  return {
    core,
    tokens(address) {
      const link = httpDeskLink(address, systemClock)
      links.push(link)
      const client = link.client(() => 'bench')
      return {
        ask: (request: (client: DeskClient) => unknown) => request(client),
        download: (path: string, part: { from: number; etag: string }, signal: AbortSignal) =>
          link.download(path, 'bench', part, signal),
      } as unknown as DeskTokens
    },
    async close() {
      for (const link of links) link.close()
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
