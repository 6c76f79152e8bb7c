import { SessionManager } from 'sip.js/lib/platform/web/index.js'

// All it wants of a window is to hear of its network and its end.
Object.assign(globalThis, { window: { addEventListener() {}, removeEventListener() {} } })

/** SIP.js's own SessionManager with its defaults: what a page gets that writes no line supervisor. */
export class StockManager {
  readyAt = 0
  readonly #manager: SessionManager

  constructor(url: string, user: string) {
    this.#manager = new SessionManager(url, {
      aor: `sip:${user}@pbx.local`,
      userAgentOptions: { logBuiltinEnabled: false },
      delegate: {
        onRegistered: () => {
          this.readyAt = performance.now()
        },
        // Its reconnecting does not register again: that is left to the page.
        onServerConnect: () => void this.#manager.register().catch(() => {}),
      },
    })
  }

  async start(): Promise<void> {
    await this.#manager.connect()
  }

  async stop(): Promise<void> {
    await this.#manager.disconnect().catch(() => {})
  }
}
