// @vitest-environment node
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, type Harness, ring, startHarness, untilSeen } from './browser.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

describe('a ring and the hands', () => {
  const sentence = 'Не печатает чек, пробел тоже не жмёт'.slice(0, 34)

  test('34 characters typed while calls arrive stay where they were typed, and nothing is pressed', async () => {
    const page = await harness.open('idle')
    await page.keyboard.press('F8')
    const subject = page.getByLabel('Что случилось')
    await expect.poll(() => subject.evaluate((field) => field === document.activeElement)).toBe(true)
    for (const [at, letter] of [...sentence].entries()) {
      if (at === 10) await ring(page, 'call-1')
      if (at === 20) await ring(page, 'call-2')
      await page.keyboard.type(letter)
    }
    expect(await subject.inputValue()).toBe(sentence)
    expect(await page.locator('.call-row.ringing').count()).toBe(2)
    for (const verb of ['answer', 'reject', 'hangUp', 'hold'])
      expect(await asked(page, `phone.${verb}`)).toEqual([])
    expect(await page.getByRole('dialog').count()).toBe(0)
    // The draft is in use: the callers are quiet rows, their card is not opened over it.
    expect(await page.locator('.card-name').count()).toBe(0)
  })

  test('a key pressed before the call could be seen does nothing; a moment later it answers', async () => {
    const page = await harness.open('idle')
    await ring(page)
    // In the frame that shows the row, whatever this machine is busy with: from outside it may already be too late.
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (!document.querySelector('.call-row.ringing')) return void requestAnimationFrame(look)
            document.body.dispatchEvent(
              new KeyboardEvent('keydown', { code: 'F2', key: 'F2', bubbles: true }),
            )
            resolve()
          }
          look()
        }),
    )
    expect(await asked(page, 'phone.answer')).toEqual([])
    await untilSeen(page)
    await page.keyboard.press('F2')
    await page.locator('.call-row.active').waitFor()
    expect(await asked(page, 'phone.answer')).toEqual([{ callId: 'call-1' }])
  })

  test('a ticket asked for while the caller’s form is on its way is drawn once and keeps the caret', async () => {
    const page = await harness.open('idle')
    await page.evaluate(() => {
      const press = () =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'F8', key: 'F8', bubbles: true }))
      const seen = { lost: false }
      Object.assign(window, { seen })
      document.addEventListener('focusout', () => Object.assign(seen, { lost: true }))
      // One task after the frame of the row: the form is asked for and not drawn yet.
      const look = new MutationObserver(() => {
        if (!document.querySelector('.call-row.ringing')) return
        look.disconnect()
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = press
        requestAnimationFrame(() => port2.postMessage(null))
      })
      look.observe(document.body, { childList: true, subtree: true })
    })
    await ring(page)
    const subject = page.getByLabel('Что случилось')
    await expect.poll(() => subject.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await page.evaluate(() => (window as unknown as { seen: object }).seen)).toEqual({ lost: false })
  })
})

describe('from ring to routed', () => {
  test('a known caller, without the mouse, in at most 12 keystrokes', async () => {
    const page = await harness.open('idle')
    await ring(page)
    await untilSeen(page)
    let keys = 0
    const press = async (key: string) => {
      keys += 1
      await page.keyboard.press(key)
    }
    await press('F2')
    const subject = page.getByLabel('Что случилось')
    await expect.poll(() => subject.evaluate((field) => field === document.activeElement)).toBe(true)
    for (const letter of ['Ч', 'е', 'к']) {
      keys += 1
      await page.keyboard.type(letter)
    }
    await press('Tab')
    // The wrong layout on purpose: `rfc` is «кас» on the same keys.
    for (const letter of ['r', 'f', 'c']) await press(letter)
    await page.getByRole('option', { name: 'Касса не печатает чек' }).waitFor()
    await press('Enter')
    await expect.poll(() => page.getByLabel('Кому').inputValue()).toBe('Алексей Смирнов')
    await press('Control+Enter')
    await page.getByText(/сохранена и направлена: Кассы → Алексей Смирнов/).waitFor()
    const [created] = (await asked(page, 'tickets.create')) as [
      { callId: string; fields: Record<string, unknown> },
    ]
    expect(created.callId).toBe('call-1')
    expect(created.fields).toMatchObject({
      subject: 'Чек',
      categoryId: 'category-0',
      priority: 'high',
      organisationId: 'org-romashka',
      contactId: 'contact-ivan',
      queueId: 'queue-0',
      assigneeId: 'user-1',
    })
    expect(keys).toBeLessThanOrEqual(12)
  })

  test('an empty subject is refused at the field, in words, and nothing is sent', async () => {
    const page = await harness.open('talking')
    await page.keyboard.press('F8')
    await page.getByLabel('Что случилось').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Напишите в двух словах, что случилось').waitFor()
    expect(await asked(page, 'tickets.create')).toEqual([])
  })

  test('a full disk is said in words and the text stays', async () => {
    const page = await harness.open('talking')
    await page.evaluate(() => {
      const { fake } = window as unknown as { fake: { createFails: string } }
      fake.createFails = 'DISK_FULL'
    })
    await page.keyboard.press('F8')
    await page.getByLabel('Что случилось').fill('Нет связи')
    await page.keyboard.press('Control+Enter')
    await page
      .getByRole('alert')
      .getByText(/На диске нет места/)
      .waitFor()
    expect(await page.getByLabel('Что случилось').inputValue()).toBe('Нет связи')
  })

  test('Alt+2 chooses the second candidate', async () => {
    const page = await harness.open('chooser')
    await untilSeen(page)
    await page.keyboard.press('Alt+Digit2')
    await expect
      .poll(() => asked(page, 'calls.choose'))
      .toEqual([{ callId: 'call-1', contactId: 'contact-2', organisationId: 'org-romashka' }])
  })
})

describe('a draft', () => {
  test('goes to the disk as it is typed and comes back after a reload', async () => {
    const page = await harness.open('idle')
    await page.keyboard.press('F8')
    const subject = page.getByLabel('Что случилось')
    await subject.fill('Камера на складе')
    await expect.poll(() => asked(page, 'drafts.put'), { timeout: 5_000 }).not.toEqual([])
    await page.reload()
    await page.locator('.status-bar').waitFor()
    await expect.poll(() => page.getByLabel('Что случилось').inputValue()).toBe('Камера на складе')
  })

  test('is not lost by Esc, nor by answering a second call', async () => {
    const page = await harness.open('talking')
    await page.keyboard.press('F8')
    const subject = page.getByLabel('Что случилось')
    await subject.fill('Первая беда')
    for (let times = 0; times < 4; times += 1) await page.keyboard.press('Escape')
    expect(await subject.inputValue()).toBe('Первая беда')
    await untilSeen(page)
    await page.keyboard.press('F2')
    await expect.poll(() => page.getByLabel('Что случилось').inputValue()).toBe('')
    await page.getByRole('button', { name: '1 черновик' }).click()
    await page.getByRole('menuitem', { name: /Первая беда/ }).click()
    await expect.poll(() => page.getByLabel('Что случилось').inputValue()).toBe('Первая беда')
  })

  test('discarded by mistake comes back with one key', async () => {
    const page = await harness.open('talking')
    await page.keyboard.press('F8')
    await page.getByLabel('Что случилось').fill('Ошиблась')
    await page.getByRole('button', { name: 'Удалить черновик' }).click()
    await page.getByRole('button', { name: 'Вернуть' }).click()
    await expect.poll(() => page.getByLabel('Что случилось').inputValue()).toBe('Ошиблась')
  })
})

test('a list under the pointer keeps still: new rows wait behind a button', async () => {
  const page = await harness.open('idle')
  const numbers = () => page.locator('.table-row .cell:first-child').allInnerTexts()
  const before = await numbers()
  await page.locator('.table-row').nth(1).hover()
  await page.evaluate(() => {
    type Row = { ticket: { id: string; number: string; slaDue: number } }
    const { fake } = window as unknown as { fake: { tickets: Row[]; changed: { set(news: unknown): void } } }
    const [first] = fake.tickets
    fake.tickets = [
      { ...first!, ticket: { ...first!.ticket, id: 'ticket-x', number: '9999', slaDue: 1 } },
      ...fake.tickets,
    ]
    fake.changed.set({ ids: ['ticket-x'], all: false })
  })
  await page.getByRole('button', { name: '＋1 новых' }).waitFor()
  expect((await numbers()).slice(0, 5)).toEqual(before.slice(0, 5))
  await page.getByRole('button', { name: '＋1 новых' }).click()
  await expect.poll(async () => (await numbers())[0]).toBe('9999')
})

test('the policy blocked nothing and the page complained of nothing', () => {
  expect(harness.complaints).toEqual([])
})
