import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Bridge } from '#bridge/contract.ts'
import { callId } from '#domain/ids.ts'
import { connectToShell } from './connect.ts'
import { BrowserMedia } from './media/browser-media.ts'
import { CoreReporter } from './report/core-reporter.ts'
import { ConsoleServer } from './serve-consoles.ts'
import { DropJournal } from './sip-guards/drop-journal.ts'
import { SipPhone } from './sip-phone.ts'

type Core = ContractRouterClient<Bridge>

const now = () => Date.now()
const after = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

const media = new BrowserMedia()
const phone = new SipPhone({
  now,
  random: Math.random,
  after,
  newSocket: (url) => new WebSocket(url, 'sip'),
  newToken: () => crypto.randomUUID().slice(0, 13),
  newCallId: () => callId.parse(uuidv7()),
  journal: new DropJournal(),
  media,
})
const reporter = new CoreReporter({ now, random: Math.random, after })
phone.onCallEvent((event) => reporter.call(event))
phone.onLine((line) => reporter.line(line))

/** Waits for the next settings when the core did not answer: half a second is not felt, and it is not hammered. */
const settingsRetryMs = 500
let core: Core | null = null

/** Reads account, devices and dial plan; the account that is registered already is left alone. */
async function readSettings(from: Core): Promise<void> {
  try {
    const [settings, login] = await Promise.all([from.settings.get(), from.settings.phoneAccount()])
    if (core !== from) return
    media.apply(settings)
    phone.setDialPlan(settings.dialPlan)
    phone.setLogin(login)
  } catch {
    after(settingsRetryMs, () => {
      if (core === from) void readSettings(from)
    })
  }
}

const consoles = new ConsoleServer(phone, () => {
  if (core) void readSettings(core)
})

/** Ends what waits for an answer of a core that is gone: its port stays silent for ever. */
let coreGone = new AbortController()
function forgetCore(): void {
  coreGone.abort()
  coreGone = new AbortController()
  core = null
}

connectToShell(window, {
  onCore: (port) => {
    forgetCore()
    const client: Core = createORPCClient(new RPCLink({ port }))
    const { signal } = coreGone
    core = client
    port.start()
    reporter.attach({
      report: (events) => client.calls.report({ events }, { signal }),
      reportLine: (report) => client.board.reportLine(report, { signal }),
    })
    void readSettings(client)
  },
  onCoreLost: forgetCore,
  onConsole: (port) => consoles.attach(port),
  onFarewell: () => phone.stop(),
})

window.addEventListener('online', () => phone.networkChanged())
window.addEventListener('offline', () => phone.networkChanged())
// A closed page cannot wait, but what is sent in this turn still leaves: BYE and the end of the registration.
window.addEventListener('pagehide', () => void phone.stop())
