import { Core, NameAddrHeader } from 'sip.js'
import type { Instant } from '#domain/instant.ts'
import type { ChallengeGuard } from './challenge-guard.ts'
import type { DropJournal } from './drop-journal.ts'
import { fitGrantedExpires } from './granted-expires.ts'
import { overLimit } from './limits.ts'
import { methodOf, type RawMessage, readRawMessage, valuesOf } from './raw-message.ts'
import { repairMessage } from './repair-message.ts'
import { statelessReply } from './stateless-reply.ts'
import { keepUrisWritable } from './writable-uri.ts'

keepUrisWritable()

export type ReceiverPorts = {
  core: () => Core.UserAgentCore
  logger: Core.Logger
  challenges: ChallengeGuard
  journal: DropJournal
  now: () => Instant
  newTag: () => string
  send: (text: string) => void
  /** An INVITE that could not be read, as far as it could be seen; told once per Call-ID. */
  onUnreadableInvite: (invite: RawMessage, code: number) => void
  /** Reason headers of a CANCEL, told before SIP.js ends the call (it may end it before we know of the call). */
  onCancel: (callId: string, reasons: readonly string[]) => void
  /** Does this Replaces header mean a conversation of ours? */
  ownsReplaced: (header: string) => boolean
  /** A re-INVITE of a dialog, before SIP.js begins to answer it. */
  onTheirOffer: (callId: string) => void
}

/** How much of an oversized message is looked at to answer it. */
const lookAt = 16 * 1024
/** Unreadable calls remembered, so that one call is told once. */
const unreadableKept = 64

/**
 * Reads what comes from the socket and hands it to SIP.js's core. Nothing throws out of it, nothing is parsed before it was
 * measured and repaired, and no INVITE is lost without a word: what cannot be read is answered and told.
 */
export class MessageReceiver {
  readonly #ports: ReceiverPorts
  readonly #unreadable = new Set<string>()

  constructor(ports: ReceiverPorts) {
    this.#ports = ports
  }

  receive(text: string): void {
    const over = overLimit(text)
    const message = over === null ? this.#parse(text) : null
    if (message === null) {
      if (over === null) this.#refuse(text, 'unparseable', 400, 'Bad Request')
      else this.#refuse(text, over, 513, 'Message Too Large')
      return
    }
    try {
      if (message instanceof Core.IncomingRequestMessage) this.#onRequest(message, text)
      else this.#onResponse(message, text)
    } catch (error) {
      this.#refuse(
        text,
        `threw: ${error instanceof Error ? error.message : String(error)}`,
        500,
        'Server Error',
      )
    }
  }

  #parse(text: string): Core.IncomingRequestMessage | Core.IncomingResponseMessage | null {
    try {
      return Core.Parser.parseMessage(repairMessage(text), this.#ports.logger) ?? null
    } catch {
      return null
    }
  }

  #onRequest(message: Core.IncomingRequestMessage, text: string): void {
    const core = this.#ports.core()
    const fault = requestFault(message) ?? (isForUs(message, core) ? null : notOurs)
    if (fault !== null) {
      this.#refuse(text, fault.why, fault.code, fault.phrase)
      return
    }
    message.viaBranch = transactionKey(message)
    // A request of our own that came back (RFC 3261 §8.2.2.2); SIP.js marks its Call-IDs.
    if (!message.toTag && message.callId.startsWith(core.configuration.sipjsId)) {
      core.replyStateless(message, { statusCode: 482 })
      return
    }
    if (message.method === 'CANCEL') this.#ports.onCancel(message.callId, message.getHeaders('reason'))
    if (message.method === 'INVITE' && message.toTag) this.#ports.onTheirOffer(message.callId)
    // Of a call we do not have (a phone page before us had it) SIP.js refuses it (481) and tells nobody: it rings instead.
    const replaces = message.getHeader('replaces')
    if (replaces !== undefined && !this.#ports.ownsReplaced(replaces)) delete message.headers.Replaces
    core.receiveIncomingRequestFromTransport(message)
  }

  #onResponse(message: Core.IncomingResponseMessage, text: string): void {
    const core = this.#ports.core()
    // RFC 3261 §8.1.3.3 and §18.1.2: an answer to somebody else.
    const viaHost: unknown = message.via?.host
    if (message.getHeaders('via').length !== 1 || viaHost !== core.configuration.viaHost) {
      this.#drop(text, 'response to another')
      return
    }
    if (!message.callId || !message.cseq) {
      this.#drop(text, 'response without Call-ID or CSeq')
      return
    }
    if (!this.#ports.challenges.admit(message)) this.#drop(text, 'challenge of another realm')
    if (message.method === 'REGISTER' && message.statusCode === 200) fitGrantedExpires(message)
    fitContact(message)
    core.receiveIncomingResponseFromTransport(message)
  }

  #drop(text: string, why: string): void {
    this.#ports.journal.note({ at: this.#ports.now(), why, text })
  }

  /** Answers what can be answered; an INVITE that would begin a call is told as well. */
  #refuse(text: string, why: string, code: number, phrase: string): void {
    this.#drop(text, why)
    const raw = readRawMessage(text.slice(0, lookAt))
    const reply = statelessReply(raw, code, phrase, this.#ports.newTag())
    if (reply !== null) this.#ports.send(reply)
    if (methodOf(raw.startLine) !== 'INVITE' && !/^\s*INVITE\b/i.test(raw.startLine)) return
    // A re-INVITE is part of a call that is known.
    if (/;\s*tag\s*=\s*[^;\s]/i.test(valuesOf(raw, 'to')[0] ?? '')) return
    const key = valuesOf(raw, 'call-id')[0] ?? text.slice(0, lookAt)
    if (this.#unreadable.has(key)) return
    this.#unreadable.add(key)
    if (this.#unreadable.size > unreadableKept) this.#unreadable.delete(firstOf(this.#unreadable))
    this.#ports.onUnreadableInvite(raw, code)
  }
}

type Fault = { why: string; code: number; phrase: string }

/** What SIP.js would drop without an answer, throw at, or take although it is wrong. */
function requestFault(message: Core.IncomingRequestMessage): Fault | null {
  const missing = (['from', 'to', 'call-id', 'cseq', 'via'] as const).find((name) => !message.hasHeader(name))
  if (missing) return { why: `no ${missing}`, code: 400, phrase: 'Bad Request' }
  const [firstLine = ''] = message.data.split('\r\n', 1)
  if (!/ SIP\/2\.0$/i.test(firstLine)) return { why: 'version', code: 505, phrase: 'Version Not Supported' }
  const cseq: unknown = message.parseHeader('cseq')
  const cseqMethod = typeof cseq === 'object' && cseq !== null && 'method' in cseq ? cseq.method : null
  if (cseqMethod !== message.method)
    return { why: 'CSeq of another method', code: 400, phrase: 'Bad Request' }
  const scheme = message.ruri?.scheme
  if (scheme !== 'sip' && message.method !== 'ACK') {
    return { why: 'Request-URI scheme', code: 416, phrase: 'Unsupported URI Scheme' }
  }
  if (message.method === 'INVITE' && !message.hasHeader('contact')) {
    return { why: 'INVITE without Contact', code: 400, phrase: 'Missing Contact Header' }
  }
  return null
}

const notOurs: Fault = { why: 'for another user', code: 404, phrase: 'Not Found' }

/** SIP.js answers 404 by itself to a new call for another user than ours, and nobody would hear of the caller. */
function isForUs(message: Core.IncomingRequestMessage, core: Core.UserAgentCore): boolean {
  if (message.method !== 'INVITE' || message.toTag) return true
  const { aor, contact } = core.configuration
  return [aor, contact.uri, contact.pubGruu, contact.tempGruu].some(
    (uri) => uri && uri.user === message.ruri?.user,
  )
}

/**
 * What SIP.js finds a request's transaction by. It takes the branch alone, so that a second call whose PBX uses a branch
 * twice would be taken for the first one sent again, and lost (RFC 3261 §17.2.3 names what else tells two apart).
 */
function transactionKey({ viaBranch, callId, method }: Core.IncomingRequestMessage): string {
  const began = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method
  return `${viaBranch} ${callId} ${began}`
}

/** A 18x or 200 to INVITE without a Contact makes SIP.js throw and the call hang: its To will do, all goes by one socket. */
function fitContact(message: Core.IncomingResponseMessage): void {
  const code = message.statusCode ?? 0
  if (message.method !== 'INVITE' || code < 101 || code > 299 || message.hasHeader('contact')) return
  const { uri } = message.to
  message.headers.Contact = [{ raw: `<${uri}>`, parsed: new NameAddrHeader(uri, '', {}) }]
}

function firstOf<Value>(values: Set<Value>): Value {
  for (const value of values) return value
  throw new Error('empty set')
}
