import type { Implementer } from '@orpc/server'
import type { PhoneContract } from '#bridge/phone.ts'
import type { Phone } from './phone.ts'

/** The verbs of `phoneOwn` and `phoneColleagues`, for the router of the phone. */
export function serveOwn(
  os: Implementer<PhoneContract, Record<never, never>, Record<never, never>>,
  { desk, colleagues }: Pick<Phone, 'desk' | 'colleagues'>,
) {
  return {
    watchColleagues: os.watchColleagues.handler(({ input }) => {
      colleagues.watch(input.extensions)
      return {}
    }),
    goAvailable: os.goAvailable.handler(() => {
      desk.goAvailable()
      return {}
    }),
    goAway: os.goAway.handler(({ input }) => {
      desk.goAway(input.reason)
      return {}
    }),
    setDoNotDisturb: os.setDoNotDisturb.handler(({ input }) => {
      desk.setDoNotDisturb(input.on)
      return {}
    }),
    wrapUpDone: os.wrapUpDone.handler(() => {
      desk.wrapUpDone()
      return {}
    }),
    wrapUpMore: os.wrapUpMore.handler(() => {
      desk.wrapUpMore()
      return {}
    }),
  }
}
