import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { ConsoleProcess } from '#tests/support/console-driver/console-process.ts'
import { type DeskPlace, DeskProcess } from '#tests/support/console-driver/desk-process.ts'
import { anna, boris, type Person, people } from '#tests/support/console-driver/people.ts'
import { type Asterisk, startAsterisk } from './asterisk.ts'
import { launchChromium } from './chromium.ts'
import { domain } from './rig-plan.ts'
import { SippCustomers } from './sipp.ts'

export type ConsoleFloorOptions = {
  /** Where the desk keeps its rows; by default in the floor's own folder. */
  place?: (folder: string) => Promise<DeskPlace>
  /** The desk pauses the PBX's queues. */
  pausesQueues?: boolean
}

/** A real PBX with customers who call, a desk as a process of its own, and Anna and Boris at their consoles. */
export class ConsoleFloor {
  readonly #folder = mkdtempSync(join(tmpdir(), 'pult-floor-'))
  readonly #workstations: ConsoleProcess[] = []
  #browser!: Browser
  asterisk!: Asterisk
  customers!: SippCustomers
  desk!: DeskProcess
  anna!: ConsolePage
  boris!: ConsolePage

  async open(prefix: string, { place, pausesQueues = false }: ConsoleFloorOptions): Promise<void> {
    const [asterisk, deskPlace] = await Promise.all([
      startAsterisk({ prefix }).then((started) => {
        this.asterisk = started
        return started
      }),
      place?.(this.#folder) ?? { folder: join(this.#folder, 'desk') },
    ])
    const { username: user, secret } = asterisk.ami.pause
    const link = { host: '127.0.0.1', port: asterisk.ports.ami, user, secret }
    this.desk = new DeskProcess(deskPlace, people, pausesQueues ? link : null)
    this.customers = new SippCustomers({ ports: asterisk.ports, folder: asterisk.plan.folder })
    const [browser] = await Promise.all([launchChromium(), this.desk.start()])
    this.#browser = browser
    const [annas, borises] = await Promise.all([this.#openConsole(anna), this.#openConsole(boris)])
    this.anna = annas
    this.boris = borises
  }

  /** What was not opened, because something failed before, is passed over. */
  async close(): Promise<void> {
    this.customers?.killAll()
    await this.#browser?.close()
    await Promise.all(this.#workstations.map((each) => each.end('SIGKILL')))
    await this.desk?.kill()
    await this.asterisk?.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Resolves when this person's line is ready and the desk is live. */
  async #openConsole({ login, extension, password }: Person): Promise<ConsolePage> {
    const { name, secret } = this.asterisk.agent(extension)
    const workstation = new ConsoleProcess(join(this.#folder, login), {
      desk: this.desk.address,
      phone: { servers: [this.asterisk.wsUrl], domain, user: extension, displayName: name },
      phonePassword: secret,
      signIn: { login, password },
    })
    this.#workstations.push(workstation)
    const page = await ConsolePage.open(this.#browser, await workstation.start())
    await page.lineReady(extension)
    await page.deskLive()
    return page
  }
}

/** Opened before the first test of a suite and closed after its last; what it holds is there from then on. */
export function consolesOnAsterisk(prefix: string, options: ConsoleFloorOptions = {}): ConsoleFloor {
  const floor = new ConsoleFloor()
  beforeAll(() => floor.open(prefix, options))
  afterAll(() => floor.close())
  return floor
}
