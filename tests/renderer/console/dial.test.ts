// @vitest-environment node
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, type Harness, startHarness } from './browser.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 60_000)
afterAll(() => harness.stop())

/** What the shell hands over: a link another program opened, or the copied number. */
const handOver = (page: Awaited<ReturnType<Harness['open']>>, text: string, source: 'link' | 'clipboard') =>
  page.evaluate(
    ([text, source]) => window.postMessage({ type: 'pult:dial', text, source }, location.origin),
    [text, source] as const,
  )
const question = (page: Awaited<ReturnType<Harness['open']>>) => page.getByRole('dialog')
/** Longer than the guard against a key that was meant for something else. */
const untilReadable = (page: Awaited<ReturnType<Harness['open']>>) =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const from = performance.now()
        const look = () => (performance.now() - from > 450 ? resolve() : requestAnimationFrame(look))
        look()
      }),
  )

describe('a number from outside', () => {
  test('is asked about with its country, and called on Enter', async () => {
    const page = await harness.open('idle')
    await handOver(page, 'tel:+49-170-123-45-67', 'link')
    await question(page).getByText('+49 170 123-45-67').waitFor()
    await question(page).getByText('За границу: Германия').waitFor()
    await untilReadable(page)
    await page.keyboard.press('Enter')
    await expect.poll(() => asked(page, 'phone.call')).toEqual([{ number: '+491701234567', ext: null }])
    await question(page).waitFor({ state: 'detached' })
  })

  test('an Enter that was on its way when the question came calls nobody', async () => {
    const page = await harness.open('idle')
    await handOver(page, 'tel:84951112233', 'link')
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const look = () => {
            const button = document.querySelector<HTMLElement>('.dialog .button.filled')
            if (!button) return void requestAnimationFrame(look)
            button.click()
            resolve()
          }
          look()
        }),
    )
    expect(await asked(page, 'phone.call')).toEqual([])
    expect(await question(page).isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await question(page).waitFor({ state: 'detached' })
    expect(await asked(page, 'phone.call')).toEqual([])
  })

  test('says whose it is when the directory knows', async () => {
    const page = await harness.open('idle', { language: 'en' })
    await handOver(page, '8 (495) 111-22-33', 'clipboard')
    await question(page)
      .getByText(/Ivan|Иван/)
      .waitFor()
    await question(page).getByText('The number was copied to the clipboard.').waitFor()
  })

  test.each([
    ['tel:*21*84951112233%23', 'служебный код'],
    ['tel:+78091234567', 'платный номер'],
    ['tel:hello', 'не номер телефона'],
    ['callto:sip:101@attacker.example', 'не номер телефона'],
  ])('%s is refused in words and asked about never', async (link, words) => {
    const page = await harness.open('idle')
    await handOver(page, link, 'link')
    await page.locator('.toast', { hasText: words }).first().waitFor()
    expect(await question(page).count()).toBe(0)
    expect(await asked(page, 'phone.call')).toEqual([])
  })

  test('a page that opens links in a loop gets one question; the number shown does not change', async () => {
    const page = await harness.open('idle')
    for (const last of [1, 2, 3]) await handOver(page, `tel:8495111223${last}`, 'link')
    await page.locator('.toast', { hasText: 'Сначала ответьте' }).first().waitFor()
    await question(page).getByText('+7 495 111-22-31').waitFor()
  })
})

describe('a number of our own', () => {
  test('in the text of a ticket is a button that calls at once', async () => {
    const page = await harness.open('idle')
    await page.locator('.table-row').first().dblclick()
    await page.locator('.ticket-view .number-button').first().click()
    await expect.poll(() => asked(page, 'phone.call')).toEqual([{ number: '+79161234567', ext: null }])
  })

  test('on the card of a customer is called by a key', async () => {
    const page = await harness.open('idle')
    await page.keyboard.press('Control+KeyK')
    await page.keyboard.type('Ромашка')
    await page.locator('.palette-item', { hasText: 'Ромашка' }).first().click()
    await page.locator('.card .number-button').first().waitFor()
    await page.keyboard.press('Alt+KeyP')
    await expect.poll(async () => (await asked(page, 'phone.call')).length).toBe(1)
  })
})

describe('whoever was called wants another number called', () => {
  type Snapshot = { calls: Record<string, unknown>[] }
  /** A call that rings there, then its answer. */
  const redirected = (page: Awaited<ReturnType<Harness['open']>>, redirectTo: string) =>
    page.evaluate((other) => {
      const { fake } = window as unknown as {
        fake: { phone: { change(with_: (now: Snapshot) => Snapshot): void } }
      }
      const call = {
        ...{ id: 'call-9', pbxCallId: 'p', sipCallId: 's', callQueue: null, dialledNumber: null },
        ...{ divertedBy: null, direction: 'out', startedAt: Date.now() - 2000 },
        peer: { number: '+74951112233', name: '', source: 'none', hidden: false },
      }
      fake.phone.change((now) => ({ ...now, calls: [{ ...call, state: 'remoteRinging' }] }))
      const ended = {
        endedAt: Date.now(),
        answeredAt: null,
        end: 'redirected',
        sipCode: 302,
        redirectTo: other,
      }
      requestAnimationFrame(() =>
        fake.phone.change((now) => ({ ...now, calls: [{ ...call, ...ended, state: 'over' }] })),
      )
    }, redirectTo)

  test('is asked about once, and called only by a yes', async () => {
    const page = await harness.open('idle')
    await redirected(page, '+74951112244')
    await question(page).getByText('+7 495 111-22-44').waitFor()
    await question(page).getByText('Сюда просит позвонить').waitFor()
    await page.locator('.call-row.over', { hasText: 'Просят звонить на +7 495 111-22-44' }).waitFor()
    await untilReadable(page)
    expect(await asked(page, 'phone.call')).toEqual([])
    await page.keyboard.press('Enter')
    await expect.poll(() => asked(page, 'phone.call')).toEqual([{ number: '+74951112244', ext: null }])
    await question(page).waitFor({ state: 'detached' })
  })

  test('a premium number it names is refused in words', async () => {
    const page = await harness.open('idle')
    await redirected(page, '+78091234567')
    await page.locator('.toast', { hasText: 'платный номер' }).first().waitFor()
    expect(await question(page).count()).toBe(0)
  })
})

test('the policy blocked nothing', () => {
  expect(harness.complaints).toEqual([])
})
