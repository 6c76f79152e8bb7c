import { implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { phone as contract, type PhoneSnapshot } from '#bridge/phone.ts'
import { assertNever } from '#shared/assert-never.ts'
import type { Result } from '#shared/result.ts'
import type { Phone, PhoneRefusal } from './phone.ts'

/**
 * Serves the phone to the console, one at a time: a console that reloaded comes with a new port, and the old one is let go.
 * A verb never waits for the core.
 */
export class ConsoleServer {
  readonly #handler: RPCHandler<Record<never, never>>
  #port: MessagePort | null = null

  constructor(phone: Phone, reloadSettings: () => void) {
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
        callId: value(await phone.call(input.number)),
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

/** What stands now, then what changed; changes of one turn are one, and a slow console gets the newest only. */
export async function* snapshots(
  phone: Phone,
  signal: AbortSignal | undefined,
): AsyncGenerator<PhoneSnapshot> {
  let wake: (() => void) | null = null
  let dirty = true
  const changed = () => {
    dirty = true
    wake?.()
  }
  const stop = phone.onChange(changed)
  signal?.addEventListener('abort', changed, { once: true })
  try {
    while (!signal?.aborted) {
      if (dirty) {
        // The rest of this turn's changes belong to the same picture.
        await Promise.resolve()
        dirty = false
        yield phone.snapshot
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    stop()
  }
}

function done(result: Result<null, PhoneRefusal>): Record<never, never> {
  value(result)
  return {}
}

/** The value, or the contract's declared error (oRPC tells it from a surprise by its code and data). */
function value<Value>(result: Result<Value, PhoneRefusal>): Value {
  if (result.ok) return result.value
  const { refusal } = result
  switch (refusal.why) {
    case 'noSuchCall':
      throw new ORPCError('NO_SUCH_CALL')
    case 'notNow':
      throw new ORPCError('NOT_NOW', { data: { state: refusal.state } })
    case 'microphone':
      throw new ORPCError('MICROPHONE', { data: { why: refusal.fault } })
    case 'lineNotReady':
      throw new ORPCError('LINE_NOT_READY')
    case 'badNumber':
      throw new ORPCError('BAD_NUMBER')
    default:
      return assertNever(refusal, 'phone refusal')
  }
}
