import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { v7 as uuidv7 } from 'uuid'
import type { Bridge } from '#bridge/contract.ts'
import { callId } from '#domain/ids.ts'
import type { LastSelfTest } from '#domain/sound/self-test.ts'
import { connectToShell } from './connect.ts'
import { BrowserMedia } from './media/browser-media.ts'
import { askForLost } from './report/ask-for-lost.ts'
import { CoreReporter } from './report/core-reporter.ts'
import { OwnReporter } from './report/own-reporter.ts'
import { ConsoleServer } from './serve-consoles.ts'
import { DropJournal } from './sip-guards/drop-journal.ts'
import { SipPhone } from './sip-phone.ts'
import { makeSound } from './sound/make-sound.ts'

type Core = ContractRouterClient<Bridge>

const now = () => Date.now()
const after = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

const media = new BrowserMedia({ now, after })
const phone = new SipPhone({
  now,
  random: Math.random,
  after,
  newSocket: (url) => new WebSocket(url, 'sip'),
  newToken: () => crypto.randomUUID().slice(0, 13),
  newCallId: () => callId.parse(uuidv7()),
  journal: new DropJournal(),
  certificateOf: async (server) => (await core?.settings.checkServer({ server }))?.certificate ?? 'unknown',
  media,
})
const reporter = new CoreReporter({ now, random: Math.random, after })
phone.onCallEvent((event) => reporter.call(event))
phone.onLine((line) => reporter.line(line))
const ownReporter = new OwnReporter({ random: Math.random, after }, phone.desk.report, (report) =>
  phone.desk.restore(report),
)
phone.desk.ownChanged.on((report) => ownReporter.tell(report))

/** Waits for the next settings when the core did not answer: half a second is not felt, and it is not hammered. */
const settingsRetryMs = 500
let core: Core | null = null
let echoCode: string | null = null
let askedForLost = false

/** A self-test came to its end; a core that is away forgets it, which costs nobody a call. */
function keepSelfTest(selfTest: LastSelfTest): void {
  void core?.settings.set({ selfTest }).catch(() => {})
}

/** Reads account, devices and dial plan; the account that is registered already is left alone. */
async function readSettings(from: Core): Promise<void> {
  try {
    const [settings, login] = await Promise.all([from.settings.get(), from.settings.phoneAccount()])
    if (core !== from) return
    void media.apply(settings.sound)
    echoCode = settings.pbxFeatures.echo
    phone.setDialPlan(settings.dialPlan)
    phone.desk.setPolicy(settings.deskPolicy)
    phone.colleagues.listenToMailbox(settings.pbxFeatures.voicemail !== null)
    phone.features.codes = settings.pbxFeatures
    phone.setLogin(login)
    // Once: what a core tells later of calls that are not ours any more is only late news.
    if (!askedForLost) await askForLost(from, phone, settings.pbxFeatures)
    askedForLost = true
  } catch {
    after(settingsRetryMs, () => {
      if (core === from) void readSettings(from)
    })
  }
}

const sound = makeSound({ phone, media, echoCode: () => echoCode, keep: keepSelfTest, now, after })
const consoles = new ConsoleServer(
  phone,
  () => {
    if (core) void readSettings(core)
  },
  sound,
)

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
    ownReporter.attach({
      report: (report) => client.own.report(report, { signal }),
      kept: () => client.own.kept(undefined, { signal }),
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
