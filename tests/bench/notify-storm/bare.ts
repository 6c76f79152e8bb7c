import { Registerer, Subscriber, UserAgent } from 'sip.js'

/** Stock SIP.js that watches colleagues and writes each state into the page: what `notify-storm` is compared with. */
const query = new URLSearchParams(location.search)
const uri = UserAgent.makeURI(`sip:${query.get('user')}@${query.get('domain')}`)
const agent = new UserAgent({
  ...(uri && { uri }),
  authorizationUsername: query.get('user') ?? '',
  authorizationPassword: query.get('password') ?? '',
  logBuiltinEnabled: false,
  transportOptions: { server: query.get('server') ?? '' },
})
await agent.start()
await new Registerer(agent).register()
for (const extension of (query.get('watch') ?? '').split(',')) {
  const target = UserAgent.makeURI(`sip:${extension}@${query.get('domain')}`)
  const row = document.body.appendChild(document.createElement('p'))
  if (!target) continue
  const subscriber = new Subscriber(agent, target, 'dialog')
  subscriber.delegate = {
    onNotify: (notification) => {
      void notification.accept()
      const xml = new DOMParser().parseFromString(notification.request.body, 'text/xml')
      row.textContent = `${extension} ${xml.querySelector('state')?.textContent}`
    },
  }
  void subscriber.subscribe()
}
