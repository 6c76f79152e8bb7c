import type { Implementer } from '@orpc/server'
import type { PhoneContract } from '#bridge/phone.ts'

type Note = (verb: string, input: unknown) => void

/** The phone's verbs of `phoneFeatures`, that only note that they were asked. */
export function fakeFeatures(
  os: Implementer<PhoneContract, Record<never, never>, Record<never, never>>,
  note: Note,
) {
  const noted = (verb: string) => (input: unknown) => {
    note(`phone.${verb}`, input)
    return {}
  }
  return {
    merge: os.merge.handler(({ input }) => noted('merge')(input)),
    park: os.park.handler(({ input }) => noted('park')(input)),
    pickUp: os.pickUp.handler(({ input }) => {
      note('phone.pickUp', input)
      return { callId: 'call-picked' as never }
    }),
    forgetParked: os.forgetParked.handler(({ input }) => noted('forgetParked')(input)),
    setRecording: os.setRecording.handler(({ input }) => noted('setRecording')(input)),
    takeBack: os.takeBack.handler(({ input }) => noted('takeBack')(input)),
    letGo: os.letGo.handler(({ input }) => noted('letGo')(input)),
  }
}
