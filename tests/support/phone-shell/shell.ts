import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { bridge } from '#bridge/contract.ts'
import type { CallStats, PhoneContract, PhoneSnapshot } from '#bridge/phone.ts'
import type { SoundView } from '#bridge/phone-media.ts'
import type { PhoneAccount, SettingsView } from '#bridge/settings.ts'
import type { Call } from '#domain/call/call.ts'
import type { CallEvent } from '#domain/call/call-event.ts'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { defaultDialPolicy } from '#domain/call/dial-policy.ts'
import type { OwnReport } from '#domain/call/own-report.ts'
import { noPbxFeatures, type PbxFeatures } from '#domain/call/pbx-features.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { firstSound, type SoundSettings } from '#domain/sound/sound-settings.ts'

/** Sound that has not come by then does not come, ms. */
const packetsMs = 15_000

/**
 * Plays the shell, the core and the console for the phone page under test: loaded into the built page as a second script, it
 * posts the ports as a shell does and keeps what the phone says.
 */
class TestShell {
  snapshot: PhoneSnapshot | null = null
  readonly events: CallEvent[] = []
  readonly lines: string[] = []
  /** What a phone page before this one left. */
  left: { call: Call; aliveAt: number }[] = []
  /** The own state as the core keeps it. */
  own: OwnReport | null = null
  sound: SoundSettings = { ...firstSound, ringVolume: 0.1 }
  /** Devices, headset and self-test as the phone told them last. */
  soundView: SoundView | null = null
  /** What the phone page saved. */
  readonly saved: Partial<SettingsView>[] = []
  #console: ContractRouterClient<PhoneContract> | null = null

  /** Gives the page a core that knows this account. */
  startCore(
    login: { account: PhoneAccount; password: string } | null,
    features: Partial<PbxFeatures> = {},
  ): void {
    const os = implement(bridge)
    const settings = (): SettingsView => ({
      language: 'ru',
      theme: 'system',
      density: 'compact',
      deskAddress: '',
      phone: login?.account ?? null,
      dialPlan: russianDialPlan,
      pbxFeatures: { ...noPbxFeatures, ...features },
      dialPolicy: defaultDialPolicy,
      deskPolicy: defaultDeskPolicy,
      sound: this.sound,
      selfTest: null,
    })
    const handler = new RPCHandler({
      settings: {
        get: os.settings.get.handler(settings),
        phoneAccount: os.settings.phoneAccount.handler(() => login),
        // As a core of its own machine would: asked of the test, which may look.
        checkServer: os.settings.checkServer.handler(async ({ input }) => ({
          certificate: (await window.testCertificate?.(input.server)) ?? 'unknown',
        })),
        set: os.settings.set.handler(({ input }) => {
          this.saved.push(input)
          return settings()
        }),
      },
      calls: {
        report: os.calls.report.handler(({ input }) => {
          this.events.push(...input.events)
          return {}
        }),
      },
      own: {
        kept: os.own.kept.handler(() => ({ report: this.own })),
        report: os.own.report.handler(({ input }) => {
          this.own = input
          return {}
        }),
      },
      takeBack: { left: os.takeBack.left.handler(() => ({ left: this.left })) },
      board: {
        reportLine: os.board.reportLine.handler(({ input }) => {
          this.lines.push(input.line)
          return {}
        }),
      },
    })
    const { port1, port2 } = new MessageChannel()
    handler.upgrade(port1)
    port1.start()
    window.postMessage({ type: 'pult:port', role: 'core' }, location.origin, [port2])
  }

  /** Opens a console, as a load or reload of it does. */
  startConsole(): void {
    const { port1, port2 } = new MessageChannel()
    const client: ContractRouterClient<PhoneContract> = createORPCClient(new RPCLink({ port: port1 }))
    port1.start()
    window.postMessage({ type: 'pult:port', role: 'console' }, location.origin, [port2])
    this.#console = client
    void this.#watch(client)
    void this.#watchSound(client)
  }

  async #watch(client: ContractRouterClient<PhoneContract>): Promise<void> {
    for await (const snapshot of await client.watch()) {
      if (this.#console !== client) return
      this.snapshot = snapshot
    }
  }

  async #watchSound(client: ContractRouterClient<PhoneContract>): Promise<void> {
    for await (const view of await client.watchSound()) {
      if (this.#console !== client) return
      this.soundView = view
    }
  }

  /** One verb of the contract; answers what it answered, or the code of its declared error. */
  async verb(name: keyof ContractRouterClient<PhoneContract>, input: unknown): Promise<unknown> {
    if (!this.#console) throw new Error('no console')
    const verb = this.#console[name] as (input: unknown) => Promise<unknown>
    try {
      return await verb(input)
    } catch (error) {
      return { refused: error instanceof Error && 'code' in error ? error.code : String(error) }
    }
  }

  /** Resolves when so many packets more came in and went out; answers how many did. Throws when the call is over. */
  async packets(callId: string, more: { in: number; out: number }): Promise<{ in: number; out: number }> {
    const count = async () => {
      const stats = (await this.verb('stats', { callId })) as CallStats | { refused: string }
      if ('refused' in stats) throw new Error(`no packets of call ${callId}: ${stats.refused}`)
      return stats
    }
    const from = await count()
    const began = performance.now()
    for (;;) {
      const now = await count()
      const seen = { in: now.packetsIn - from.packetsIn, out: now.packetsOut - from.packetsOut }
      if (seen.in >= more.in && seen.out >= more.out) return seen
      if (performance.now() - began > packetsMs)
        throw new Error(`of call ${callId} came ${JSON.stringify(seen)} in ${packetsMs} ms`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      const listener = ({ data }: MessageEvent) => {
        if (data?.type !== 'pult:farewell-done') return
        window.removeEventListener('message', listener)
        resolve()
      }
      window.addEventListener('message', listener)
      window.postMessage({ type: 'pult:farewell' }, location.origin)
    })
  }
}

declare global {
  interface Window {
    testShell?: TestShell
    /** Given by a test that may look at certificates. */
    testCertificate?: (server: string) => Promise<'trusted' | 'untrusted' | 'unknown'>
  }
}

window.testShell = new TestShell()
