import { fullJitterMs } from '#shared/backoff.ts'
import type { DeskSession } from '../sync/desk-session.ts'
import { deskAddress } from '../sync/sign-in.ts'
import { Waiter } from '../sync/waiter.ts'
import type { Workstation } from '../workstation.ts'
import type { Config } from './config-file.ts'
import type { Settings } from './settings.ts'

/** Lays the addresses and the phone's account of a configuration over what a person set. */
export async function applyConfig(config: Config, settings: Settings): Promise<void> {
  if (config.phone) await settings.setPhone(config.phone, config.phonePassword ?? null)
  if (config.desk !== undefined) settings.set({ deskAddress: config.desk })
  if (config.dialPlan) settings.set({ dialPlan: config.dialPlan })
  if (config.pbxFeatures)
    settings.set({ pbxFeatures: { ...settings.now.pbxFeatures, ...config.pbxFeatures } })
  if (config.deskPolicy) settings.set({ deskPolicy: config.deskPolicy })
  if (config.dialPolicy) settings.set({ dialPolicy: { ...settings.now.dialPolicy, ...config.dialPolicy } })
}

/**
 * Signs in with what a configuration says: at the first start, and when the desk took the tokens back. Somebody
 * else's sign-in is never replaced while their changes wait here. A desk that does not answer is asked again.
 */
export async function signInByConfig(
  { desk: address, signIn }: Config,
  { work, desk }: { work: Workstation; desk: DeskSession },
  signal: AbortSignal,
): Promise<void> {
  if (address === undefined || signIn === undefined) return
  const { account, ports, status } = work
  if (account?.user.login === signIn.login && account.address === deskAddress(address)) {
    await turnedAway(status, signal)
  }
  const waiter = new Waiter(ports.clock)
  for (let failures = 0; !signal.aborted; failures++) {
    const refused = await desk.signIn({ address, ...signIn })
    if (refused === null) return
    ports.log.warn('config.signIn.refused', { code: refused.code })
    const again = refused.code === 'DESK_UNREACHABLE'
    const waitMs = fullJitterMs(failures, ports.random, { baseMs: 500, capMs: 30_000 })
    // Nobody sees the log: the window says it. With somebody signed in, their own link speaks of the desk.
    if (work.account === null) {
      const since = ports.clock.now()
      const fault = again ? refused.data.fault : 'signedOut'
      status.set({ desk: { state: 'away', since, fault, retryAt: again ? since + waitMs : null } })
    }
    if (!again) return
    await waiter.wait(waitMs, signal)
  }
}

/** Resolves when the desk no longer takes this person's tokens. */
function turnedAway({ changed, now }: Workstation['status'], signal: AbortSignal): Promise<void> {
  const isAway = ({ desk }: typeof now) => desk.state === 'away' && desk.fault === 'signedOut'
  if (isAway(now)) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      stop()
      resolve()
    }
    const stop = changed.on((status) => {
      if (isAway(status)) end()
    })
    signal.addEventListener('abort', end, { once: true })
  })
}
