import type { PhoneSnapshot } from '#bridge/phone.ts'
import {
  methodOf,
  type RawMessage,
  readRawMessage,
  valuesOf,
} from '#renderer/phone/sip-guards/raw-message.ts'
import { statelessReply } from '#renderer/phone/sip-guards/stateless-reply.ts'
import { mutate, seeded } from '#tests/support/sip-corpus/mutations.ts'
import { type FrameTask, FrameTasks } from '#tests/support/sip-peer/one-frame-a-task.ts'
import { PhoneAtPeer } from '#tests/support/sip-peer/phone-at-peer.ts'
import { acceptRegister } from '#tests/support/sip-peer/sip-peer.ts'
import { cseqMethod, header, type SipText } from '#tests/support/sip-peer/sip-text.ts'
import { answerTo, HostileMessages } from './hostile-messages.ts'

/** The registration is refreshed after minutes; all other waits of the phone are shorter. */
const refreshAtLeastMs = 100_000
const refreshWithinMs = 50_000

/** A CANCEL that is answered by nonsense is given up after ten seconds. */
const cancelWithinMs = 15_000

/** The phone, one conversation under way, and a PBX that has gone mad. */
export class HostilePhone implements AsyncDisposable {
  readonly rig: PhoneAtPeer
  readonly #tasks: FrameTasks
  /** Call-IDs of INVITEs that were told: the same again is a retransmission, which is not told anew. */
  readonly #known = new Set<string>()
  /** What became of INVITEs; each is one of these. */
  readonly fates = { offered: 0, unreadable: 0, repeated: 0, inDialog: 0 }
  /** Of each message, ms of the processor. */
  readonly cpuMs: number[] = []
  #talk: { invite: SipText; answered: SipText } | null = null

  private constructor(rig: PhoneAtPeer, tasks: FrameTasks) {
    this.rig = rig
    this.#tasks = tasks
    rig.phone.onCallEvent((event) =>
      tasks.current.told.push(event.type === 'ended' ? `ended ${event.end}` : event.type),
    )
  }

  static async ready(): Promise<HostilePhone> {
    const tasks = new FrameTasks()
    return new HostilePhone(await PhoneAtPeer.ready(tasks.wrap), tasks)
  }

  /** Sends `size` mutations and judges what became of each; throws at the first INVITE that was lost. */
  async batch(batch: number, size: number): Promise<void> {
    const { peer, phone } = this.rig
    const below = belowOf(batch)
    const messages = new HostileMessages(batch, {
      ...(await this.#conversation()),
      register: lastRegister(this.rig),
      contact: peer.contact,
    })
    for (let sent = 0; sent < size; sent++) peer.send(mutate(messages.next(below), below))
    for (const task of await this.#settled()) {
      this.cpuMs.push(task.cpuMs)
      this.#judge(task)
    }
    if (phone.snapshot.line.state !== 'ready') throw new Error(`the line is ${phone.snapshot.line.state}`)
    await this.#endRings(below)
    this.#forget()
  }

  /**
   * Sends `size` mutated answers to what the phone itself asks: a call it makes, then the refresh of its registration. One
   * of them may well say no; a sound answer, or a new connection, must make the line ready again.
   */
  async answers(batch: number, size: number): Promise<void> {
    const { peer, phone } = this.rig
    const below = belowOf(batch)
    const called = await phone.call('600')
    if (!called.ok) throw new Error(`cannot call: ${JSON.stringify(called.refusal)}`)
    const invite = await peer.request('INVITE')
    for (let sent = 0; sent < size / 2; sent++)
      peer.send(mutate(answerTo(invite, peer.contact, below), below))
    await this.#settled()
    await phone.hangUp(called.value)
    peer.reply(invite, '487 Request Terminated')
    const isOver = ({ calls }: PhoneSnapshot) =>
      calls.every(({ id, state }) => id !== called.value || state === 'over')
    await this.rig.until('hung up', isOver, cancelWithinMs)

    peer.register = () => null
    this.#forget()
    const refresh = [...this.rig.later].find(({ ms }) => ms >= refreshAtLeastMs)
    if (refresh) {
      this.rig.later.delete(refresh)
      refresh.then()
    }
    // An answer before this one may have granted seconds only: then it comes by itself.
    const register = await peer.next('REGISTER', ({ method }) => method === 'REGISTER', refreshWithinMs)
    for (let sent = 0; sent < size / 2; sent++)
      peer.send(mutate(answerTo(register, peer.contact, below), below))
    await this.#settled()
    peer.register = acceptRegister()
    const answer = peer.register(register, peer)
    if (answer !== null) peer.send(answer)
    // Refused, the phone has closed its socket: a person, or time, lets it try again.
    if (phone.snapshot.line.state !== 'ready') phone.reconnect()
    else await this.#settled()
    await this.rig.until('ready again', ({ line }) => line.state === 'ready')
    this.#forget()
  }

  async #settled(): Promise<FrameTask[]> {
    const tasks = await this.#tasks.settled((mark) => this.rig.peer.send(mark))
    const thrown = tasks.find(({ threw }) => threw !== null)
    if (thrown) throw new Error(`threw at ${JSON.stringify(thrown.frame)}`, { cause: thrown.threw })
    return tasks
  }

  #forget(): void {
    this.rig.peer.forget()
    this.rig.events.length = 0
  }

  /** The call that goes on while all this comes; a mutated BYE may well have ended the one before. */
  async #conversation(): Promise<{ invite: SipText; answered: SipText }> {
    const { phone } = this.rig
    const callId = this.#talk && header(this.#talk.invite, 'call-id')
    if (
      this.#talk &&
      phone.snapshot.calls.some((call) => call.sipCallId === callId && call.state === 'active')
    )
      return this.#talk
    this.#talk = await this.talk()
    return this.#talk
  }

  /** A sound call, answered and acknowledged. */
  async talk(): Promise<{ invite: SipText; answered: SipText }> {
    const { peer, phone } = this.rig
    const invite = peer.invite()
    const callId = header(invite, 'call-id')
    const { calls } = await this.rig.until('ringing', (seen) =>
      seen.calls.some((call) => call.sipCallId === callId && call.state === 'ringing'),
    )
    const call = calls.find(({ sipCallId }) => sipCallId === callId)
    const did = call && (await phone.answer(call.id))
    if (!did?.ok) throw new Error(`a sound call cannot be answered: ${JSON.stringify(did)}`)
    const answered = await peer.next(
      '200 to INVITE',
      (message) =>
        message.code === 200 && cseqMethod(message) === 'INVITE' && header(message, 'call-id') === callId,
    )
    peer.inDialog(invite, answered, 'ACK', 1)
    await this.#settled()
    return { invite, answered }
  }

  #judge({ frame, sent, told }: FrameTask): void {
    const raw = readRawMessage(frame)
    const key = valuesOf(raw, 'call-id')[0] ?? frame
    const fate = this.#fateOf(raw, key, told)
    if (told.includes('offered')) this.#known.add(key)
    if (!beginsAsInvite(raw)) return
    // Without Via, From, To, Call-ID or CSeq nobody can be answered.
    const isAnswered =
      sent.some((text) => text.startsWith('SIP/2.0 ')) || statelessReply(raw, 400, '', 't') === null
    if (fate === null || (fate !== 'repeated' && !isAnswered))
      throw new Error(`INVITE lost (${told}), answered ${JSON.stringify(sent)}: ${JSON.stringify(frame)}`)
    this.fates[fate] += 1
  }

  #fateOf(raw: RawMessage, key: string, told: string[]): keyof HostilePhone['fates'] | null {
    if (told.includes('offered')) return told.includes('ended unreadable') ? 'unreadable' : 'offered'
    if (/;\s*tag\s*=/i.test(valuesOf(raw, 'to')[0] ?? '')) return 'inDialog'
    return this.#known.has(key) ? 'repeated' : null
  }

  /** Each ring ends in one of the ways rings end. */
  async #endRings(below: (limit: number) => number): Promise<void> {
    const { peer, phone } = this.rig
    const ringing = () => phone.snapshot.calls.filter(({ state }) => state === 'ringing')
    for (const { id } of ringing()) {
      if (below(20) > 0) await phone.reject(id)
      else {
        await phone.answer(id)
        await phone.hangUp(id)
      }
    }
    if (ringing().length > 0) throw new Error(`cannot be refused: ${JSON.stringify(ringing())}`)
    // A mark of the phone's own: everything it sent so far has come to the peer.
    await peer.roundTrip()
    for (const answered of peer.received) {
      if (answered.code === 200 && cseqMethod(answered) === 'INVITE')
        peer.inDialog(answered, answered, 'ACK', Number.parseInt(header(answered, 'cseq'), 10))
    }
    await this.#settled()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]()
  }
}

function belowOf(seed: number): (limit: number) => number {
  const random = seeded(seed)
  return (limit) => Math.floor(random() * limit)
}

function lastRegister({ peer }: PhoneAtPeer): SipText {
  const register = peer.received.findLast(({ method }) => method === 'REGISTER')
  if (!register) throw new Error('the phone never registered')
  return register
}

/** What anybody would take for an INVITE by its first line. */
function beginsAsInvite({ startLine }: RawMessage): boolean {
  return methodOf(startLine) === 'INVITE' || /^INVITE\s/i.test(startLine)
}
