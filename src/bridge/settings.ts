import { oc } from '@orpc/contract'
import { z } from 'zod'
import { dialPolicy } from '#domain/call/dial-policy.ts'
import { pbxFeatures } from '#domain/call/pbx-features.ts'
import { dialPlan } from '#domain/directory/dial-plan.ts'

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
  ringVolume: z.number().min(0).max(1),
  ringDeviceId: z.string().max(256).nullable(),
  micDeviceId: z.string().max(256).nullable(),
  speakerDeviceId: z.string().max(256).nullable(),
})
export type SettingsView = z.infer<typeof settingsView>

export const settings = {
  get: oc.output(settingsView),
  set: oc.input(settingsView.partial()).output(settingsView),
  /** Saves the account; the password goes to the secret store and is never read back by the console. */
  setPhone: oc
    .input(z.object({ account: phoneAccount, password: z.string().max(256).nullable() }))
    .output(settingsView),
  /** For the phone page alone: the account with its password, null until there is one. */
  phoneAccount: oc.output(z.object({ account: phoneAccount, password: z.string() }).nullable()),
}
