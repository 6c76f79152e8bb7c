import { fullJitterMs } from '#shared/backoff.ts'
import type { CoreConfig } from '../config.ts'
import type { Workstation } from '../workstation.ts'
import type { DeskSession } from './desk-session.ts'
import { deskAddress } from './sign-in.ts'
import { Waiter } from './waiter.ts'

/** Signs in with what the configuration says, coming again while the desk does not answer. Logs any other refusal. */
export async function signInByConfig(
  work: Workstation,
  desk: DeskSession,
  { desk: address, signIn }: CoreConfig,
  signal: AbortSignal,
): Promise<void> {
  if (address === undefined || signIn === undefined) return
  const { account, ports } = work
  const known = account?.user.login === signIn.login && account.address === deskAddress(address)
  if (known && (await ports.secrets.get('desk-refresh')) !== null) return
  const waiter = new Waiter(ports.clock)
  for (let failures = 0; !signal.aborted; failures++) {
    const refused = await desk.signIn({ address, ...signIn })
    if (refused === null) return
    ports.log.warn('config.signIn', { code: refused.code })
    if (refused.code !== 'DESK_UNREACHABLE') return
    await waiter.wait(fullJitterMs(failures, ports.random, { baseMs: 500, capMs: 30_000 }), signal)
  }
}
