import { checkCertificate } from '../settings/check-certificate.ts'
import type { CoreParts, Implementer } from './implementer.ts'

/** Settings of this machine and the phone's account. */
export function settingsHandlers(os: Implementer, { settings, work }: CoreParts) {
  return os.settings.router({
    get: os.settings.get.handler(() => settings.now),
    set: os.settings.set.handler(({ input }) => work.durably(() => settings.set(input))),
    setPhone: os.settings.setPhone.handler(({ input }) => settings.setPhone(input.account, input.password)),
    phoneAccount: os.settings.phoneAccount.handler(() => settings.phoneAccount()),
    checkServer: os.settings.checkServer.handler(async ({ input }) => {
      // Only what a person or IT entered: a page must not make this machine knock on doors of its choice.
      const ours = settings.now.phone?.servers.includes(input.server) ?? false
      return { certificate: ours ? await checkCertificate(input.server) : 'unknown' }
    }),
  })
}
