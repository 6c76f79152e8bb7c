import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { romashka } from '#tests/support/console-driver/company.ts'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { ConsoleProcess } from '#tests/support/console-driver/console-process.ts'
import { DeskProcess } from '#tests/support/console-driver/desk-process.ts'
import { type Asterisk, startAsterisk } from './rig/asterisk.ts'
import { launchChromium } from './rig/chromium.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'
import { domain } from './rig/rig-plan.ts'
import { SippCustomers } from './rig/sipp.ts'

const subject = 'Касса не видит фискальный накопитель'
const password = 'correct horse battery'
const names = { anna: 'Анна Смирнова', boris: 'Борис Ким' } as const

await describeOnAsterisk(
  'a draft that goes with a transfer',
  { tools: ['sipp'], chromium: true },
  (prefix) => {
    const folder = mkdtempSync(join(tmpdir(), 'pult-draft-'))
    const workstations: ConsoleProcess[] = []
    let asterisk: Asterisk
    let customers: SippCustomers
    let desk: DeskProcess
    let browser: Browser
    let anna: ConsolePage
    let boris: ConsolePage

    beforeAll(async () => {
      asterisk = await startAsterisk({ prefix })
      desk = new DeskProcess({ folder: join(folder, 'desk') }, [
        { login: 'anna', name: names.anna, role: 'dispatcher', extension: '101', password },
        { login: 'boris', name: names.boris, role: 'dispatcher', extension: '102', password },
      ])
      customers = new SippCustomers({ ports: asterisk.ports, folder: asterisk.plan.folder })
      ;[browser] = await Promise.all([launchChromium(), desk.start()])
      ;[anna, boris] = await Promise.all([openConsole('anna', '101'), openConsole('boris', '102')])
    })
    afterAll(async () => {
      customers?.killAll()
      await browser?.close()
      await Promise.all(workstations.map((each) => each.end('SIGKILL')))
      await desk?.kill()
      await asterisk?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    async function openConsole(login: string, extension: string): Promise<ConsolePage> {
      const { name, secret } = asterisk.agent(extension)
      const workstation = new ConsoleProcess(join(folder, login), {
        desk: desk.address,
        phone: { servers: [asterisk.wsUrl], domain, user: extension, displayName: name },
        phonePassword: secret,
        signIn: { login, password },
      })
      workstations.push(workstation)
      const page = await ConsolePage.open(browser, await workstation.start())
      await page.lineReady(extension)
      await page.deskLive()
      return page
    }

    test('attended: the second dispatcher sees the customer and what was written', async () => {
      const call = await customers.customer({ number: romashka.written[0], to: '7495111101' })
      await anna.answer(romashka.organisation)
      await anna.type(subject)
      await anna.press('F6')
      await anna.type('102')
      await anna.press('Shift+Enter')
      await boris.answer()
      await anna.says('Ждёт, пока вы говорите')
      await anna.press('F6')
      await boris.says(`Вместе со звонком пришёл черновик: ${names.anna}`)
      expect((await boris.card(romashka.organisation)).contact).toContain(romashka.contact)
      await expect.poll(() => boris.subject.inputValue(), { timeout: 15_000 }).toBe(subject)
      await anna.says(`Черновик заявки передан: ${names.boris}`)
      await boris.sound(25)
      await call.hangUp()
    })

    test('with the desk away the call goes alone, and that is said', async () => {
      const call = await customers.customer({ number: romashka.written[0], to: '7495111101' })
      await anna.answer(romashka.organisation)
      await anna.type('Второй звонок')
      await desk.kill()
      await anna.says('Центр недоступен')
      await anna.press('F6')
      await anna.type('102')
      await anna.press('Enter')
      await anna.says('Звонок переводится без черновика')
      await boris.answer(romashka.organisation)
      await call.hangUp()
    })
  },
)
