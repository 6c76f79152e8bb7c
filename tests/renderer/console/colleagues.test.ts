// @vitest-environment node
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asked, type Harness, startHarness } from './browser.ts'

vi.setConfig({ testTimeout: 30_000 })

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

test('the phone is told once whose telephones to watch, our own is not among them', async () => {
  const page = await harness.open('colleagues')
  await expect.poll(() => asked(page, 'phone.watchColleagues')).toHaveLength(1)
  const [told] = (await asked(page, 'phone.watchColleagues')) as { extensions: string[] }[]
  expect(told?.extensions.length).toBeGreaterThan(2)
})

test('shows who rings, talks and is away, finds by name, and Enter takes a ringing call over', async () => {
  const page = await harness.open('colleagues')
  await page.keyboard.press('Alt+KeyU')
  const rows = page.locator('.colleague')
  await rows.filter({ hasText: 'Звонит' }).first().waitFor()
  await rows.filter({ hasText: 'Разговор' }).first().waitFor()
  await rows.filter({ hasText: 'Обед' }).waitFor()
  const name = await rows.filter({ hasText: 'Звонит' }).first().locator('.colleague-name').innerText()
  await page.keyboard.type(name)
  await page.getByText('снять за коллегу').waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => asked(page, 'phone.pickUp')).toHaveLength(1)
  expect(await asked(page, 'phone.pickUp')).toEqual([expect.objectContaining({ from: 'colleague' })])
})

test('the lamp of voice mail counts and its key dials the mailbox', async () => {
  const page = await harness.open('colleagues')
  await page.locator('.bar-tray').filter({ hasText: '2 голосовых' }).waitFor()
  await page.keyboard.press('Alt+KeyI')
  await expect.poll(() => asked(page, 'phone.call')).toHaveLength(1)
})
