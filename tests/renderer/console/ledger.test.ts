// @vitest-environment node
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { axeFaults } from './axe-faults.ts'
import { asked, type Harness, startHarness } from './browser.ts'

// axe walks every element of a full window: seconds on a busy two-core machine.
vi.setConfig({ testTimeout: 60_000 })

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

async function open(how?: Parameters<Harness['open']>[1]): Promise<Page> {
  const page = await harness.open('idle', how)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  return page
}
/** Somebody else is first from now on. */
const takenFirst = (page: Page) =>
  page.evaluate(() => {
    ;(window as unknown as { fake: { callBackTaken: boolean } }).fake.callBackTaken = true
  })

describe('missed callers', () => {
  test('the bar counts them for the whole company and leads to them', async () => {
    const page = await open()
    await page.getByRole('button', { name: '4 ждут звонка' }).click()
    await expect.poll(() => page.locator('.ledger-wait').count()).toBe(4)
    expect(await page.locator('.ledger-wait').first().textContent()).toBe('2 ч 34 мин')
  })

  test('one key claims who waits longest, then dials', async () => {
    const page = await open()
    await page.keyboard.press('Alt+KeyC')
    await expect.poll(() => asked(page, 'phone.call')).toMatchObject([{ number: '+74951112233' }])
    expect(await asked(page, 'ledger.callBack')).toEqual([{ callerKey: 'n:+74951112233' }])
  })

  test('in the list the key means the row under the caret', async () => {
    const page = await open()
    await page.keyboard.press('Alt+KeyL')
    await page.locator('#list-panel [role=grid][aria-activedescendant]:focus').waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Alt+KeyC')
    await expect.poll(() => asked(page, 'ledger.callBack')).toEqual([{ callerKey: 'n:+79167778899' }])
    await page.keyboard.press('Alt+KeyV')
    await expect
      .poll(() => asked(page, 'ledger.release'))
      .toEqual([{ callerKey: 'n:+79167778899', expected: expect.any(String) }])
  })

  test('a row that is settled under the hands keeps its place, and the key calls nobody else', async () => {
    const page = await open()
    await page.keyboard.press('Alt+KeyL')
    await page.locator('#list-panel [role=grid][aria-activedescendant]:focus').waitFor()
    await page.evaluate(() => {
      const { fake } = window as unknown as {
        fake: { ledger: { change(how: (now: { rows: object[]; count: number }) => object): void } }
      }
      fake.ledger.change((now) => ({ ...now, rows: now.rows.slice(1), count: now.count - 1 }))
    })
    await page.locator('.table-row.gone.caret').waitFor()
    await page.keyboard.press('Alt+KeyC')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Alt+KeyC')
    await expect.poll(() => asked(page, 'ledger.callBack')).toEqual([{ callerKey: 'n:+79167778899' }])
  })

  test('whom a colleague took first is not dialled, and who it was is said', async () => {
    const page = await open()
    await takenFirst(page)
    await page.keyboard.press('Alt+KeyC')
    await page.locator('.toast-title', { hasText: /^Перезванивает .*, с \d\d:\d\d$/ }).waitFor()
    expect(await asked(page, 'phone.call')).toEqual([])
  })

  test('closed without a talk by two keys', async () => {
    const page = await open()
    await page.keyboard.press('Alt+KeyX')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Решено иначе/ })
      .and(page.locator(':focus'))
      .waitFor()
    await page.keyboard.press('Digit4')
    await expect
      .poll(() => asked(page, 'ledger.close'))
      .toEqual([{ callerKey: 'n:+74951112233', reason: 'spam', note: '' }])
  })

  test('what passed the own deaf line by is said until it was read', async () => {
    const page = await open()
    await page.evaluate(() => {
      const { fake } = window as unknown as {
        fake: {
          status: { get(): { user: { id: string } } }
          ledger: { change(how: (now: { deaf: object[] }) => object): void }
        }
      }
      const userId = fake.status.get().user.id
      fake.ledger.change((now) => ({ ...now, deaf: now.deaf.map((each) => ({ ...each, userId })) }))
    })
    const banner = page.getByText(/^Линия не слышала .*пропущено 2 звонка/)
    await banner.waitFor()
    await page.getByRole('button', { name: 'Показать' }).click()
    await banner.waitFor({ state: 'hidden' })
    expect(await page.locator('.ledger-wait').count()).toBe(4)
  })

  test('closed without a talk by a digit, with a note', async () => {
    const page = await open()
    await page.keyboard.press('Alt+KeyX')
    const dialog = page.getByRole('dialog')
    const note = dialog.getByLabel('Заметка')
    await note.fill('Написали 2 письма')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Digit1')
    await expect
      .poll(() => asked(page, 'ledger.close'))
      .toEqual([{ callerKey: 'n:+74951112233', reason: 'handledOtherwise', note: 'Написали 2 письма' }])
    // Not the dialog's role: the toast that says it is done has it too.
    await note.waitFor({ state: 'hidden' })
  })
})

describe('the journal', () => {
  test('is asked for what was chosen, and shows one call with its tickets', async () => {
    const page = await open()
    await page.keyboard.press('Alt+KeyJ')
    await page.getByLabel('Какие звонки').selectOption('in')
    await page.getByRole('button', { name: 'Всех коллег' }).click()
    await page.getByPlaceholder('Номер или имя').fill('495')
    await expect
      .poll(() => asked(page, 'calls.journal'))
      .toContainEqual({ only: 'in', whose: 'all', text: '495', limit: 500 })
    await page.keyboard.press('Alt+KeyJ')
    await page.locator('#list-panel [role=grid][aria-activedescendant]:focus').waitFor()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1234 Касса не печатает чек').click()
    await page.locator('.ticket-view').waitFor()
  })
})

const looks = [
  { theme: 'light', language: 'ru' },
  { theme: 'dark', language: 'en' },
] as const
const shown: readonly (readonly [name: string, keys: readonly string[]])[] = [
  ['the ledger', ['Alt+KeyL']],
  ['the question of closing', ['Alt+KeyX']],
  ['the journal', ['Alt+KeyJ']],
  ['a call’s details', ['Alt+KeyJ', 'Enter']],
]
describe.each(looks)('in $theme, $language', (look) => {
  test.each(shown)('%s passes axe', async (_name, keys) => {
    const page = await open(look)
    for (const key of keys) {
      await page.keyboard.press(key)
      if (key !== 'Enter' && key !== 'Alt+KeyX')
        await page.locator('#list-panel [role=grid][aria-activedescendant]:focus').waitFor()
    }
    if (keys.includes('Enter') || keys.includes('Alt+KeyX')) await page.getByRole('dialog').waitFor()
    expect(await axeFaults(page)).toEqual([])
  })
})

test('the policy blocked nothing and the page complained of nothing', () => {
  expect(harness.complaints).toEqual([])
})
