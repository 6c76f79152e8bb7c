// @vitest-environment node
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { SelfTestEvent } from '#domain/sound/self-test.ts'
import { axeFaults } from './axe-faults.ts'
import { asked, type Harness, startHarness } from './browser.ts'
import type { FakeBridge } from './fake-bridge.ts'

// axe walks every element of a full window: seconds on a busy two-core machine.
vi.setConfig({ testTimeout: 60_000 })

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

async function clean(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect(await axeFaults(page)).toEqual([])
}

/** What is told of a test that has not begun is told to nobody. */
const begun = (page: Page) => page.locator('.self-test-step.running').first().waitFor()

type Faked = { fake: FakeBridge }
const tell = (page: Page, ...events: SelfTestEvent[]) =>
  page.evaluate((told) => {
    const { sound } = (window as unknown as Faked).fake
    for (const event of told) sound.tell(event)
  }, events)

describe('the test before a shift', () => {
  test('is begun by its key, asks what only a person can hear, and says what to do', async () => {
    const page = await harness.open('idle')
    await page.keyboard.press('Alt+KeyH')
    await page.getByRole('button', { name: 'Начать' }).click()
    await begun(page)
    await clean(page)
    await tell(page, { type: 'passed' }, { type: 'asks' })
    // The question has the focus: Enter is the answer.
    const heard = page.getByRole('button', { name: 'Слышу', exact: true })
    await expect.poll(() => heard.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await expect.poll(() => asked(page, 'phone.answerSelfTest')).toEqual([{ heard: true }])
    await tell(page, { type: 'passed' }, { type: 'failed', why: 'noSound' })
    await page.getByText('Скажите ИТ до первого звонка').waitFor()
    await page.getByText('Есть неисправность').waitFor()
    await clean(page)
    await page.keyboard.press('Escape')
    await expect.poll(() => asked(page, 'phone.stopSelfTest')).not.toEqual([])
  })

  test('says when it gave way to a call', async () => {
    const page = await harness.open('idle', { language: 'en', theme: 'dark' })
    await page.keyboard.press('Alt+KeyH')
    await page.getByRole('button', { name: 'Start' }).click()
    await begun(page)
    await tell(page, { type: 'passed' }, { type: 'stop', by: 'call' })
    await page.getByText('A call came: the test gave way').waitFor()
    await clean(page)
  })
})

describe('devices', () => {
  test('are chosen and kept with their name, processing is kept for the microphone in use, level and tone are tried', async () => {
    const page = await harness.open('idle')
    await page.keyboard.press('Control+Comma')
    await page.getByRole('tab', { name: 'Звук' }).click()
    const microphone = page.getByRole('combobox', { name: 'Микрофон' })
    await microphone.click()
    await page.getByRole('option', { name: /Logitech/ }).click()
    const saved = async () => (await asked(page, 'settings.set')).at(-1)
    await expect.poll(saved).toMatchObject({
      sound: { microphone: [{ id: 'webcam', label: 'Logitech C920 (микрофон)' }] },
    })
    await page.getByLabel('Подавлять шум').click()
    await expect.poll(saved).toMatchObject({
      sound: { processing: [{ label: 'Jabra Evolve2 40 (микрофон)', noiseSuppression: false }] },
    })
    await page.getByRole('button', { name: 'Показать уровень' }).click()
    const meter = page.getByRole('meter', { name: 'Уровень микрофона' })
    await expect.poll(() => meter.evaluate((one) => (one as HTMLMeterElement).value)).toBe(0.62)
    await page.getByRole('button', { name: 'Проиграть звук на устройстве звонка' }).click()
    await expect.poll(() => asked(page, 'phone.testTone')).toEqual([{ on: 'ring' }])
    await clean(page)
  })

  test('that changed unasked are told in one banner until it is read', async () => {
    const page = await harness.open('idle', { language: 'en', theme: 'dark' })
    await page.evaluate(() => {
      const { sound } = (window as unknown as Faked).fake
      const one = { kind: 'gone' as const, before: 'Headset', now: 'Webcam', at: 1 }
      sound.view.change((now) => ({
        ...now,
        notices: [
          { role: 'microphone', ...one },
          { role: 'speaker', ...one, now: null },
        ],
      }))
    })
    await page.getByText('“Headset” was unplugged: you now speak through “Webcam”.').waitFor()
    await page.getByText('there is no other output: plug a headset in.').waitFor()
    await clean(page)
    await page.getByRole('button', { name: 'Got it' }).click()
    await expect.poll(() => page.getByText('was unplugged').count()).toBe(0)
  })

  test('a microphone in trouble is really tried again, and what came out is said', async () => {
    const page = await harness.open('idle')
    await page.evaluate(() => {
      const { fake } = window as unknown as Faked
      fake.phone.change((now) => ({ ...now, microphone: 'denied' }))
      fake.sound.microphone = 'busy'
    })
    await page.getByRole('button', { name: 'Повторить' }).click()
    await page.locator('.toast-title', { hasText: 'Микрофон занят другой программой' }).waitFor()
    expect(await asked(page, 'phone.checkMicrophone')).toHaveLength(1)
    expect(await asked(page, 'phone.reconnect')).toEqual([])
  })

  test('a wrong telephone password leads to the field where the new one is typed', async () => {
    const page = await harness.open('idle')
    await page.evaluate(() => {
      const { fake } = window as unknown as Faked
      fake.phone.change((now) => ({
        ...now,
        line: { state: 'refused', deafSince: 1, fault: 'wrongPassword' },
      }))
    })
    await page.locator('.banner').getByRole('button', { name: 'Настройки' }).click()
    const password = page.getByLabel('Пароль')
    await expect.poll(() => password.evaluate((field) => field === document.activeElement)).toBe(true)
  })
})

test('the policy blocked nothing and the page complained of nothing', () => {
  expect(harness.complaints).toEqual([])
})
