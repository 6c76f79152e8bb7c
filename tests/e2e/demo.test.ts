import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { startScript } from '#tests/support/console-driver/console-process.ts'
import { type Ending, Program } from '#tests/support/console-driver/program.ts'
import { launchChromium } from '../pbx/rig/chromium.ts'

/** Ctrl+C ends everything within this long, ms. */
const endsWithinMs = 10_000

describe('a newcomer starts the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pult-demo-'))
  let demo: Program
  let browser: Browser
  let network: Page
  let dispatcher: ConsolePage
  let supervisor: ConsolePage

  beforeAll(async () => {
    // A group of its own, as a terminal gives to a command: Ctrl+C reaches every process of it.
    demo = new Program(startScript, ['--no-window', '--folder', folder], { detached: true })
    ;[browser] = await Promise.all([launchChromium(), demo.says(/Ctrl\+C завершает всё\./)])
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.end('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  test('which prints where the desk, the telephone network and two consoles are', async () => {
    const address = async (what: RegExp) => (await demo.says(what))[1] ?? ''
    expect(await address(/^Центр: (http:\/\/127\.0\.0\.1:\d+)$/m)).not.toBe('')
    const consoles = [...demo.said.matchAll(/^Пульт: (.+): (http:\S+)$/gm)]
    expect(consoles).toHaveLength(2)
    ;[dispatcher, supervisor] = await Promise.all([
      ConsolePage.open(browser, consoles[0]?.[2] ?? ''),
      ConsolePage.open(browser, consoles[1]?.[2] ?? '', 'en-GB'),
    ])
    const context = await browser.newContext({ locale: 'ru-RU' })
    network = await context.newPage()
    await network.goto(await address(/^Страница, с которой звонят: (http:\S+)$/m))
    await dispatcher.lineReady()
    await dispatcher.deskLive()
  })

  test('and sees who calls at the press of a button, in whichever way the number is written', async () => {
    for (const key of ['written1', 'written3']) {
      const caller = network.locator(`#caller-${key}`)
      const organisation = (await caller.locator('.story').innerText()).split(':')[0] ?? ''
      expect(organisation).not.toBe('')
      await caller.getByRole('button', { name: 'Позвонить' }).click()
      expect(await dispatcher.card(organisation)).toMatchObject({
        organisation,
        verdict: expect.stringContaining('по договору'),
        authority: 'вправе подавать заявки',
      })
      await caller.getByRole('button', { name: 'Положить трубку' }).click()
      await dispatcher.call('over').first().waitFor()
    }
  })

  test('who hung up waits for a call back at both consoles, each call once though the PBX told of it too', async () => {
    const said = await Promise.all(
      ['written1', 'written3'].map((key) => network.locator(`#caller-${key} .story`).innerText()),
    )
    const called = said.map((story) => story.split(':')[0] ?? '')
    await supervisor.wait(supervisor.view.locator('.bar-ledger'), 'the missed callers in the bar')
    await dispatcher.view.locator('.bar-ledger').click()
    const rows = dispatcher.view.locator('#list-panel .table-row')
    for (const organisation of new Set(called)) {
      const times = called.filter((one) => one === organisation).length
      const row = rows.filter({ hasText: organisation }).filter({ hasText: `${times} раз` })
      await dispatcher.wait(row, `${organisation}, who called ${times} times`)
    }
    expect(await rows.count()).toBe(new Set(called).size)
  })

  test('the supervisor sees the caller wait and the dispatcher talk, in English', async () => {
    await supervisor.view.getByRole('button', { name: 'Board' }).click()
    const board = supervisor.view.locator('main.board')
    const support = board.locator('.tile').filter({ hasText: 'support' })
    const row = (words: string | RegExp) => board.locator('tbody tr').filter({ hasText: words }).first()
    await supervisor.wait(support.filter({ hasText: /0 waiting/ }), 'an empty call queue')
    await supervisor.wait(row(/Available|Wrap-up/), 'a free dispatcher')

    const caller = network.locator('#caller-written2')
    const organisation = (await caller.locator('.story').innerText()).split(':')[0] ?? ''
    await caller.getByRole('button', { name: 'Позвонить' }).click()
    await supervisor.wait(support.filter({ hasText: /1 waiting/ }), 'the waiting caller')
    await dispatcher.answer(organisation)
    await supervisor.wait(support.filter({ hasText: /0 waiting/ }), 'nobody waiting')
    await supervisor.wait(
      row('On a call').filter({ hasText: organisation }),
      'the dispatcher in conversation',
    )
    await dispatcher.sound(25)
    await dispatcher.hangUp()
    await row('On a call').waitFor({ state: 'detached' })
    await caller.getByRole('button', { name: 'Позвонить' }).waitFor()
  })

  test('a customer is parked, seen to wait, and taken back from the slot', async () => {
    await dispatcher.press('Alt+Enter')
    await dispatcher.wait(dispatcher.view.locator('.bar-own').filter({ hasText: 'На линии' }), 'available')
    const caller = network.locator('#caller-written2')
    const organisation = (await caller.locator('.story').innerText()).split(':')[0] ?? ''
    await caller.getByRole('button', { name: 'Позвонить' }).click()
    await dispatcher.answer(organisation)
    await dispatcher.press('Alt+KeyK')
    const parked = dispatcher.view.locator('.parked').filter({ hasText: 'На парковке' })
    await dispatcher.wait(parked, 'the parked customer')
    await dispatcher.press('Alt+KeyG')
    await dispatcher.type('701')
    await dispatcher.press('Enter')
    await dispatcher.wait(dispatcher.call('active', organisation), 'the customer again')
    await dispatcher.sound(25)
    await dispatcher.hangUp()
    await caller.getByRole('button', { name: 'Позвонить' }).waitFor()
  })

  test('nothing in any of the pages went wrong', () => {
    expect([...dispatcher.faults, ...supervisor.faults]).toEqual([])
  })

  test('and ends everything by Ctrl+C, with consoles open', async () => {
    const began = performance.now()
    process.kill(-demo.pid, 'SIGINT')
    expect(await demo.ended).toEqual({ code: 0, signal: null } satisfies Ending)
    expect(performance.now() - began).toBeLessThan(endsWithinMs)
    // Signal 0 asks whether the group still has a process.
    expect(() => process.kill(-demo.pid, 0)).toThrow('ESRCH')
  })
})
