import type { BenchDesk } from './bench-desk.ts'
import type { ConsoleAtDesk } from './console-at-desk.ts'
import { ticketWork } from './dispatchers-work.ts'

/**
 * Puts so many changes of a dispatcher into the console's outbox at once, as an outage leaves them, and waits until
 * the desk has taken them all. Answers how long that took, ms. Throws when one was refused.
 */
export async function drainChanges(
  { company }: BenchDesk,
  { core: { work } }: ConsoleAtDesk,
  count: number,
  firstTicket: number,
): Promise<number> {
  const deeds = ticketWork(company, firstTicket)
  const changes = Array.from({ length: count }, () => {
    const { key, intent } = deeds.next().value
    return { key, intent, madeAt: Date.now(), userId: work.me.id, about: '' }
  }) as unknown as Parameters<typeof work.keep>[0]
  const settled = new Promise<void>((resolve) => {
    const stop = work.outbox.changed.on(() => {
      if (work.outbox.toSend(1).length > 0) return
      stop()
      resolve()
    })
  })
  const began = performance.now()
  work.keep(changes)
  await settled
  const took = performance.now() - began
  const { refused } = work.outbox.counts()
  if (refused > 0) throw new Error(`${refused} were refused`)
  return took
}
