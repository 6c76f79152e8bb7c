import type { DeskSession } from '../sync/desk-session.ts'
import type { Workstation } from '../workstation.ts'
import type { Config } from './config-file.ts'
import type { Settings } from './settings.ts'

/**
 * Lays a configuration over what a person set. Somebody else's sign-in is never replaced while their changes wait
 * here; a desk that does not answer now leaves everything as it was, and the sign-in screen says why.
 */
export async function applyConfig(
  config: Config,
  { work, settings, desk }: { work: Workstation; settings: Settings; desk: DeskSession },
): Promise<void> {
  if (config.phone) await settings.setPhone(config.phone, config.phonePassword ?? null)
  if (config.desk !== undefined) settings.set({ deskAddress: config.desk })
  const { desk: address, signIn } = config
  const { account } = work
  const signedInAlready = account?.user.login === signIn?.login && account?.address === address
  if (address === undefined || signIn === undefined || signedInAlready) return
  const refused = await desk.signIn({ address, ...signIn })
  if (refused !== null) work.ports.log.warn('config.signIn.refused', { code: refused.code })
}
