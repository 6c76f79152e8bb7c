import { manyChanges } from '#tests/desk/million/many-changes.ts'
import { type Bench, rowOf } from './bench.ts'

const changes = 1_000_000

export const bench: Bench = {
  name: 'million',
  title: `${changes.toLocaleString('en')} changes by 16 writers with savepoints, rollbacks, imports and a stuck transaction, read on the primary and a standby`,
  async run(say) {
    const { committed, seconds, alarmMs, readers } = await manyChanges(changes, say)
    const none = { goal: '0', met: ({ max }: { max: number }) => max === 0 }
    const row = (what: string, unit: 'ms' | 'count' | 'rows/s') => ({ name: 'million', case: what, unit })
    return [
      rowOf(row('committed', 'count'), [committed]),
      rowOf(row('committed and read by all three', 'rows/s'), [committed / seconds]),
      rowOf(row('stuck transaction → alarm', 'ms'), [alarmMs], {
        goal: '≤ 3,000 ms',
        met: ({ max }) => max <= 3_000,
      }),
      ...readers.flatMap(({ reader, missed, doubled, ghosts, lags }) => [
        rowOf(row(`${reader}: missed`, 'count'), [missed], none),
        rowOf(row(`${reader}: seen twice`, 'count'), [doubled], none),
        rowOf(row(`${reader}: seen though taken back`, 'count'), [ghosts], none),
        rowOf(row(`${reader}: commit → row`, 'ms'), lags),
      ]),
    ]
  },
}
