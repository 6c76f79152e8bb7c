import { type PhoneAccount, type SettingsView, settingsView } from '#bridge/settings.ts'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { defaultDialPolicy } from '#domain/call/dial-policy.ts'
import { noPbxFeatures } from '#domain/call/pbx-features.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import { firstSound } from '#domain/sound/sound-settings.ts'
import type { Kept } from '../outbox/kept.ts'
import type { Secrets } from '../ports.ts'

const first: SettingsView = {
  language: 'system',
  theme: 'system',
  density: 'compact',
  deskAddress: '',
  phone: null,
  dialPlan: russianDialPlan,
  pbxFeatures: noPbxFeatures,
  dialPolicy: defaultDialPolicy,
  deskPolicy: defaultDeskPolicy,
  sound: firstSound,
  selfTest: null,
}

const passwordName = 'phone-password'

/** What a person set, kept with the precious file; the phone's password apart, in the secret store. */
export class Settings {
  readonly #kept: Kept
  readonly #secrets: Secrets
  #now: SettingsView

  constructor(kept: Kept, secrets: Secrets) {
    this.#kept = kept
    this.#secrets = secrets
    // Settings of an older version lack what came later: the rest is as at first.
    this.#now = { ...first, ...kept.get('settings', settingsView.partial()) }
  }

  get now(): SettingsView {
    return this.#now
  }

  set(change: Partial<SettingsView>): SettingsView {
    const next = settingsView.parse({ ...this.#now, ...change })
    this.#kept.set('settings', next)
    this.#now = next
    return next
  }

  /** `password` null: the one that is kept stays. */
  async setPhone(account: PhoneAccount, password: string | null): Promise<SettingsView> {
    if (password !== null) await this.#secrets.set(passwordName, password)
    return this.set({ phone: account })
  }

  async phoneAccount(): Promise<{ account: PhoneAccount; password: string } | null> {
    if (this.#now.phone === null) return null
    const password = await this.#secrets.get(passwordName)
    return password === null ? null : { account: this.#now.phone, password }
  }

  /** The telephone's account goes, with its password. */
  async forgetPhone(): Promise<void> {
    await this.#secrets.remove(passwordName)
    this.set({ phone: null })
  }
}
