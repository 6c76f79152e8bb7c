import { type Invitation, SessionState } from 'sip.js'
import { endOfCancel } from '#domain/call/end-of-call.ts'
import type { CallId } from '#domain/ids.ts'
import type { MediaPort } from '../media/media-port.ts'
import { type RawMessage, valuesOf } from '../sip-guards/raw-message.ts'
import type { CallSessions } from './call-sessions.ts'
import { type HeaderValues, readInvite } from './caller-from-invite.ts'
import { CancelMemory } from './cancel-memory.ts'
import { replacedCall } from './replaced-call.ts'

/**
 * The microphone opens so long after a ring, ms: it takes the processor for tens of ms, and by then the customer is on the
 * screen. Who answers sooner opens it by that.
 */
const microphoneAfterMs = 150

export type IncomingCallsPorts = {
  sessions: CallSessions
  media: MediaPort
  newCallId: () => CallId
  after: (ms: number, then: () => void) => () => void
  /** Answers for the person: the call takes the place of one they have. */
  answer: (id: CallId) => void
  /** The microphone is open; perhaps nobody needs it any more. */
  microphoneOpened: () => void
}

/** INVITEs to us: each becomes one call, whatever is in it. */
export class IncomingCalls {
  readonly #ports: IncomingCallsPorts
  readonly #cancels = new CancelMemory()

  constructor(ports: IncomingCallsPorts) {
    this.#ports = ports
  }

  /** The Reason headers of a CANCEL, seen before SIP.js tells of it. */
  keepCancel(sipCallId: string, reasons: readonly string[]): void {
    this.#cancels.keep(sipCallId, reasons)
  }

  onInvite(invitation: Invitation): void {
    const { sessions, after, media, microphoneOpened } = this.#ports
    const headers: HeaderValues = (name) => invitation.request.getHeaders(name)
    const call = sessions.adopt(invitation)
    this.#offer(call.id, headers, invitation.request.callId)
    if (invitation.state !== SessionState.Initial) {
      // Cancelled in the same turn: SIP.js tells no CANCEL of a call it had not told yet.
      const end = endOfCancel(this.#cancels.reasonsOf(invitation.request.callId))
      sessions.tell(call.id, { type: 'ended', end, sipCode: 487 })
      sessions.forget(call.id)
      return
    }
    const replaced = replacedCall(invitation.request.getHeader('replaces'), sessions)
    if (replaced !== null) {
      // RFC 3891 §3: the conversation goes on, nobody is asked.
      replaced.isReplaced()
      this.#ports.answer(call.id)
      return
    }
    // Opened while it rings, the microphone costs the answer nothing.
    after(microphoneAfterMs, () => {
      if (sessions.get(call.id)) void media.openMicrophone().then(microphoneOpened)
    })
  }

  /** Answered with `code` already; what could be seen of it is told. */
  onUnreadable(invite: RawMessage, code: number): void {
    const id = this.#ports.newCallId()
    const headers: HeaderValues = (name) => valuesOf(invite, name)
    this.#offer(id, headers, (headers('call-id')[0] ?? '').slice(0, 256))
    this.#ports.sessions.tell(id, { type: 'ended', end: 'unreadable', sipCode: code })
  }

  #offer(id: CallId, headers: HeaderValues, sipCallId: string): void {
    const { pbxCallId, ...news } = readInvite(headers)
    const kept = sipCallId.slice(0, 256)
    this.#ports.sessions.tell(id, {
      type: 'offered',
      ...news,
      pbxCallId: pbxCallId ?? kept,
      sipCallId: kept,
    })
  }
}
