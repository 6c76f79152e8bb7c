import { randomUUID } from 'node:crypto'
import { type ClientTransactions, newBranch, newTag } from './client-transactions.ts'
import { formatAddress, parseAddress, sipUri } from './sip-address.ts'
import {
  answerTo,
  header,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
  writeSip,
} from './sip-message.ts'
import type { SipConnection } from './ws-door.ts'

/** What a dialog needs of the PBX it belongs to. */
export type DialogHost = { transactions: ClientTransactions; domain: string }

/** One SIP dialog with one phone (RFC 3261 §12): who we are in it, who they are, and the counting of requests. */
export class Dialog {
  readonly callId: string
  readonly localTag = newTag()
  /** The socket that the phone used last: after a reconnect the phone speaks from another one. */
  connection: SipConnection
  readonly #host: DialogHost
  readonly #local: string
  #remote: string
  #target: string
  #sent = 0
  #received = 0

  private constructor(
    host: DialogHost,
    parts: { callId: string; connection: SipConnection; local: string; remote: string; target: string },
  ) {
    this.#host = host
    this.callId = parts.callId
    this.connection = parts.connection
    this.#local = parts.local
    this.#remote = parts.remote
    this.#target = parts.target
  }

  /** A dialog that we begin; `from` and `to` are name-addrs without tags. */
  static toPhone(
    host: DialogHost,
    parts: { connection: SipConnection; contact: string; from: string; to: string },
  ): Dialog {
    const { connection, contact, from, to } = parts
    return new Dialog(host, { callId: randomUUID(), connection, local: from, remote: to, target: contact })
  }

  /** A dialog that a phone begins; `null` when the request lacks what a dialog is made of. */
  static fromPhone(host: DialogHost, request: SipRequest, connection: SipConnection): Dialog | null {
    const callId = header(request, 'call-id')
    const remote = header(request, 'from')
    const local = header(request, 'to')
    const target = parseAddress(header(request, 'contact') ?? '')?.uri
    if (!callId || !remote || !local || !target) return null
    const dialog = new Dialog(host, { callId, connection, local, remote, target })
    dialog.#received = sequenceOf(request)
    return dialog
  }

  /** Our own address in this dialog, for Contact. */
  get contact(): [string, string] {
    return ['Contact', `<sip:pbx@${this.#host.domain};transport=ws>`]
  }

  /** Takes the tag and the contact of the phone from its answer. */
  confirm(response: SipResponse): void {
    this.#remote = header(response, 'to') ?? this.#remote
    this.#target = parseAddress(header(response, 'contact') ?? '')?.uri ?? this.#target
  }

  /** Whether a request inside the dialog is in order; older than the last one is not (§12.2.2). */
  accept(request: SipRequest, connection: SipConnection): boolean {
    if (request.method === 'ACK' || request.method === 'CANCEL') return true
    const sequence = sequenceOf(request)
    if (sequence <= this.#received) return false
    this.#received = sequence
    this.connection = connection
    this.#target = parseAddress(header(request, 'contact') ?? '')?.uri ?? this.#target
    return true
  }

  answer(request: SipRequest, status: number, extra: { headers?: SipHeaders; body?: string } = {}): void {
    this.connection.send(writeSip(answerTo(request, status, { tag: this.localTag, ...extra })))
  }

  /** Sends a request with the next number and answers that number with the branch. */
  request(
    method: string,
    { headers = [], body = '' }: { headers?: SipHeaders; body?: string } = {},
    listener?: (response: SipResponse | null) => void,
  ): { sequence: number; branch: string } {
    const sequence = ++this.#sent
    const request = this.#build(method, sequence, headers, body)
    return { sequence, branch: this.#host.transactions.send(this.connection, request, listener) }
  }

  /** The ACK of a 2xx is a request of its own; of a refusal it belongs to the INVITE and repeats its branch (§17.1.1.3). */
  acknowledge(sequence: number, refusedBranch?: string): void {
    const request = this.#build('ACK', sequence, [], '')
    this.#host.transactions.sendWithBranch(this.connection, request, refusedBranch ?? newBranch())
  }

  cancel(invite: { sequence: number; branch: string }, reasons: readonly string[]): void {
    const headers = reasons.map((reason): [string, string] => ['Reason', reason])
    const request = this.#build('CANCEL', invite.sequence, headers, '')
    this.#host.transactions.sendWithBranch(this.connection, request, invite.branch)
  }

  #build(method: string, sequence: number, headers: SipHeaders, body: string): SipRequest {
    const withContact = method === 'INVITE' || method === 'NOTIFY' ? [this.contact] : []
    return {
      kind: 'request',
      method,
      uri: this.#target,
      headers: [
        ['From', `${this.#local};tag=${this.localTag}`],
        ['To', this.#remote],
        ['Call-ID', this.callId],
        ['CSeq', `${sequence} ${method}`],
        ...withContact,
        ['User-Agent', 'Demo PBX'],
        ...headers,
      ],
      body,
    }
  }
}

function sequenceOf(request: SipRequest): number {
  return Number.parseInt(header(request, 'cseq') ?? '', 10) || 0
}

/** Who calls, as a From or P-Asserted-Identity value. A hidden number is written as RFC 3323 §4.1.1.3 asks. */
export function identityAddress(who: { number: string; name: string }, domain: string): string {
  return who.number === ''
    ? formatAddress('Anonymous', 'sip:anonymous@anonymous.invalid')
    : formatAddress(who.name, sipUri(who.number, domain))
}
