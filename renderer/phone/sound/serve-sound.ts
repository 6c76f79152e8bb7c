import { implement, ORPCError } from '@orpc/server'
import type { MicLevel } from '#bridge/phone-media.ts'
import { phoneMedia } from '#bridge/phone-media.ts'
import { barOf, isSpeech } from '#domain/sound/level.ts'
import type { Result } from '#shared/result.ts'
import type { MicrophoneFault } from '../phone.ts'
import { newest } from './newest.ts'
import type { Sound } from './sound.ts'

/** The verbs of `src/bridge/phone-media.ts`; none of them waits for the core. */
export function soundHandlers(sound: Sound) {
  const os = implement(phoneMedia)
  const { devices, headsets, selfTest, listen, checkMicrophone, testTone } = sound.parts
  return {
    watchSound: os.watchSound.handler(({ signal }) =>
      newest(
        (wake) => sound.changed.on(wake),
        () => sound.view,
        signal,
      ),
    ),
    watchMicrophone: os.watchMicrophone.handler(({ signal }) => levels(listen, signal)),
    checkMicrophone: os.checkMicrophone.handler(async () => {
      opened(await checkMicrophone())
      return {}
    }),
    testTone: os.testTone.handler(async ({ input }) => {
      await testTone(input.on)
      return {}
    }),
    dismissDeviceNotices: os.dismissDeviceNotices.handler(() => {
      devices.dismiss()
      return {}
    }),
    headsetAllowed: os.headsetAllowed.handler(async () => {
      await headsets.look()
      return {}
    }),
    startSelfTest: os.startSelfTest.handler(() => {
      if (!selfTest.start()) throw new ORPCError('NOT_NOW')
      return {}
    }),
    stopSelfTest: os.stopSelfTest.handler(() => {
      selfTest.stop()
      return {}
    }),
    answerSelfTest: os.answerSelfTest.handler(({ input }) => {
      selfTest.answer(input.heard)
      return {}
    }),
  }
}

async function* levels(
  listen: Sound['parts']['listen'],
  signal: AbortSignal | undefined,
): AsyncGenerator<MicLevel> {
  const ended = new AbortController()
  const until = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal
  let level: MicLevel = { level: 0, speech: false }
  let wake = () => {}
  try {
    opened(
      await listen((db) => {
        level = { level: barOf(db), speech: isSpeech(db) }
        wake()
      }, until),
    )
    yield* newest(
      (then) => {
        wake = then
        return () => {}
      },
      () => level,
      until,
    )
  } finally {
    ended.abort()
  }
}

function opened(result: Result<null, MicrophoneFault>): void {
  if (!result.ok) throw new ORPCError('MICROPHONE', { data: { why: result.refusal } })
}
