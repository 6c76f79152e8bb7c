// @vitest-environment node
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noPbxFeatures } from '#domain/call/pbx-features.ts'
import { axeFaults } from './axe-faults.ts'
import { asked, type Harness, startHarness } from './browser.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(() => harness?.stop())

async function opened(how: Parameters<Harness['open']>[1] = {}): Promise<Page> {
  const page = await harness.open('idle', how)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.keyboard.press('Control+Comma')
  await page.getByRole('tab', { name: how.language === 'en' ? 'PBX' : 'Станция' }).click()
  return page
}

describe('the codes of the PBX', () => {
  test('are saved together, and the phone reads them', async () => {
    const page = await opened()
    await page.getByLabel('Парковка', { exact: true }).fill('700')
    await page.getByLabel('Места парковки').fill('701, 702 703')
    await page.getByLabel('Перехват у коллеги').fill('**{ext}')
    await page.getByText('SIP INFO').click()
    await page.keyboard.press('Enter')
    const pbxFeatures = {
      ...noPbxFeatures,
      ...{ park: '700', parkSlots: ['701', '702', '703'], pickup: '**{ext}', tones: 'info' },
    }
    await expect.poll(() => asked(page, 'settings.set')).toEqual([{ pbxFeatures }])
    await expect.poll(async () => (await asked(page, 'phone.reloadSettings')).length).toBe(1)
    await page.locator('.toast', { hasText: 'Коды станции сохранены' }).waitFor()
  })

  test('that cannot be dialled are named at their field, and nothing is saved', async () => {
    const page = await opened({ language: 'en' })
    await page.getByLabel('Echo test').fill('echo')
    await page.getByLabel('Conference room').fill('65')
    await page.getByLabel('Keeps a silent call, s').fill('1')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Digits, * and # only').waitFor()
    await page.getByText('Digits, * and #, and {ext} once').waitFor()
    await page.getByText('From 5 to 300').waitFor()
    expect(await asked(page, 'settings.set')).toEqual([])
  })

  test.each([
    ['ru', 'light'],
    ['en', 'dark'],
  ] as const)('pass axe in %s, %s', async (language, theme) => {
    const page = await opened({ language, theme })
    expect(await axeFaults(page)).toEqual([])
  })
})
