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

test('a plain digit says what the call was about and ends the wrap-up; the state asked for before follows', async () => {
  const page = await harness.open('wrapUp')
  await page.locator('.wrap-up').getByText('Ромашка').waitFor()
  await page.keyboard.press('Digit2')
  await page.locator('.wrap-up').waitFor({ state: 'detached' })
  expect(await asked(page, 'own.wrapUp')).toEqual([{ callId: 'call-1', code: 'advice' }])
  expect(await asked(page, 'phone.wrapUpDone')).toHaveLength(1)
  await page.locator('.bar-own.away').getByText('Обед').waitFor()
})

test('a digit typed into a ticket is a digit; the code then waits for the ticket to be saved', async () => {
  const page = await harness.open('wrapUp')
  // The card and its draft come with the pop, a moment after the window.
  await page.locator('article.card').waitFor()
  await page.locator('form.ticket-form').waitFor()
  await page.keyboard.press('F8')
  await page.locator('form.ticket-form input:focus, form.ticket-form textarea:focus').waitFor()
  await page.keyboard.type('Касса 2 не печатает')
  expect(await asked(page, 'own.wrapUp')).toEqual([])
  await page.keyboard.press('Alt+KeyE')
  await page.keyboard.press('Digit1')
  await expect.poll(() => asked(page, 'own.wrapUp')).toHaveLength(1)
})

test('more time and done have keys of their own, also while a text is typed', async () => {
  const page = await harness.open('wrapUp')
  await page.keyboard.press('Alt+Equal')
  await expect.poll(() => asked(page, 'phone.wrapUpMore')).toHaveLength(1)
  await page.keyboard.press('Alt+Enter')
  await page.locator('.wrap-up').waitFor({ state: 'detached' })
})

test('the menu of own states opens by key, names the company’s reasons, and says what the queues do', async () => {
  const page = await harness.open('doNotDisturb')
  await page.keyboard.press('Alt+KeyS')
  const menu = page.locator('.popup.menu')
  await menu.getByText('Очереди АТС звонят вам: центру не дано права ставить на паузу').waitFor()
  await menu.getByText('Центр узнает об этом, когда вернётся').waitFor()
  await menu.getByText('Совещание').click()
  await expect.poll(() => asked(page, 'phone.goAway')).toEqual([{ reason: 'meeting' }])
})

test('do-not-disturb stands across the window until its key ends it', async () => {
  const page = await harness.open('idle')
  await page.keyboard.press('Alt+KeyN')
  const banner = page.locator('.banner').filter({ hasText: 'Не беспокоить' })
  await banner.waitFor()
  await page.keyboard.press('Alt+KeyN')
  await banner.waitFor({ state: 'detached' })
  expect(await asked(page, 'phone.setDoNotDisturb')).toEqual([{ on: true }, { on: false }])
})

test('a call that waits beside a conversation is a quiet row; a call answered by policy says so', async () => {
  const page = await harness.open('talking')
  await page.locator('.call-row.ringing.quiet').getByText('звонит тихо').waitFor()
  await page.locator('.call-row.active').getByText('автоответ').waitFor()
})
