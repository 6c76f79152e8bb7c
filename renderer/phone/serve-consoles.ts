import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { phone as contract, type PhoneSnapshot } from '#bridge/phone.ts'
import type { Phone } from './phone.ts'
import { serveFeatures } from './serve-features.ts'
import { serveOwn } from './serve-own.ts'
import { newest } from './sound/newest.ts'
import { soundHandlers } from './sound/serve-sound.ts'
import type { Sound } from './sound/sound.ts'
import { done, value } from './verb-answers.ts'

/**
 * Serves the phone to the console, one at a time: a console that reloaded comes with a new port, and the old one is let go.
 * A verb never waits for the core.
 */
export class ConsoleServer {
  readonly #handler: RPCHandler<Record<never, never>>
  #port: MessagePort | null = null

  constructor(phone: Phone, reloadSettings: () => void, sound: Sound) {
    const os = implement(contract)
    const router = os.router({
      watch: os.watch.handler(({ signal }) => snapshots(phone, signal)),
      answer: os.answer.handler(async ({ input }) => done(await phone.answer(input.callId))),
      reject: os.reject.handler(async ({ input }) => done(await phone.reject(input.callId))),
      hangUp: os.hangUp.handler(async ({ input }) => done(await phone.hangUp(input.callId))),
      hold: os.hold.handler(async ({ input }) => done(await phone.hold(input.callId))),
      resume: os.resume.handler(async ({ input }) => done(await phone.resume(input.callId))),
      setMuted: os.setMuted.handler(async ({ input }) =>
        done(await phone.setMuted(input.callId, input.muted)),
      ),
      dtmf: os.dtmf.handler(async ({ input }) => done(await phone.dtmf(input.callId, input.digits))),
      call: os.call.handler(async ({ input }) => ({
        callId: value(await phone.call(input.number, { ext: input.ext })),
      })),
      transfer: os.transfer.handler(async ({ input }) => done(await phone.transfer(input.callId, input.to))),
      consult: os.consult.handler(async ({ input }) => ({
        callId: value(await phone.consult(input.callId, input.to)),
      })),
      transferTo: os.transferTo.handler(async ({ input }) =>
        done(await phone.transferTo(input.callId, input.consultCallId)),
      ),
      reconnect: os.reconnect.handler(() => {
        phone.reconnect()
        reloadSettings()
        return {}
      }),
      silence: os.silence.handler(async ({ input }) => done(await phone.silence(input.callId))),
      stats: os.stats.handler(async ({ input }) => value(await phone.stats(input.callId))),
      reloadSettings: os.reloadSettings.handler(() => {
        reloadSettings()
        return {}
      }),
      ...serveFeatures(os, phone.features),
      ...soundHandlers(sound),
      ...serveOwn(os, phone),
    })
    this.#handler = new RPCHandler(router)
  }

  attach(port: MessagePort): void {
    this.#port?.close()
    this.#port = port
    this.#handler.upgrade(port)
    port.start()
  }
}

/** What the phone knows, whole at each change. */
export function snapshots(phone: Phone, signal: AbortSignal | undefined): AsyncGenerator<PhoneSnapshot> {
  return newest(
    (wake) => phone.onChange(wake),
    () => phone.snapshot,
    signal,
  )
}
