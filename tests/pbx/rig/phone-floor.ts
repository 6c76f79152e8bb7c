import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { PhoneAccount } from '#bridge/settings.ts'
import {
  PhonePage,
  type PhonePageOptions,
  type PhoneSite,
  servePhonePage,
} from '#tests/support/phone-shell/phone-page.ts'
import { type Asterisk, startAsterisk } from './asterisk.ts'
import { launchChromium } from './chromium.ts'
import { domain } from './rig-plan.ts'
import { type CustomerCall, SippCustomers } from './sipp.ts'

/** What differs from the account that the rig has for an extension. */
export type PhoneChange = PhonePageOptions & {
  server?: string
  password?: string
  user?: string
  iceServers?: string[]
}

export type PhoneFloorOptions = {
  /** The browser takes the certificate of this PBX, which nobody signed. */
  trusted?: boolean
}

/** A real PBX, customers who call, and the phone page as often as a suite wants it. */
export class PhoneFloor {
  #browser!: Browser
  #site!: PhoneSite
  asterisk!: Asterisk
  customers!: SippCustomers

  async open(prefix: string, { trusted = false }: PhoneFloorOptions): Promise<void> {
    await Promise.all([
      startAsterisk({ prefix }).then((asterisk) => {
        this.asterisk = asterisk
      }),
      servePhonePage().then((site) => {
        this.#site = site
      }),
    ])
    const { spki } = this.asterisk.certificate
    this.#browser = await launchChromium(trusted ? { trustedSpki: spki } : {})
    this.customers = new SippCustomers({ ports: this.asterisk.ports, folder: this.asterisk.plan.folder })
  }

  /** What was not opened, because something failed before, is passed over. */
  async close(): Promise<void> {
    this.customers?.killAll()
    await this.#browser?.close()
    await this.#site?.stop()
    await this.asterisk?.stop()
  }

  /** What the rig has for an extension, as the core gives it to the phone. */
  account(
    extension: string,
    { server = this.asterisk.wsUrl, user = extension, iceServers = [] }: PhoneChange = {},
  ): PhoneAccount {
    const { name } = this.asterisk.agent(extension)
    return { servers: [server], domain, user, authUser: null, displayName: name, iceServers }
  }

  /** A phone page of its own; its line is not awaited. */
  phone(extension: string, change: PhoneChange = {}): Promise<PhonePage> {
    const { password = this.asterisk.agent(extension).secret } = change
    const account = this.account(extension, change)
    return PhonePage.open(this.#browser, this.#site, { account, password }, change)
  }

  /** A customer, by default one for 101, talks at this phone: there is sound both ways. */
  async talk(
    phone: PhonePage,
    { number = '+74955556677', to = '7495111101' } = {},
  ): Promise<{ customer: CustomerCall; id: string }> {
    const customer = await this.customers.customer({ number, name: 'Ромашка', to })
    const { id } = await phone.call('ringing')
    expect(await phone.verb('answer', { callId: id })).toEqual({})
    await phone.call('active', { id })
    await phone.packets(id, { in: 10, out: 10 })
    return { customer, id }
  }
}

/** Opened before the first test of a suite and closed after its last. */
export function phonesOnAsterisk(prefix: string, options: PhoneFloorOptions = {}): PhoneFloor {
  const floor = new PhoneFloor()
  beforeAll(() => floor.open(prefix, options))
  afterAll(() => floor.close())
  return floor
}
