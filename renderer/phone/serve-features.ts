import type { Implementer } from '@orpc/server'
import type { PhoneContract } from '#bridge/phone.ts'
import type { PhoneFeatures } from './phone.ts'
import { done, value } from './verb-answers.ts'

/** The verbs of `phoneFeatures`, for the router of the phone. */
export function serveFeatures(
  os: Implementer<PhoneContract, Record<never, never>, Record<never, never>>,
  features: PhoneFeatures,
) {
  return {
    merge: os.merge.handler(async ({ input }) => done(await features.merge(input.callIds))),
    park: os.park.handler(async ({ input }) => done(await features.park(input.callId))),
    pickUp: os.pickUp.handler(async ({ input }) => ({ callId: value(await features.pickUp(input)) })),
    forgetParked: os.forgetParked.handler(({ input }) => {
      features.forgetParked(input.callId)
      return {}
    }),
    setRecording: os.setRecording.handler(async ({ input }) =>
      done(await features.setRecording(input.callId, input.on)),
    ),
    takeBack: os.takeBack.handler(async ({ input }) => done(await features.takeBack(input.callId))),
    letGo: os.letGo.handler(({ input }) => {
      features.letGo(input.callId)
      return {}
    }),
  }
}
