import { type Invitation, Registerer, type SessionDescriptionHandlerFactory, type UserAgent } from 'sip.js'
import type { Line } from '#domain/call/line.ts'
import type { GuardedTransport, SocketLike } from '../guarded-transport.ts'
import type { PhoneLogin } from '../phone.ts'
import { ChallengeGuard } from '../sip-guards/challenge-guard.ts'
import type { DropJournal } from '../sip-guards/drop-journal.ts'
import { askedExpiresS } from '../sip-guards/granted-expires.ts'
import { isKeepAliveAnswer, keepAliveRequest } from '../sip-guards/keep-alive-request.ts'
import { MessageReceiver } from '../sip-guards/message-receiver.ts'
import type { RawMessage } from '../sip-guards/raw-message.ts'
import { askBindings } from './ask-bindings.ts'
import { LineSupervisor, type SupervisorPorts } from './line-supervisor.ts'
import { sendRegister } from './send-register.ts'
import { makeUserAgent } from './user-agent.ts'

/** How long the last words of a quitting phone may take: unregistering, then SIP.js's own end (which may want 32 s). */
const unregisterMs = 400
const agentStopMs = 300
/** Every third keep-alive asks who is registered as us: a second phone of the account is known within 30 s. */
const pingsPerAsking = 3

export type SipLinePorts = SupervisorPorts & {
  newSocket: (url: string) => SocketLike
  newToken: () => string
  descriptions: (iceServers: readonly string[]) => SessionDescriptionHandlerFactory
  journal: DropJournal
  /** Asks somebody who may look whether that server's certificate is trusted; null: nobody can say. */
  certificateOf?: (server: string) => Promise<'trusted' | 'untrusted' | 'unknown'>
  onLine: (line: Line) => void
  onInvite: (invitation: Invitation) => void
  onUnreadableInvite: (invite: RawMessage, code: number) => void
  onCancel: (callId: string, reasons: readonly string[]) => void
  onTheirOffer: (callId: string) => void
  ownsReplaced: (header: string) => boolean
  detachCalls: () => void
  attachCalls: () => void
}

/** What stands for one account. */
type Registration = {
  login: PhoneLogin
  agent: UserAgent
  transport: GuardedTransport
  registerer: Registerer | null
  credentialsSent: boolean
  pings: number
}

/** Our registration at the PBX: the supervisor's hands in SIP.js. */
export class SipLine {
  readonly #ports: SipLinePorts
  readonly #supervisor: LineSupervisor
  readonly #challenges = new ChallengeGuard()
  #current: Registration | null = null

  constructor(ports: SipLinePorts) {
    this.#ports = ports
    this.#supervisor = new LineSupervisor(
      ports,
      {
        open: (server) => this.#open(server),
        close: () => this.#close(),
        register: () => this.#register(),
        ping: () => this.#ping(),
        detachCalls: ports.detachCalls,
        attachCalls: ports.attachCalls,
      },
      ports.onLine,
    )
  }

  get line(): Line {
    return this.#supervisor.line
  }

  get isReady(): boolean {
    return this.#supervisor.isReady
  }

  /** For outgoing calls; null without an account. */
  get agent(): UserAgent | null {
    return this.#current?.agent ?? null
  }

  get domain(): string {
    return this.#current?.login.account.domain ?? ''
  }

  /** Our own extension; empty without an account. */
  get user(): string {
    return this.#current?.login.account.user ?? ''
  }

  use(login: PhoneLogin | null): void {
    this.#retire()
    this.#challenges.reset()
    this.#current = login && this.#make(login)
    const usable = this.#current?.login.account
    this.#supervisor.use(usable ? { servers: usable.servers.length, extension: usable.user } : null)
  }

  reconnect(): void {
    this.#supervisor.tell({ type: 'retryNow' })
  }

  networkChanged(): void {
    this.#supervisor.tell({ type: 'network' })
  }

  /** Unregisters and closes within `unregisterMs` + `agentStopMs`. */
  async stop(): Promise<void> {
    const { agent, transport, registerer } = this.#current ?? {}
    if (!agent || !transport) return
    if (this.isReady && registerer) await this.#atMost(unregisterMs, unregistered(registerer))
    await this.#atMost(agentStopMs, agent.stop())
    this.use(null)
  }

  #make(login: PhoneLogin): Registration | null {
    const made = makeUserAgent({
      login,
      transport: {
        newSocket: this.#ports.newSocket,
        onText: (text) => {
          if (!isKeepAliveAnswer(text)) receiver.receive(text)
        },
        onHeard: () => this.#supervisor.tell({ type: 'heard' }),
        onLost: () => {
          const opening = this.line.state === 'connecting'
          this.#endRegisterer()
          this.#supervisor.tell({ type: 'closed' })
          if (opening) void this.#askCertificate(registration)
        },
        onSent: (text) => {
          if (text.startsWith('REGISTER ') && /^(proxy-)?authorization:/im.test(text))
            registration.credentialsSent = true
        },
      },
      descriptions: this.#ports.descriptions(login.account.iceServers),
      onConnect: () => this.#supervisor.tell({ type: 'opened' }),
      onInvite: this.#ports.onInvite,
    })
    if (made === null) return null
    const registration: Registration = { login, ...made, registerer: null, credentialsSent: false, pings: 0 }
    const receiver = new MessageReceiver({
      core: () => made.agent.userAgentCore,
      logger: made.agent.getLogger('pult.receiver'),
      challenges: this.#challenges,
      journal: this.#ports.journal,
      now: this.#ports.now,
      newTag: this.#ports.newToken,
      send: (text) => made.transport.send(text).catch(ignore),
      onUnreadableInvite: this.#ports.onUnreadableInvite,
      onCancel: this.#ports.onCancel,
      onTheirOffer: this.#ports.onTheirOffer,
      ownsReplaced: this.#ports.ownsReplaced,
    })
    return registration
  }

  #open(server: number): void {
    const current = this.#current
    const url = current?.login.account.servers[server]
    if (!current || url === undefined) return
    current.transport.server = url
    // A connection that fails is told by onLost. SIP.js's reconnect() would open the socket a turn later, when the line may
    // have changed its mind.
    const opening = current.agent.state === 'Started' ? current.transport.connect() : current.agent.start()
    opening.catch(ignore)
  }

  /** A socket that closes before it opened tells nobody why (RFC 6455 §7.1.5): a person must know a certificate from a cable. */
  async #askCertificate({ transport }: Registration): Promise<void> {
    const { server } = transport
    if (!server.startsWith('wss:')) return
    const found = await this.#ports.certificateOf?.(server).catch(() => 'unknown')
    if (this.#current?.transport !== transport || transport.server !== server) return
    this.#supervisor.tell({ type: 'certificate', trusted: found !== 'untrusted' })
  }

  #close(): void {
    this.#current?.transport.drop()
    this.#endRegisterer()
  }

  /**
   * A Registerer knows one socket only: after a loss it would call itself registered until its timer, or wait 32 s for an
   * answer that cannot come. It is ended while the socket is down, so that its farewell reaches nobody.
   */
  #endRegisterer(): void {
    const registerer = this.#current?.registerer
    if (!this.#current || !registerer) return
    this.#current.registerer = null
    registerer.dispose().catch(ignore)
  }

  #register(): void {
    const current = this.#current
    if (!current) return
    const registerer = current.registerer ?? this.#newRegisterer(current)
    current.registerer = registerer
    current.credentialsSent = false
    sendRegister(registerer, current.agent.contact.uri.user, (answer) => {
      if (this.#current?.registerer !== registerer) return
      const refused = answer.type === 'registerRefused'
      this.#supervisor.tell(refused ? { ...answer, withCredentials: current.credentialsSent } : answer)
    })
  }

  #newRegisterer({ agent }: Registration): Registerer {
    // The refresh is the supervisor's, at 50-80 % of the time granted; SIP.js's own at 99 % is never reached.
    return new Registerer(agent, { expires: askedExpiresS, refreshFrequency: 99, logConfiguration: false })
  }

  #ping(): void {
    const current = this.#current
    if (!current) return
    const { domain, user } = current.login.account
    const request = keepAliveRequest({
      domain,
      user: encodeURIComponent(user),
      viaHost: current.agent.configuration.viaHost,
      protocol: current.transport.protocol,
      token: this.#ports.newToken(),
    })
    current.transport.send(request).catch(ignore)
    if (current.pings++ % pingsPerAsking === 0) this.#askWhoIsRegistered(current)
  }

  #askWhoIsRegistered(asked: Registration): void {
    const { registerer } = asked
    askBindings(asked.agent, (users) => {
      // Of a registrar that tells nobody's addresses nothing is known.
      if (users.length === 0 || users.includes(asked.agent.contact.uri.user ?? '')) return
      if (this.#current === asked && asked.registerer === registerer)
        this.#supervisor.tell({ type: 'replaced' })
    })
  }

  #retire(): void {
    const old = this.#current
    if (!old) return
    this.#close()
    this.#current = null
    old.agent.stop().catch(ignore)
  }

  #atMost(ms: number, work: Promise<unknown>): Promise<unknown> {
    return Promise.race([
      work.catch(ignore),
      new Promise((resolve) => {
        this.#ports.after(ms, () => resolve(undefined))
      }),
    ])
  }
}

function unregistered(registerer: Registerer): Promise<void> {
  return new Promise((resolve, reject) => {
    registerer
      .unregister({ requestDelegate: { onAccept: () => resolve(), onReject: () => resolve() } })
      .catch(reject)
  })
}

/** What fails on a socket that is gone is told by the loss itself. */
function ignore(): void {}
