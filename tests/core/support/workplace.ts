import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import type { Bridge } from '#bridge/contract.ts'
import type { CoreStatus } from '#bridge/session.ts'
import { type Core, startCore } from '#core/start-core.ts'
import { coreWorkers } from './core-workers.ts'
import { memoryPorts, type TestPorts } from './memory-ports.ts'
import { workFolder } from './work-folder.ts'

export type BridgeClient = ContractRouterClient<Bridge>

/** A workstation with somebody at it, driven by the bridge as a window would. */
export interface Workplace {
  core: Core
  window: BridgeClient
  ports: TestPorts
  folder: string
  /** Resolves with the first status (present or coming) that fits. */
  until(fits: (status: CoreStatus) => boolean): Promise<CoreStatus>
  /** Closes the core and starts another on the same folder and secrets. */
  restart(): Promise<Workplace>
}

export async function workplace(options: { folder?: string; ports?: TestPorts } = {}): Promise<Workplace> {
  const { folder = workFolder(), ports = memoryPorts() } = options
  const core = await startCore(ports, { folder, ...coreWorkers() })
  let open = true
  const close = async () => {
    if (open) {
      open = false
      await core.close()
    }
  }
  onTestFinished(close)
  return {
    core,
    window: createRouterClient(core.router) as BridgeClient,
    ports,
    folder,
    until: (fits) => untilStatus(core, fits),
    async restart() {
      await close()
      return workplace({ folder, ports })
    },
  }
}

/** The same workstation, started anew where no desk can be reached; `online` starts it again where one can. */
export async function cutOff(place: Workplace): Promise<Workplace & { online(): Promise<Workplace> }> {
  const { deskLink } = place.ports
  place.ports.deskLink = () => deskLink('http://127.0.0.1:9')
  const away = await place.restart()
  return {
    ...away,
    online() {
      place.ports.deskLink = deskLink
      return away.restart()
    },
  }
}

function untilStatus(core: Core, fits: (status: CoreStatus) => boolean): Promise<CoreStatus> {
  if (fits(core.status)) return Promise.resolve(core.status)
  return new Promise((resolve) => {
    const stop = core.work.status.changed.on((status) => {
      if (!fits(status)) return
      stop()
      resolve(status)
    })
  })
}

export const isLive = ({ desk, filling }: CoreStatus) => desk.state === 'live' && filling === null
export const isSettled = ({ pending }: CoreStatus) => pending === 0

export { emptyDraft, ringing } from './ringing.ts'
