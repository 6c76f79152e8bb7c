import { Registerer, UserAgent } from 'sip.js'

/** Stock SIP.js that answers: what `answer` is compared with. `?stun=` names a server, none without it. */
const query = new URLSearchParams(location.search)
const stun = query.get('stun')
const uri = UserAgent.makeURI(`sip:${query.get('user')}@${query.get('domain')}`)
const agent = new UserAgent({
  ...(uri && { uri }),
  authorizationUsername: query.get('user') ?? '',
  authorizationPassword: query.get('password') ?? '',
  logBuiltinEnabled: false,
  transportOptions: { server: query.get('server') ?? '' },
  sessionDescriptionHandlerFactoryOptions: {
    peerConnectionConfiguration: { iceServers: stun ? [{ urls: stun }] : [] },
  },
  delegate: {
    onInvite: (invitation) => {
      const page = window as unknown as { answerNow: () => Promise<void> }
      page.answerNow = () => invitation.accept()
    },
  },
})
await agent.start()
await new Registerer(agent).register()
