// @vitest-environment node
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transferTargets } from '#renderer/console/features/transfer/transfer-targets.ts'
import { axeFaults } from './axe-faults.ts'
import { asked, type Harness, startHarness } from './browser.ts'
import { users } from './fake-company.ts'

let harness: Harness
beforeAll(async () => {
  harness = await startHarness()
}, 120_000)
afterAll(async () => {
  await harness?.stop()
})

const colleagues = users.filter(({ extension }) => extension !== null)
const [own, boris] = colleagues
if (!own?.extension || !boris?.extension) throw new Error('a company of one')

describe('to whom a call may go', () => {
  const names = (typed: string) => transferTargets(users, typed, own.extension).map(({ name }) => name)
  test('a colleague by a part of the name or by extension, never oneself', () => {
    expect(names('')).not.toContain(own.name)
    expect(names(boris.name.slice(0, 4))[0]).toBe(boris.name)
    expect(names(boris.extension ?? '')[0]).toBe(boris.name)
  })

  test('a number is meant as it was typed, before any colleague it also stands in', () => {
    const [first] = transferTargets(users, boris.extension?.slice(0, 2) ?? '', own.extension)
    expect(first).toEqual({ id: 'typed', number: boris.extension?.slice(0, 2), name: null })
    expect(transferTargets(users, '8 916 123-45-67', null)[0]).toMatchObject({ number: '8 916 123-45-67' })
    expect(transferTargets(users, 'нет таких', null)).toEqual([])
  })
})

describe('under a call', () => {
  async function opened(): Promise<Page> {
    const page = await harness.open('talking')
    await page.getByRole('button', { name: 'Перевести' }).first().click()
    await page.getByLabel('Кому перевести').first().waitFor()
    return page
  }
  const focused = (page: Page) =>
    expect
      .poll(() =>
        page
          .getByRole('combobox', { name: 'Кому перевести' })
          .evaluate((it) => it === document.activeElement),
      )
      .toBe(true)

  test('a colleague by name, Enter: at once', async () => {
    const page = await opened()
    await focused(page)
    await page.keyboard.press('Enter')
    expect(await asked(page, 'phone.transfer')).toEqual([])
    await page.keyboard.type(boris.name.slice(0, 4))
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Кому перевести' }).waitFor({ state: 'detached' })
    expect(await asked(page, 'phone.transfer')).toEqual([{ callId: 'call-1', to: boris.extension }])
  })

  test('Shift+Enter asks the colleague first, F6 then connects', async () => {
    const page = await opened()
    await focused(page)
    await page.keyboard.type(boris.extension ?? '')
    await page.keyboard.press('Shift+Enter')
    await page.getByRole('combobox', { name: 'Кому перевести' }).waitFor({ state: 'detached' })
    expect(await asked(page, 'phone.consult')).toEqual([{ callId: 'call-1', to: boris.extension }])
    await page.evaluate((to) => {
      type Snapshot = { calls: { id: string; state: string }[]; transfers: unknown[] }
      const { fake } = window as unknown as {
        fake: { phone: { change(with_: (now: Snapshot) => Snapshot): void } }
      }
      fake.phone.change((now) => {
        const caller = now.calls.find(({ id }) => id === 'call-1')
        const calls = [
          { ...caller, id: 'call-1', state: 'active', holdLocal: 'on' },
          { ...caller, id: 'call-9', state: 'active', direction: 'out' },
        ]
        const transfers = [
          { callId: 'call-1', consultCallId: 'call-9', to, state: 'consulting', failure: null },
        ]
        return { ...now, calls, transfers }
      })
    }, boris.extension)
    await page.getByText(`Ждёт, пока вы говорите: ${boris.name}`).waitFor()
    await page.getByRole('button', { name: 'Соединить' }).click()
    await expect
      .poll(() => asked(page, 'phone.transferTo'))
      .toEqual([{ callId: 'call-1', consultCallId: 'call-9' }])
  })

  test('Esc closes the field; a transfer that failed is said under the call', async () => {
    const page = await opened()
    await focused(page)
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: 'Кому перевести' }).waitFor({ state: 'detached' })
    await page.evaluate(() => {
      const { fake } = window as unknown as {
        fake: { phone: { change(with_: (now: object) => object): void } }
      }
      fake.phone.change((now) => ({
        ...now,
        transfers: [{ callId: 'call-1', consultCallId: null, to: '102', state: 'failed', failure: 'busy' }],
      }))
    })
    await page.getByText('Не переведён (занято). Клиент у вас.').waitFor()
  })

  test('the open field has no fault axe can find', async () => {
    const page = await opened()
    expect(await axeFaults(page, '.calls-column')).toEqual([])
  })

  test('how the call sounds is a sign with words, and an alarm is a whole sentence', async () => {
    const page = await harness.open('talking')
    await page.evaluate(() => {
      const { fake } = window as unknown as {
        fake: { phone: { change(with_: (now: object) => object): void } }
      }
      fake.phone.change((now) => ({
        ...now,
        quality: [
          { callId: 'call-1', lamp: 'yellow', cause: 'device', alarms: ['noInbound', 'weDoNotHearThem'] },
        ],
      }))
    })
    await page.getByRole('img', { name: 'Звук хуже обычного: дело в микрофоне' }).waitFor()
    await page.getByText('Собеседник вас слышит, а вы его нет').waitFor()
    expect(await page.getByText('От станции не приходит звук').count()).toBe(0)
    expect(await axeFaults(page, '.calls-column')).toEqual([])
  })

  test('nothing the policy blocks, nothing the page complains of', () => {
    expect(harness.complaints).toEqual([])
  })
})
