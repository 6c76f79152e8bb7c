/** A bare SIP.js phone for tests, driven from Node. It knows nothing of the product's phone on purpose. */
import {
  type Invitation,
  Inviter,
  Registerer,
  type Session,
  SessionState,
  Subscriber,
  UserAgent,
  type Web,
} from 'sip.js'
import type { PhoneEvent, PhonePage, PhoneStats } from './protocol.ts'

declare global {
  interface Window {
    tell(event: PhoneEvent): void
    phone: PhonePage
  }
}

const sessions: Session[] = []
let agent: UserAgent
let registerer: Registerer
let domain = ''
const media = { constraints: { audio: true, video: false } }

const uriOf = (user: string) => {
  const uri = UserAgent.makeURI(`sip:${user}@${domain}`)
  if (!uri) throw new Error(`not a SIP user: ${user}`)
  return uri
}

function keep(session: Session): number {
  const call = sessions.push(session) - 1
  session.stateChange.addListener((state) => {
    window.tell({ type: 'state', call, state })
    if (state === SessionState.Established) listen(session)
  })
  session.delegate = {
    onCancel: ({ request }) =>
      window.tell({ type: 'cancelled', call, reasons: request.getHeaders('Reason') }),
    onBye: ({ request }) => window.tell({ type: 'bye', call, reason: request.getHeader('Reason') ?? '' }),
    onInvite: (request) =>
      window.tell({ type: 'reinvited', call, asserted: request.getHeader('P-Asserted-Identity') ?? '' }),
  }
  return call
}

/** A sink for the sound: without one the browser does not decode it. */
function listen(session: Session): void {
  const audio = new Audio()
  const tracks = connectionOf(session)
    .getReceivers()
    .map(({ track }) => track)
  audio.srcObject = new MediaStream(tracks)
  void audio.play()
}

function connectionOf(session: Session): RTCPeerConnection {
  const connection = (session.sessionDescriptionHandler as Web.SessionDescriptionHandler).peerConnection
  if (!connection) throw new Error('the session has no media')
  return connection
}

function reinvite(call: number, hold: boolean): Promise<string> {
  const session = sessions[call]!
  const options = { ...media, hold }
  session.sessionDescriptionHandlerOptionsReInvite = options as Web.SessionDescriptionHandlerOptions
  return new Promise((resolve, reject) => {
    const requestDelegate = {
      onAccept: () => resolve(connectionOf(session).getTransceivers()[0]?.currentDirection ?? 'none'),
      onReject: ({ message }: { message: { statusCode?: number } }) =>
        reject(new Error(`${message.statusCode}`)),
    }
    session.invite({ sessionDescriptionHandlerOptions: options, requestDelegate }).catch(reject)
  })
}

function refer(call: number, to: ReturnType<typeof uriOf> | Session): Promise<number> {
  return new Promise((resolve, reject) => {
    sessions[call]!.refer(to, {
      onNotify: (notification) => {
        void notification.accept()
        window.tell({ type: 'transfer', call, said: notification.request.body.trim() })
      },
      requestDelegate: {
        onAccept: ({ message }) => resolve(message.statusCode ?? 0),
        onReject: ({ message }) => resolve(message.statusCode ?? 0),
      },
    }).catch(reject)
  })
}

window.phone = {
  async start(options) {
    domain = options.domain
    agent = new UserAgent({
      uri: uriOf(options.extension),
      authorizationUsername: options.extension,
      authorizationPassword: options.password,
      contactName: options.extension,
      logLevel: 'error',
      transportOptions: { server: options.server, connectionTimeout: 5 },
      sessionDescriptionHandlerFactoryOptions: {
        iceGatheringTimeout: 500,
        peerConnectionConfiguration: { iceServers: [], bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' },
      },
      delegate: {
        onInvite: (invitation: Invitation) => {
          const call = keep(invitation)
          const headers: Record<string, string> = {}
          for (const [name, values] of Object.entries(invitation.request.headers))
            headers[name] = values[0]?.raw ?? ''
          const { displayName, uri } = invitation.remoteIdentity
          window.tell({ type: 'invite', call, from: uri.user ?? '', name: displayName, headers })
        },
        onDisconnect: () => window.tell({ type: 'disconnected' }),
      },
    })
    await agent.start()
    registerer = new Registerer(agent, { expires: 120 })
    return window.phone.register()
  },
  register: () =>
    new Promise((resolve, reject) => {
      registerer
        .register({
          requestDelegate: {
            onAccept: () => resolve(200),
            onReject: ({ message }) => resolve(message.statusCode ?? 0),
          },
        })
        .catch(reject)
    }),
  async reconnect() {
    await agent.reconnect()
    return window.phone.register()
  },
  async call(number) {
    const inviter = new Inviter(agent, uriOf(number), { sessionDescriptionHandlerOptions: media })
    const call = keep(inviter)
    await inviter.invite({
      requestDelegate: {
        onProgress: ({ message }) => window.tell({ type: 'progress', call, status: message.statusCode ?? 0 }),
        onReject: ({ message }) =>
          window.tell({
            type: 'rejected',
            call,
            status: message.statusCode ?? 0,
            reason: message.getHeader('Reason') ?? '',
          }),
      },
    })
    return call
  },
  answer: (call) => (sessions[call] as Invitation).accept({ sessionDescriptionHandlerOptions: media }),
  reject: (call, status) => (sessions[call] as Invitation).reject({ statusCode: status }),
  async hangUp(call) {
    const session = sessions[call]!
    if (session.state === SessionState.Established) await session.bye()
    else await (session as Inviter).cancel()
  },
  hold: (call) => reinvite(call, true),
  resume: (call) => reinvite(call, false),
  press: async (call, key) => sessions[call]!.sessionDescriptionHandler!.sendDtmf(key),
  transferTo: (call, number) => refer(call, uriOf(number)),
  transferToCall: (call, other) => refer(call, sessions[other]!),
  async restartIce(call) {
    connectionOf(sessions[call]!).restartIce()
    return reinvite(call, false)
  },
  async watch(extension) {
    const subscriber = new Subscriber(agent, uriOf(extension), 'dialog')
    subscriber.delegate = {
      onNotify: (notification) => {
        void notification.accept()
        window.tell({ type: 'watched', extension, body: notification.request.body })
      },
    }
    await subscriber.subscribe()
  },
  async stats(call) {
    const found: PhoneStats = { received: 0, sent: 0, energy: 0, codec: '' }
    const report = await connectionOf(sessions[call]!).getStats()
    report.forEach((entry: Record<string, unknown>) => {
      if (entry.type === 'inbound-rtp') {
        found.received = Number(entry.packetsReceived)
        found.energy = Number(entry.totalAudioEnergy ?? 0)
        found.codec = String(
          (report.get(String(entry.codecId)) as { mimeType?: string } | undefined)?.mimeType ?? '',
        )
      }
      if (entry.type === 'outbound-rtp') found.sent = Number(entry.packetsSent)
    })
    return found
  },
  async flow(call, packets, withinMs) {
    const before = await window.phone.stats(call)
    const until = performance.now() + withinMs
    for (;;) {
      // getStats itself is the pace: the browser makes a new report at most every 50 ms.
      await new Promise((resolve) => setTimeout(resolve, 50))
      const now = await window.phone.stats(call)
      const received = now.received - before.received
      const sent = now.sent - before.sent
      if (received >= packets && sent >= packets) {
        return { received, sent, energy: now.energy - before.energy, codec: now.codec }
      }
      if (performance.now() > until) {
        throw new Error(`call ${call}: only ${received} packets came and ${sent} went within ${withinMs} ms`)
      }
    }
  },
}
