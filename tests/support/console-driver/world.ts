import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { PlacedCall } from '#demo/mini-pbx/customer-call.ts'
import { type MiniPbx, startMiniPbx } from '#demo/mini-pbx/mini-pbx.ts'
import { launchChromium } from '../../pbx/rig/chromium.ts'
import { type ConfigText, ConsoleProcess } from './console-process.ts'
import { DeskProcess } from './desk-process.ts'
import { anna, boris, type Person, password, people } from './people.ts'

/** A desk, a telephone network in Node and a browser; every test file has its own. */
export class World {
  readonly folder: string
  readonly pbx: MiniPbx
  readonly desk: DeskProcess
  readonly browser: Browser
  readonly #consoles: ConsoleProcess[] = []

  private constructor(folder: string, pbx: MiniPbx, desk: DeskProcess, browser: Browser) {
    this.folder = folder
    this.pbx = pbx
    this.desk = desk
    this.browser = browser
  }

  static async open(): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'pult-e2e-'))
    const desk = new DeskProcess({ folder: join(folder, 'desk') }, people)
    const [pbx, browser] = await Promise.all([
      startMiniPbx({ users: [anna, boris].map(({ extension, name }) => ({ extension, name, password })) }),
      launchChromium(),
      desk.start(),
    ])
    return new World(folder, pbx, desk, browser)
  }

  /** What IT would hand to this person's workstation. */
  config(person: Person = anna): ConfigText {
    const { login, extension, name } = person
    const servers = [this.pbx.wsUrl]
    return {
      desk: this.desk.address,
      phone: { servers, domain: this.pbx.domain, user: extension, displayName: name },
      phonePassword: password,
      signIn: { login, password },
    }
  }

  /** A workstation that is not started yet, with a folder of its own. */
  console(name: string, config: ConfigText = this.config()): ConsoleProcess {
    const made = new ConsoleProcess(join(this.folder, name), config)
    this.#consoles.push(made)
    return made
  }

  /** A customer calls the queue. */
  customer(number: string, name = ''): PlacedCall {
    return this.pbx.ring({ to: { queue: 'support' }, number, name })
  }

  /** Ends every workstation, so that the next test has the machine to itself. */
  async endConsoles(): Promise<void> {
    await Promise.all(this.#consoles.splice(0).map((each) => each.end('SIGKILL')))
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.endConsoles()
    await this.desk.kill()
    await this.pbx.close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
