import type { Line } from '#domain/call/line.ts'
import { assertNever } from '#shared/assert-never.ts'
import type { LineState } from './line-state.ts'

/** The line as the console paints it. */
export function lineView(state: LineState, extension: string): Line {
  switch (state.phase) {
    case 'off':
      return { state: 'off' }
    case 'connecting':
    case 'registering':
      return { state: state.phase, deafSince: state.deafSince, fault: state.fault }
    case 'ready':
      return { state: 'ready', since: state.since, extension, lastRegisterAt: state.lastRegisterAt }
    case 'backoff':
      return {
        state: 'backoff',
        deafSince: state.deafSince ?? state.startedAt,
        fault: state.fault ?? 'unreachable',
        attempt: state.attempt,
        retryAt: state.retryAt,
      }
    case 'refused':
      return {
        state: 'refused',
        deafSince: state.deafSince ?? state.startedAt,
        fault: state.fault ?? 'registrarError',
      }
    default:
      return assertNever(state, 'line state')
  }
}
