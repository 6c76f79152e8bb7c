import { join } from 'node:path'
import { v7 } from 'uuid'
import { httpDeskLink } from './desk-link-http.ts'
import { fileSecrets } from './file-secrets.ts'
import { logFile } from './log-file.ts'
import type { Clock, Ports } from './ports.ts'

/** The machine's own clock. Waiting timers do not keep a process alive that wants to end. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Ports of a core under plain Node (web shell, tests): the person's own folder holds log and keys. */
export function nodePorts(folder: string): Ports {
  return {
    clock: systemClock,
    newId: () => v7(),
    random: Math.random,
    secrets: fileSecrets(join(folder, 'secrets.json')),
    log: logFile(join(folder, 'log', 'core.jsonl')),
    deskLink: (address) => httpDeskLink(address, systemClock),
  }
}
