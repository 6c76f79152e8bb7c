import { type Session, SessionState } from 'sip.js'
import type { OfferOutcome, OfferWishes } from './renegotiation.ts'
import type { SessionClock } from './session-clock.ts'

/** What the description handler is told; SIP.js's own type for it is empty. */
type OfferOptions = { hold: boolean; offerOptions?: { iceRestart: boolean } }

/** Sends one re-INVITE and resolves when it was answered, or could not be sent. */
export function sendOffer(session: Session, wishes: OfferWishes, clock: SessionClock): Promise<OfferOutcome> {
  if (!isEstablished(session)) return Promise.resolve('gone')
  const before = session.sessionDescriptionHandlerOptionsReInvite
  const options: OfferOptions = { hold: wishes.hold, offerOptions: { iceRestart: wishes.iceRestart } }
  return new Promise((resolve) => {
    session
      .invite({
        sessionDescriptionHandlerOptions: options as object,
        requestOptions: { extraHeaders: clock.offer },
        requestDelegate: {
          onAccept: ({ message }) => {
            clock.answered(message)
            // Kept for the other side's offers: the answer to them must go on holding, and must not restart ICE.
            session.sessionDescriptionHandlerOptionsReInvite = {
              hold: wishes.hold,
            } satisfies OfferOptions as object
            resolve('agreed')
          },
          onReject: ({ message }) => {
            session.sessionDescriptionHandlerOptionsReInvite = before
            resolve(outcomeOf(message.statusCode ?? 0))
          },
        },
      })
      .catch(() => {
        session.sessionDescriptionHandlerOptionsReInvite = before
        // Another offer is under way (theirs, its ACK not here yet): the same case as a 491.
        resolve(isEstablished(session) ? 'glare' : 'gone')
      })
  })
}

/** Read anew each time: awaiting SIP.js changes it. */
function isEstablished(session: Session): boolean {
  return session.state === SessionState.Established
}

function outcomeOf(code: number): OfferOutcome {
  if (code === 491) return 'glare'
  // RFC 3261 §12.2.1.2: the dialog is no more.
  if (code === 481 || code === 408) return 'gone'
  return code === 503 ? 'unsent' : 'refused'
}
