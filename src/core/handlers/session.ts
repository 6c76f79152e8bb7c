import { keptAsideName } from '../workstation.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'

/** Who works here, and how the core stands with its desk and its files. */
export function sessionHandlers(os: Implementer, { work, desk, closing }: CoreParts) {
  return os.session.router({
    watch: os.session.watch.handler(async function* ({ signal }) {
      yield* streamOf(work.status.changed, [work.status.now], { signal, closing, latest: true })
    }),
    signIn: os.session.signIn.handler(async ({ input, errors }) => {
      const refused = await desk.signIn(input)
      if (refused === null) return {}
      switch (refused.code) {
        case 'TOO_MANY_TRIES':
          throw errors.TOO_MANY_TRIES({ data: refused.data })
        case 'DESK_UNREACHABLE':
          throw errors.DESK_UNREACHABLE({ data: refused.data })
        case 'OTHERS_PENDING':
          throw errors.OTHERS_PENDING({ data: refused.data })
        case 'WRONG_PASSWORD':
          throw errors.WRONG_PASSWORD()
        case 'BAD_ADDRESS':
          throw errors.BAD_ADDRESS()
      }
    }),
    signOut: os.session.signOut.handler(async () => {
      await desk.signOut()
      return {}
    }),
    retryDesk: os.session.retryDesk.handler(() => {
      desk.retryNow()
      return {}
    }),
    cancelCopy: os.session.cancelCopy.handler(() => {
      work.fills?.cancel()
      return {}
    }),
    retryCopy: os.session.retryCopy.handler(() => {
      work.fills?.retry()
      return {}
    }),
    dismissFileNews: os.session.dismissFileNews.handler(() => {
      work.status.setFiles({ cacheRebuilt: false, outboxKeptAside: null })
      work.durably(() => work.kept.remove(keptAsideName))
      return {}
    }),
  })
}
