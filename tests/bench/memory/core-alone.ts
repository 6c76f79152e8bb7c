import { askedNumber, whoCalls } from '#core/calls/who-calls.ts'
import { nodePorts, startCore } from '#core/start-core.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'

/**
 * The core alone in its process, as the utility process has it: `core-alone FOLDER`, then numbers to look up by
 * messages. Answers its memory after each.
 */
export type MemoryOrder = { type: 'lookUp'; numbers: readonly string[] } | { type: 'measure' }
export interface MemoryNews {
  rss: number
  heapUsed: number
  external: number
}

const [folder = ''] = process.argv.slice(2)
const core = await startCore(nodePorts(folder), { folder })
const { rows, reference, learnt } = core.work

function obey(order: MemoryOrder): void {
  if (order.type === 'lookUp') {
    for (const number of order.numbers) {
      const context = { rows, reference, learnt, plan: russianDialPlan, at: Date.now() }
      const caller = { number, name: '', source: 'from', hidden: false } as const
      if (askedNumber(caller, context.plan) !== null) whoCalls(caller, null, context)
    }
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  process.send?.({ rss, heapUsed, external } satisfies MemoryNews)
}

process.on('message', (order: MemoryOrder) => obey(order))
process.once('disconnect', () => {
  void core.close().then(() => process.exit(0))
})
obey({ type: 'measure' })
