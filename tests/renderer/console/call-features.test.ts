// @vitest-environment node
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asked, type Harness, startHarness } from './browser.ts'

vi.setConfig({ testTimeout: 60_000 })

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

const poll = (page: Page, verb: string) => expect.poll(() => asked(page, verb), { timeout: 5_000 })

test('Alt+D opens the keypad: what is typed is pressed in the call, letter by letter, and Backspace presses nothing', async () => {
  const page = await harness.open('callTools')
  await page.keyboard.press('Alt+KeyD')
  const field = page.getByLabel('Нажать в разговоре')
  await field.waitFor()
  await page.keyboard.type('4x5#')
  await page.keyboard.press('Backspace')
  await poll(page, 'phone.dtmf').toEqual(['4', '5', '#'].map((digits) => ({ callId: 'call-1', digits })))
  await page.keyboard.press('Alt+KeyD')
  await field.waitFor({ state: 'detached' })
})

test('Alt+M merges the conversations, Alt+K parks the one in hand, Alt+R pauses its recording', async () => {
  const page = await harness.open('callTools')
  await page.keyboard.press('Alt+KeyM')
  await poll(page, 'phone.merge').toEqual([{ callIds: ['call-1', 'call-2'] }])
  await page.keyboard.press('Alt+KeyK')
  await poll(page, 'phone.park').toEqual([{ callId: 'call-1' }])
  await page.keyboard.press('Alt+KeyR')
  await poll(page, 'phone.setRecording').toEqual([{ callId: 'call-1', on: false }])
})

test('a customer who refuses to be recorded: it is kept with the call, and the recording stops', async () => {
  const page = await harness.open('callTools')
  await page.keyboard.press('Alt+KeyD')
  await page.getByLabel('Согласие на запись').selectOption('refused')
  await poll(page, 'recording.consent').toEqual([{ callId: 'call-1', consent: 'refused' }])
  await poll(page, 'phone.setRecording').toEqual([{ callId: 'call-1', on: false }])
  await expect.poll(() => page.getByLabel('Согласие на запись').inputValue()).toBe('refused')
})

test('Alt+G takes a call: a slot typed, a colleague by name, or any of the group', async () => {
  const page = await harness.open('callTools')
  await page.keyboard.press('Alt+KeyG')
  const field = page.getByRole('combobox', { name: 'Забрать звонок' })
  await field.waitFor()
  await page.keyboard.press('Enter')
  await poll(page, 'phone.pickUp').toEqual([{ from: 'group' }])
  // It closes once the phone took the order; the same key on an open one closes it, too.
  await field.waitFor({ state: 'detached' })
  await page.keyboard.press('Alt+KeyG')
  await page.keyboard.type('702')
  await page.keyboard.press('Enter')
  await poll(page, 'phone.pickUp').toEqual([{ from: 'group' }, { from: 'slot', slot: '702' }])
})

test('Alt+Z takes back the conversation a crash cut; a refused one offers the number', async () => {
  const page = await harness.open('lost')
  await page.getByText('Вернуть разговор нельзя').waitFor()
  await page.keyboard.press('Alt+KeyZ')
  await poll(page, 'phone.takeBack').toEqual([{ callId: 'call-1' }])
  await page.getByRole('button', { name: 'Перезвонить' }).first().click()
  await poll(page, 'phone.letGo').toEqual([{ callId: 'call-2' }])
})

test('the members of a conference are named, each with where they are', async () => {
  const page = await harness.open('conference', { language: 'en' })
  const rows = await page.locator('.conference li').allTextContents()
  expect(rows).toEqual(['Иван Петровin', 'Елена Беловаjoining', 'Касса № 3did not join, on hold with you'])
})
