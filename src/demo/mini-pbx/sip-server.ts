import { newTag } from './client-transactions.ts'
import type { DigestGate } from './digest.ts'
import type { LegBook } from './leg-book.ts'
import { allowed } from './phone-leg.ts'
import type { Presence } from './presence.ts'
import type { Registrar } from './registrar.ts'
import { parseAddress, userOf } from './sip-address.ts'
import {
  answerTo,
  header,
  parseSip,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
  writeSip,
} from './sip-message.ts'
import type { SipConnection } from './ws-door.ts'

export type SipServerParts = {
  gate: DigestGate
  registrar: Registrar
  legs: LegBook
  presence: Presence
  people: ReadonlyMap<string, string>
  takeAnswer(response: SipResponse): void
  /** A new call of an authenticated phone. */
  takeCall(extension: string, request: SipRequest, connection: SipConnection): void
  unreadable(why: string): void
}

/** Reads what phones send and hands it to the one concerned. Whatever comes, it answers or ignores; it never throws. */
export class SipServer {
  readonly #parts: SipServerParts

  constructor(parts: SipServerParts) {
    this.#parts = parts
  }

  take(connection: SipConnection, text: string): void {
    const message = parseSip(text)
    if (!message || !header(message, 'call-id') || !header(message, 'cseq') || !header(message, 'via')) {
      this.#parts.unreadable('not a SIP message with Via, Call-ID and CSeq')
      return
    }
    try {
      if (message.kind === 'response') this.#parts.takeAnswer(message)
      else this.#request(message, connection)
    } catch (error) {
      this.#parts.unreadable(error instanceof Error ? error.message : String(error))
      if (message.kind === 'request' && message.method !== 'ACK') reply(connection, message, 500)
    }
  }

  #request(request: SipRequest, connection: SipConnection): void {
    const leg = this.#parts.legs.find(header(request, 'call-id')!)
    if (leg) {
      leg.take(request, connection)
      return
    }
    const insideDialog = /;\s*tag=/i.test(header(request, 'to') ?? '')
    switch (request.method) {
      case 'ACK':
        return
      case 'OPTIONS':
        reply(connection, request, 200, [['Allow', allowed]])
        return
      case 'REGISTER':
        this.#register(request, connection)
        return
      case 'INVITE':
        if (insideDialog) reply(connection, request, 481)
        else
          this.#authenticated(request, connection, (user) => this.#parts.takeCall(user, request, connection))
        return
      case 'SUBSCRIBE':
        this.#authenticated(request, connection, () =>
          this.#parts.presence.subscribe(request, connection, userOf(request.uri)),
        )
        return
      case 'CANCEL':
      case 'BYE':
      case 'REFER':
      case 'INFO':
      case 'NOTIFY':
        reply(connection, request, 481)
        return
      default:
        reply(connection, request, 405, [['Allow', allowed]])
    }
  }

  #register(request: SipRequest, connection: SipConnection): void {
    const extension = parseAddress(header(request, 'to') ?? '')?.user ?? ''
    this.#authenticated(request, connection, (user) => {
      if (user !== extension) reply(connection, request, 403)
      else connection.send(writeSip(this.#parts.registrar.register(extension, request, connection)))
    })
  }

  /** As Asterisk answers: nobody of that name 404, no or a wrong password 401 with a fresh challenge. */
  #authenticated(request: SipRequest, connection: SipConnection, then: (extension: string) => void): void {
    const claimed = parseAddress(header(request, 'from') ?? '')?.user ?? ''
    if (!this.#parts.people.has(claimed)) {
      reply(connection, request, 404)
      return
    }
    const verdict = this.#parts.gate.check(request)
    if (verdict.ok && verdict.username === claimed) {
      then(claimed)
      return
    }
    const stale = !verdict.ok && verdict.why === 'stale'
    reply(connection, request, 401, [['WWW-Authenticate', this.#parts.gate.challenge({ stale })]])
  }
}

function reply(
  connection: SipConnection,
  request: SipRequest,
  status: number,
  headers: SipHeaders = [],
): void {
  connection.send(writeSip(answerTo(request, status, { tag: newTag(), headers })))
}
