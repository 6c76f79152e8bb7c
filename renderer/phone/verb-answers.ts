import { ORPCError } from '@orpc/server'
import { assertNever } from '#shared/assert-never.ts'
import type { Result } from '#shared/result.ts'
import type { PhoneRefusal } from './phone.ts'

/** Nothing but that it was done, or the declared error. */
export function done(result: Result<null, PhoneRefusal>): Record<never, never> {
  value(result)
  return {}
}

/** The value, or the contract's declared error (oRPC tells it from a surprise by its code and data). */
export function value<Value>(result: Result<Value, PhoneRefusal>): Value {
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
    case 'notAtPbx':
      throw new ORPCError('NOT_AT_PBX')
    default:
      return assertNever(refusal, 'phone refusal')
  }
}
