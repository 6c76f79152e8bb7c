import { Registerer, UserAgent } from 'sip.js'

/** The least a page can do with stock SIP.js: register, and write From of each INVITE into the page. */
const query = new URLSearchParams(location.search)
const uri = UserAgent.makeURI(`sip:${query.get('user')}@${query.get('domain')}`)
const agent = new UserAgent({
  ...(uri && { uri }),
  authorizationUsername: query.get('user') ?? '',
  authorizationPassword: query.get('password') ?? '',
  logBuiltinEnabled: false,
  transportOptions: { server: query.get('server') ?? '' },
  delegate: {
    onInvite: (invitation) => {
      const from = document.getElementById('from')
      if (from) {
        from.textContent = `${invitation.remoteIdentity.displayName} ${invitation.remoteIdentity.uri.user}`
        from.dataset.callId = invitation.request.callId
      }
    },
  },
})
await agent.start()
await new Registerer(agent).register()
