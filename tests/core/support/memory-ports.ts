import { v7 } from 'uuid'
import { httpDeskLink } from '#core/desk-link-http.ts'
import { systemClock } from '#core/node-ports.ts'
import type { Clock, Log, Ports, Secrets } from '#core/ports.ts'

/** Secrets that live as long as the test. */
export function memorySecrets(): Secrets & { readonly all: Map<string, string> } {
  const all = new Map<string, string>()
  return {
    all,
    kind: 'memory',
    get: async (name) => all.get(name) ?? null,
    set: async (name, value) => void all.set(name, value),
    remove: async (name) => void all.delete(name),
  }
}

export interface Logged {
  event: string
  fields: Readonly<Record<string, unknown>>
}

/** A log the test reads; surprises are kept with their errors. */
export function keptLog(): Log & { readonly lines: Logged[]; readonly surprises: unknown[] } {
  const lines: Logged[] = []
  const surprises: unknown[] = []
  return {
    lines,
    surprises,
    info: (event, fields = {}) => void lines.push({ event, fields }),
    warn: (event, fields = {}) => void lines.push({ event, fields }),
    surprise(event, error) {
      lines.push({ event, fields: {} })
      surprises.push(error)
      return `ref-${surprises.length}`
    },
  }
}

/** Time that stands until the test moves it; what is due then is run in order. */
export function handClock(start = Date.parse('2026-11-18T07:00:00Z')): Clock & { pass(ms: number): void } {
  let now = start
  let due: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    monotonic: () => now - start,
    after(ms, run) {
      const entry = { at: now + ms, run }
      due.push(entry)
      return () => {
        due = due.filter((one) => one !== entry)
      }
    },
    pass(ms) {
      const end = now + ms
      for (;;) {
        const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due = due.filter((one) => one !== next)
        now = next.at
        next.run()
      }
      now = end
    },
  }
}

export type TestPorts = Ports & {
  secrets: ReturnType<typeof memorySecrets>
  log: ReturnType<typeof keptLog>
}

/** Ports of a core in a test: real time and network unless the test says otherwise. Waits of backoff are the shortest. */
export function memoryPorts(change: Partial<Ports> = {}): TestPorts {
  const clock = change.clock ?? systemClock
  return {
    clock,
    newId: () => v7(),
    random: () => 0.1,
    deskLink: (address: string) => httpDeskLink(address, clock),
    ...change,
    secrets: (change.secrets as TestPorts['secrets'] | undefined) ?? memorySecrets(),
    log: (change.log as TestPorts['log'] | undefined) ?? keptLog(),
  }
}
