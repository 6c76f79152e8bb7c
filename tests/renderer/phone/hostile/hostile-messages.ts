import { invite, numbered, request, withHeader, write } from '#tests/support/sip-corpus/compose.ts'
import { mangledInvites } from '#tests/support/sip-corpus/mangled-invites.ts'
import { tortureMessages } from '#tests/support/sip-corpus/torture-messages.ts'
import { header, plainSdp, replyTo, type SipText, writeSip } from '#tests/support/sip-peer/sip-text.ts'

/** A whole number in [0, limit). */
export type Below = (limit: number) => number

/** What the phone is in the middle of: messages that fit it go deeper than strangers. */
export type Scene = {
  /** A call that was answered: the peer's INVITE and the phone's 200. */
  invite: SipText
  answered: SipText
  /** The last REGISTER of the phone. */
  register: SipText
  /** Where the phone wants its calls. */
  contact: string
}

const dialogInfo = `<?xml version="1.0"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="7" state="full" entity="sip:102@pbx.example">
<dialog id="102" direction="recipient"><remote><identity>sip:+74951112233@pbx.example</identity></remote><state>early</state></dialog>
</dialog-info>
`
const outside = [
  'BYE',
  'CANCEL',
  'ACK',
  'OPTIONS',
  'NOTIFY',
  'REFER',
  'MESSAGE',
  'INFO',
  'REGISTER',
  'SUBSCRIBE',
]
const inside = [
  'BYE',
  'INVITE',
  'ACK',
  'INFO',
  'NOTIFY',
  'REFER',
  'MESSAGE',
  'UPDATE',
  'OPTIONS',
  'PRACK',
  'CANCEL',
]
const statuses = [
  '100 Trying',
  '180 Ringing',
  '183 Session Progress',
  '200 OK',
  '202 Accepted',
  '302 Moved Temporarily',
  '401 Unauthorized',
  '407 Proxy Authentication Required',
  '423 Interval Too Brief',
  '486 Busy Here',
  '491 Request Pending',
  '503 Service Unavailable',
  '603 Decline',
]

/** Sound and mangled messages of one batch, before they are mutated; each call in them has ids of its own. */
export class HostileMessages {
  readonly #batch: number
  readonly #scene: Scene
  readonly #mangled: string[]
  readonly #torture: string[]
  /** Sound INVITEs of this batch, which a later CANCEL may mean. */
  readonly #rung: string[] = []
  #nth = 0

  constructor(batch: number, scene: Scene) {
    this.#batch = batch
    this.#scene = scene
    const texts = (messages: { text: string }[]) =>
      messages.map(({ text }) => text).filter(({ length }) => length < 32 * 1024)
    this.#mangled = texts(mangledInvites(batch))
    this.#torture = texts(tortureMessages(batch))
  }

  next(below: Below): string {
    const kind = below(20)
    if (kind < 3) return this.#soundInvite()
    if (kind < 7) return this.#mangled[below(this.#mangled.length)] as string
    if (kind < 9) return this.#torture[below(this.#torture.length)] as string
    if (kind < 12) return this.#inDialog(inside[below(inside.length)] as string, 2 + below(40))
    if (kind < 14) return this.#outside(outside[below(outside.length)] as string)
    if (kind < 15) return this.#ofRung(below)
    return this.#stray(below)
  }

  #id(): string {
    this.#nth += 1
    return `b${this.#batch}n${this.#nth}`
  }

  #soundInvite(): string {
    const draft = { ...invite(), start: `INVITE ${this.#scene.contact} SIP/2.0` }
    const text = numbered(write(draft), this.#id())
    this.#rung.push(text)
    return text
  }

  #outside(method: string): string {
    const draft =
      method === 'NOTIFY'
        ? withHeader(request(method, dialogInfo, 'application/dialog-info+xml'), 'Event', 'dialog')
        : request(method)
    return numbered(write(draft), this.#id())
  }

  /** CANCEL or ACK of a call that rang in this batch. */
  #ofRung(below: Below): string {
    const rung = this.#rung[below(this.#rung.length)]
    if (rung === undefined) return this.#soundInvite()
    const [head = ''] = rung.split('\r\n\r\n')
    const method = below(3) === 0 ? 'ACK' : 'CANCEL'
    return `${head.replaceAll('INVITE', method).replace(/\r\nContent-[^\r]*/g, '')}\r\nContent-Length: 0\r\n\r\n`
  }

  #inDialog(method: string, cseq: number): string {
    const { answered, contact } = this.#scene
    const began = this.#scene.invite
    const body =
      method === 'INVITE' || method === 'UPDATE' ? plainSdp() : method === 'NOTIFY' ? dialogInfo : ''
    return writeSip(
      `${method} ${contact} SIP/2.0`,
      [
        `Via: SIP/2.0/WS 127.0.0.1:5060;branch=z9hG4bK${this.#id()};rport`,
        'Max-Forwards: 70',
        `From: ${header(began, 'from')}`,
        `To: ${header(answered, 'to')}`,
        `Call-ID: ${header(began, 'call-id')}`,
        `CSeq: ${cseq} ${method}`,
        'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>',
        'Event: refer',
        'Subscription-State: active;expires=60',
        ...(method === 'REFER' ? ['Refer-To: <sip:103@pbx.local>'] : []),
      ],
      body,
    )
  }

  /** An answer to our REGISTER, which was answered long ago, or to a request nobody sent. */
  #stray(below: Below): string {
    const text = answerTo(this.#scene.register, this.#scene.contact, below)
    return below(3) === 0 ? text.replaceAll('REGISTER', 'INVITE') : text
  }
}

/** A sound answer of any kind to a request of the phone's. */
export function answerTo(request: SipText, contact: string, below: Below): string {
  return replyTo(request, statuses[below(statuses.length)] as string, {
    headers: [`Contact: <${contact}>;expires=300`, 'WWW-Authenticate: Digest realm="x", nonce="n"'],
    body: below(4) === 0 ? plainSdp() : '',
  })
}
