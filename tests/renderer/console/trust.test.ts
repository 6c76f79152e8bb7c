// @vitest-environment node
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axeFaults } from './axe-faults.ts'
import { asked, type Harness, startHarness } from './browser.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 60_000)
afterAll(() => harness.stop())

const openTicket = async (page: Page) => {
  await page.locator('.table-row').first().dblclick()
  await page.locator('.ticket-view').waitFor()
}

describe('a machine the desk has not let in for days', () => {
  test('shows no customers, says why, keeps the telephone and asks the desk on a button', async () => {
    const page = await harness.open('leaseEnded')
    await page.getByText('Нет связи с центром больше трёх суток').waitFor()
    await page.getByText('Сохранено и ждёт отправки: 3 изменения.').waitFor()
    expect(await page.locator('#list-panel, .ticket-pane').count()).toBe(0)
    expect(await page.locator('.calls-column').count()).toBe(1)
    expect(await page.getByText('Ромашка').count()).toBe(0)
    await page.getByRole('button', { name: 'Связаться сейчас' }).click()
    expect(await axeFaults(page)).toEqual([])
  })

  test('is told of it hours before', async () => {
    const page = await harness.open('leaseSoon', { language: 'en' })
    await page.getByText(/Without the desk customer data closes in 3 h/).waitFor()
  })
})

describe('a search that is still being built', () => {
  test.each([
    ['ru', 'Строим поиск: 42 %'],
    ['en', 'Building the search: 42%'],
  ] as const)('is said on the status bar with how far it is (%s)', async (language, words) => {
    const page = await harness.open('searchBuilding', { language })
    await page.getByRole('status').getByText(words).waitFor()
  })
})

describe('files of a ticket', () => {
  test('one that is chosen is given to the core in pieces and named on the ticket', async () => {
    const page = await harness.open('idle')
    await openTicket(page)
    const buffer = Buffer.alloc(300 * 1024, 7)
    await page
      .locator('.comment-box input[type=file]')
      .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer })
    await expect.poll(() => asked(page, 'attachments.finish')).toHaveLength(1)
    expect(await asked(page, 'attachments.begin')).toEqual([
      { name: 'a.png', type: 'image/png', size: buffer.length },
    ])
    const pieces = (await asked(page, 'attachments.put')) as { data: string }[]
    expect(Buffer.concat(pieces.map(({ data }) => Buffer.from(data, 'base64')))).toEqual(buffer)
    await page.locator('.file-move').waitFor({ state: 'detached' })
  })

  test('one on the ticket is saved on a press, never opened; that it is on its way is said', async () => {
    const page = await harness.open('idle')
    await openTicket(page)
    await page.getByText('отправляется в центр').waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'ошибка-235.jpg' }).click()
    expect((await saved).suggestedFilename()).toBe('ошибка-235.jpg')
    expect(await axeFaults(page)).toEqual([])
  })
})

test('the policy blocked nothing', () => {
  expect(harness.complaints).toEqual([])
})
