import { overLimit } from '#renderer/phone/sip-guards/limits.ts'
import { repairMessage } from '#renderer/phone/sip-guards/repair-message.ts'
import { type Bench, type BenchRow, rowOf } from './bench.ts'
import { messagesOf } from './parse/messages.ts'
import { openParsers, type ParseOne } from './parse/parsers.ts'

/** A round of one parser is long enough (3 ms and more) for the CPU clock, which counts whole µs. */
const perRound = 25
const rounds = 24
const warmUpRounds = 4

/** CPU of the whole process, µs per message, over one round. */
function cpuOf(parse: ParseOne, texts: readonly string[]): number {
  const before = process.cpuUsage()
  for (const text of texts) if (parse(text) === undefined) throw new Error(`Not parsed:\n${text}`)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / texts.length
}

export const bench: Bench = {
  name: 'parse',
  title:
    'CPU of parsing one message: our SIP.js with its grammar compiled, beside stock SIP.js and JsSIP, interleaved',
  async run(say) {
    const parsers = await openParsers()
    try {
      const guards: ParseOne = (text) => overLimit(text) ?? repairMessage(text)
      const timed = { ours: parsers.ours, stock: parsers.stock, jssip: parsers.jssip, guards }
      const rows: BenchRow[] = []
      for (const [kind, texts] of Object.entries(messagesOf(perRound))) {
        const samples: Record<string, number[]> = { ours: [], stock: [], jssip: [], guards: [] }
        for (let round = -warmUpRounds; round < rounds; round++) {
          for (const [name, parse] of Object.entries(timed)) {
            const cpu = cpuOf(parse, texts)
            if (round >= 0) samples[name]?.push(cpu)
          }
        }
        const { ours = [], stock = [], jssip = [], guards: guard = [] } = samples
        const of = (beside: string) => ({ name: 'parse', case: `${kind} ${beside}`, unit: 'µs' as const })
        rows.push(
          rowOf(of('vs stock SIP.js'), ours, {
            peer: stock,
            goal: '≤ 0.33 × stock',
            met: ({ ratio }) => (ratio ?? Number.POSITIVE_INFINITY) <= 0.33,
          }),
          rowOf(of('vs JsSIP'), ours, {
            peer: jssip,
            goal: '≤ 1.5 × JsSIP',
            met: ({ ratio }) => (ratio ?? Number.POSITIVE_INFINITY) <= 1.5,
          }),
          rowOf(of('caps and repair before it'), guard),
        )
        say(`${kind}: ${rounds} rounds of ${perRound} messages each`)
      }
      return rows
    } finally {
      parsers.close()
    }
  },
}
