import type { BoardView } from '#bridge/board.ts'
import { boardFromCache } from '../sync/board-from-cache.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'

/** The supervisor's board, and the line's state for it. */
export function boardHandlers(os: Implementer, { work, presence, deafTimes, desk, closing }: CoreParts) {
  return os.board.router({
    watch: os.board.watch.handler(async function* ({ signal, errors }) {
      const role = work.account?.user.role
      if (role !== 'supervisor' && role !== 'admin') throw errors.FORBIDDEN()
      const watching = desk.watchBoard()
      try {
        const first: BoardView[] = [watching.last ?? boardFromCache(work)]
        yield* streamOf(watching.news, first, { signal, closing, latest: true })
      } finally {
        watching.stop()
      }
    }),
    reportLine: os.board.reportLine.handler(({ input }) => {
      presence.setLine(input.line, input.at)
      deafTimes.hear(input.line, input.at)
      return {}
    }),
  })
}
