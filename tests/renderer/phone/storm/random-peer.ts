import type { PhoneAtPeer } from '#tests/support/sip-peer/phone-at-peer.ts'
import { cseqMethod, header, newBranch, plainSdp, type SipText } from '#tests/support/sip-peer/sip-text.ts'
import type { Dice } from './dice.ts'

const contact = 'Contact: <sip:asterisk@127.0.0.1:5060;transport=ws>'
const okWith = (direction = 'sendrecv') => ({ headers: [contact], body: plainSdp(direction) })

/** One call as the PBX knows it. */
export type PbxCall = {
  sipCallId: string
  from: 'pbx' | 'phone'
  /** The INVITE that began it. */
  invite: SipText
  /** The final answer to it; null: none yet. */
  answered: SipText | null
  state: 'asked' | 'talking' | 'over'
  cseq: number
  /** The phone has said a word about it: it cannot be lost any more. */
  seen: boolean
  /** A transfer of it failed since anything else could have ended it. */
  transferFailed: boolean
}

/** Answers of a PBX to an INVITE out of a dialog; `ok` talks. */
const answersToCalls = [
  'ok',
  'ok',
  'ok',
  '486 Busy Here',
  '404 Not Found',
  '302 Moved Temporarily',
  '500 Server Error',
  'silence',
] as const
const answersToOffers = [
  'ok',
  'ok',
  'ok',
  '491 Request Pending',
  '488 Not Acceptable Here',
  '481 Call Does Not Exist',
] as const
const answersToRefers = ['ok', 'refused', 'notified busy', 'bye'] as const

/** A PBX that answers everything by dice, and keeps book of the calls. */
export class RandomPeer {
  readonly calls = new Map<string, PbxCall>()
  /** Nothing is refused or left unanswered any more: the run comes to its end. */
  kind = false
  readonly #rig: PhoneAtPeer
  readonly #dice: Dice

  constructor(rig: PhoneAtPeer, dice: Dice) {
    this.#rig = rig
    this.#dice = dice
    rig.peer.script = (message) => this.#hear(message)
  }

  all(state: PbxCall['state'], from?: PbxCall['from']): PbxCall[] {
    return [...this.calls.values()].filter((call) => call.state === state && (!from || call.from === from))
  }

  invite(): void {
    const invite = this.#rig.peer.invite()
    this.#keep(invite, 'pbx')
  }

  cancel(call: PbxCall): void {
    const elsewhere = this.#dice.chance(0.5)
    this.#rig.peer.cancel(call.invite, elsewhere ? ['SIP;cause=200;text="Call completed elsewhere"'] : [])
  }

  bye(call: PbxCall): void {
    this.#inDialog(call, 'BYE')
    this.#over(call)
  }

  reinvite(call: PbxCall): void {
    this.#inDialog(call, 'INVITE', plainSdp(this.#dice.pick(['sendonly', 'sendrecv', 'inactive'] as const)))
  }

  /** Every conversation of the old socket is forgotten or kept, as the dice have it; what only rang is gone. */
  cut(): void {
    this.#rig.peer.cut()
    for (const call of this.all('asked')) this.#over(call)
    for (const call of this.calls.values()) call.transferFailed = false
  }

  #keep(invite: SipText, from: PbxCall['from']): PbxCall {
    const sipCallId = header(invite, 'call-id')
    const call: PbxCall = {
      ...{ sipCallId, from, invite, answered: null, state: 'asked', cseq: 1 },
      ...{ seen: from === 'phone', transferFailed: false },
    }
    this.calls.set(sipCallId, call)
    return call
  }

  #over(call: PbxCall): void {
    call.state = 'over'
    call.transferFailed = false
  }

  #hear(message: SipText): boolean {
    const call = this.calls.get(header(message, 'call-id'))
    if (message.method === 'REGISTER' || message.method === 'OPTIONS') return false
    if (message.method === null) {
      if (cseqMethod(message) === 'OPTIONS') return false
      if (call) this.#onAnswer(call, message)
      return true
    }
    if (message.method === 'INVITE' && !/;tag=/.test(header(message, 'to'))) {
      if (!call) this.#onCall(this.#keep(message, 'phone'))
    } else if (call) this.#onRequest(call, message)
    else if (message.method !== 'ACK') this.#rig.peer.reply(message, '481 Call Does Not Exist')
    return true
  }

  /** The phone answers an INVITE of ours. */
  #onAnswer(call: PbxCall, message: SipText): void {
    if (cseqMethod(message) !== 'INVITE') return
    call.seen = true
    if (message.code === null || message.code < 200) return
    const cseq = Number(header(message, 'cseq').split(' ')[0])
    const firstOne = cseq === 1 && call.from === 'pbx'
    if (!firstOne) {
      if (message.code < 300) this.#inDialog(call, 'ACK', '', cseq)
      else this.#ackRefusal(message)
      return
    }
    if (message.code >= 300) {
      this.#ackRefusal(message)
      this.#over(call)
      return
    }
    call.answered = message
    const { peer } = this.#rig
    peer.inDialog(call.invite, message, 'ACK', 1)
    if (call.state === 'asked') call.state = 'talking'
  }

  #ackRefusal(message: SipText): void {
    this.#rig.peer.send(
      [
        `ACK sip:101@phone SIP/2.0`,
        ...['via', 'from', 'to', 'call-id'].map((name) => `${name}: ${header(message, name)}`),
        `CSeq: ${header(message, 'cseq').split(' ')[0]} ACK`,
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n'),
    )
  }

  /** The phone calls somebody. */
  #onCall(call: PbxCall): void {
    const { peer } = this.#rig
    const answer = this.kind ? 'ok' : this.#dice.pick(answersToCalls)
    peer.reply(call.invite, '100 Trying')
    if (this.#dice.chance(0.5)) peer.reply(call.invite, '180 Ringing')
    if (answer === 'silence') return
    if (answer === 'ok') {
      peer.reply(call.invite, '200 OK', okWith())
      call.state = 'talking'
      return
    }
    peer.reply(call.invite, answer, {
      headers: answer.startsWith('302') ? ['Contact: <sip:205@pbx.local>'] : [],
    })
    this.#over(call)
  }

  #onRequest(call: PbxCall, message: SipText): void {
    const { peer } = this.#rig
    switch (message.method) {
      case 'ACK':
        break
      case 'BYE':
        peer.reply(message, '200 OK')
        this.#over(call)
        break
      case 'CANCEL':
        peer.reply(message, '200 OK')
        if (call.state === 'asked') peer.reply(call.invite, '487 Request Terminated')
        this.#over(call)
        break
      case 'INVITE':
        this.#onOffer(call, message)
        break
      case 'REFER':
        this.#onRefer(call, message)
        break
      default:
        peer.reply(message, '200 OK')
    }
  }

  #onOffer(call: PbxCall, offer: SipText): void {
    const { peer } = this.#rig
    const answer =
      call.state === 'over' ? '481 Call Does Not Exist' : this.kind ? 'ok' : this.#dice.pick(answersToOffers)
    const held = /a=sendonly|a=inactive/.test(offer.body)
    if (answer === 'ok') peer.reply(offer, '200 OK', okWith(held ? 'recvonly' : 'sendrecv'))
    else peer.reply(offer, answer)
    if (answer.startsWith('481')) this.#over(call)
  }

  #onRefer(call: PbxCall, refer: SipText): void {
    const { peer } = this.#rig
    const answer = this.kind ? 'refused' : this.#dice.pick(answersToRefers)
    if (answer === 'refused') {
      peer.reply(refer, '403 Forbidden')
      call.transferFailed = call.state === 'talking'
      return
    }
    peer.reply(refer, '202 Accepted')
    if (answer === 'bye') {
      this.bye(call)
      return
    }
    const failed = answer === 'notified busy'
    const headers = [
      'Event: refer',
      'Subscription-State: terminated;reason=noresource',
      'Content-Type: message/sipfrag',
    ]
    this.#inDialog(call, 'NOTIFY', `SIP/2.0 ${failed ? '486 Busy Here' : '200 OK'}\r\n`, undefined, headers)
    if (failed) call.transferFailed = call.state === 'talking'
  }

  /** A request of the PBX inside the dialog, whoever began it. */
  #inDialog(call: PbxCall, method: string, body = '', cseq?: number, headers: readonly string[] = []): void {
    const { peer } = this.#rig
    if (method !== 'ACK') call.cseq++
    const number = cseq ?? call.cseq
    if (call.from === 'pbx') {
      if (call.answered) peer.inDialog(call.invite, call.answered, method, number, headers, body)
      return
    }
    // Ours and theirs change places where the phone began.
    const theirs = header(call.invite, 'from')
    const ours = `${header(call.invite, 'to')};tag=peer`
    const named = (values: Record<string, string>): SipText => ({
      ...call.invite,
      headers: new Map(Object.entries(values).map(([name, value]) => [name, [value]])),
    })
    peer.inDialog(
      named({ from: ours, 'call-id': call.sipCallId, via: `SIP/2.0/WS 127.0.0.1;branch=${newBranch()}` }),
      named({ to: theirs, contact: header(call.invite, 'contact') }),
      method,
      number,
      headers,
      body,
    )
  }
}
