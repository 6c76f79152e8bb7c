import { type Core, Inviter, type Session, SessionState } from 'sip.js'
import type { CallEnd } from '#domain/call/call-end.ts'
import { endOfCancel, endOfRefusal } from '#domain/call/end-of-call.ts'

export type Ending = { end: CallEnd; sipCode: number | null }

/** Why a call ends: the first reason that was noted stands, whatever follows from it. */
export class CallEnding {
  #noted: Ending | null = null

  get noted(): Ending | null {
    return this.#noted
  }

  note(end: CallEnd, sipCode: number | null = null): void {
    this.#noted ??= { end, sipCode }
  }

  /** The caller gave up, or somebody else answered, as the Reason headers say. */
  noteCancel(request: Core.IncomingRequestMessage, state: SessionState): void {
    const end = endOfCancel(request.getHeaders('reason'))
    // The dispatcher had pressed answer and the caller was quicker.
    const lost = state === SessionState.Establishing && end === 'abandoned'
    this.note(lost ? 'lostRace' : end, 487)
  }

  /** A final answer to our INVITE that is not a 2xx. */
  refused(message: Core.IncomingResponseMessage): Ending {
    const sipCode = message.statusCode ?? 0
    return { end: this.#noted?.end ?? endOfRefusal(sipCode, message.getHeaders('reason')), sipCode }
  }

  /** The session is terminated; null: an outgoing call's refusal is told right after this turn, with its code. */
  terminated(session: Session): Ending | null {
    if (session instanceof Inviter) return this.#noted
    return this.#noted ?? { end: 'noAnswer', sipCode: null }
  }
}
