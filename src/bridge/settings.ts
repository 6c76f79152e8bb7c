import { oc } from '@orpc/contract'
import { z } from 'zod'
import { deskPolicy } from '#domain/call/desk-policy.ts'
import { dialPolicy } from '#domain/call/dial-policy.ts'
import { pbxFeatures } from '#domain/call/pbx-features.ts'
import { dialPlan } from '#domain/directory/dial-plan.ts'
import { lastSelfTest } from '#domain/sound/self-test.ts'
import { soundSettings } from '#domain/sound/sound-settings.ts'

/** Where and as whom the phone registers. */
export const phoneAccount = z.object({
  /** `wss://pbx.example/ws`; the second is the failover. */
  servers: z.array(z.string().max(300)).min(1).max(2),
  /** SIP domain of the address of record. */
  domain: z.string().min(1).max(255),
  user: z.string().min(1).max(64),
  authUser: z.string().max(64).nullable(),
  displayName: z.string().max(128),
  iceServers: z.array(z.string().max(300)).max(8),
})
export type PhoneAccount = z.infer<typeof phoneAccount>

export const settingsView = z.object({
  language: z.enum(['ru', 'en', 'system']),
  theme: z.enum(['light', 'dark', 'system']),
  density: z.enum(['compact', 'comfortable']),
  deskAddress: z.string().max(300),
  phone: phoneAccount.nullable(),
  dialPlan,
  /** What the PBX can do, and by which codes. */
  pbxFeatures,
  /** What links, lists and the clipboard may dial. */
  dialPolicy,
  /** Own states, wrap-up, do-not-disturb and auto-answer, as the company has them. */
  deskPolicy,
  sound: soundSettings,
  /** The last self-test that came to its end. */
  selfTest: lastSelfTest.nullable(),
})
export type SettingsView = z.infer<typeof settingsView>

export const settings = {
  get: oc.output(settingsView),
  set: oc.input(settingsView.partial()).output(settingsView),
  /** Saves the account; the password goes to the secret store and is never read back by the console. */
  setPhone: oc
    .input(z.object({ account: phoneAccount, password: z.string().max(256).nullable() }))
    .output(settingsView),
  /**
   * Why the phone's page cannot open that server of the account: a browser tells a certificate that is not trusted from a
   * server that is away to nobody (RFC 6455 §7.1.5). For the phone page; other servers are not looked at.
   */
  checkServer: oc
    .input(z.object({ server: z.string().max(300) }))
    .output(z.object({ certificate: z.enum(['trusted', 'untrusted', 'unknown']) })),
  /** For the phone page alone: the account with its password, null until there is one. */
  phoneAccount: oc.output(z.object({ account: phoneAccount, password: z.string() }).nullable()),
}
