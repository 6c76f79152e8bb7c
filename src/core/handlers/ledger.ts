import type { LedgerRefusal } from '#domain/call/ledger-deeds.ts'
import type { UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import type { Result } from '#shared/result.ts'
import { ledgerView } from '../calls/ledger-view.ts'
import type { CoreParts, Implementer } from './implementer.ts'
import { streamOf } from './streams.ts'
import { storing } from './write-errors.ts'

/** Missed callers: who waits, who calls back. */
export function ledgerHandlers(os: Implementer, { work, ledger, lease, closing }: CoreParts) {
  /** The deed's answer, or its refusal under the name the contract gives it. */
  const told = async <Value>(
    errors: DeedErrors,
    deed: () => Promise<Result<Value, LedgerRefusal>>,
  ): Promise<Value> => {
    const done = await storingLater(errors, deed)
    if (done.ok) return done.value
    const { refusal } = done
    if (refusal.code === 'nothingOpen') throw errors.NOT_OPEN()
    if (refusal.code === 'notYours') {
      throw errors.REFUSED({ data: { refusal: { code: 'forbidden', what: 'ledgerClaim' } } })
    }
    const { userId, at } = refusal
    throw errors.TAKEN({ data: { userId, at, name: work.reference.user(userId)?.name ?? null } })
  }
  return os.ledger.router({
    watch: os.ledger.watch.handler(async function* ({ signal }) {
      for await (const _ of streamOf(ledger.changed, [{}], { signal, closing, latest: true })) {
        // A stream that was open when the lease ended names nobody any more.
        yield lease.ended ? { rows: [], count: ledger.now.open.length, deaf: [] } : ledgerView(work, ledger)
      }
    }),
    callBack: os.ledger.callBack.handler(({ input, errors }) =>
      told(errors, async () => {
        const answer = await ledger.callBack(input.callerKey)
        if (!answer.ok && answer.refusal.code === 'noNumber') throw errors.NO_NUMBER()
        return answer as Result<{ number: string; confirmed: boolean }, LedgerRefusal>
      }),
    ),
    claim: os.ledger.claim.handler(({ input, errors }) =>
      told(errors, () => ledger.claim(input.callerKey, input.expected)),
    ),
    release: os.ledger.release.handler(({ input, errors }) =>
      told(errors, () => ledger.release(input.callerKey, input.expected)),
    ),
    close: os.ledger.close.handler(({ input, errors }) =>
      told(errors, () => ledger.settle(input.callerKey, input.reason, input.note)),
    ),
  })
}

interface DeedErrors {
  NOT_OPEN: () => Error
  TAKEN: (options: { data: { userId: UserId; name: string | null; at: Instant } }) => Error
  REFUSED: (options: { data: { refusal: Refusal } }) => Error
  DISK_FULL: () => Error
  OUTBOX_UNREADABLE: () => Error
  SIGNED_OUT: () => Error
}

/** `storing` for a deed that waits for the desk. */
async function storingLater<Answer>(errors: DeedErrors, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run()
  } catch (error) {
    return storing(errors, () => {
      throw error
    })
  }
}
