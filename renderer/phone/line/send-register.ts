import { type Registerer, RegistererState } from 'sip.js'
import { saneExpires } from '../sip-guards/granted-expires.ts'
import { expiresOfContact, userOfContact } from './read-contact.ts'

export type RegisterAnswer =
  /** `expiresS`: seconds the registrar grants, within sane bounds. */
  | { type: 'registered'; expiresS: number }
  /** `retryAfterS`: at most an hour; null where the registrar names no time. */
  | { type: 'registerRefused'; code: number; retryAfterS: number | null }
  /** Another phone has the account. */
  | { type: 'replaced' }

const retryAfterMaxS = 3_600

/**
 * Sends a REGISTER (RFC 3261 §10.2) and tells what came of it, once, unless no answer comes. `ownUser`: the user part
 * of our contact.
 */
export function sendRegister(
  registerer: Registerer,
  ownUser: string | undefined,
  tell: (answer: RegisterAnswer) => void,
): void {
  let answered = false
  const answer = (what: RegisterAnswer) => {
    if (answered) return
    answered = true
    registerer.stateChange.removeListener(onState)
    tell(what)
  }
  const onState = (state: RegistererState) => {
    // The 200 came but named other contacts only: SIP.js tells neither accept nor reject.
    if (state === RegistererState.Unregistered) queueMicrotask(() => answer({ type: 'replaced' }))
    // After a 423 SIP.js asks again by itself, for longer, and tells the answer to nobody.
    if (state === RegistererState.Registered) queueMicrotask(() => answer(grantedTo(registerer)))
  }
  registerer.stateChange.addListener(onState, { once: true })
  registerer
    .register({
      requestDelegate: {
        onAccept: ({ message }) => {
          const contacts = message
            .getHeaders('contact')
            .map((_, index): unknown => message.parseHeader('contact', index))
          const own = contacts.find((contact) => userOfContact(contact) === ownUser)
          answer({ type: 'registered', expiresS: saneExpires(expiresOfContact(own)) })
        },
        onReject: ({ message }) => {
          const retryAfter = Number.parseInt(message.getHeader('retry-after') ?? '', 10)
          answer({
            type: 'registerRefused',
            code: message.statusCode ?? 0,
            retryAfterS: Number.isFinite(retryAfter) ? Math.min(retryAfter, retryAfterMaxS) : null,
          })
        },
      },
    })
    // What fails on a socket that is gone is told by the loss itself.
    .catch(() => undefined)
}

function grantedTo({ contacts }: Registerer): RegisterAnswer {
  const [, granted] = /;\s*expires=(\d+)/i.exec(contacts[0] ?? '') ?? []
  return { type: 'registered', expiresS: saneExpires(granted) }
}
