import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { romashka, vector } from '#tests/support/console-driver/company.ts'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { World } from '#tests/support/console-driver/world.ts'

/** 34 characters, as a dispatcher types them; a space or a digit must not press a button either. */
const typed = 'принтер 2 не видит сеть с 9 часов!'
/** Between two keys of quick typing, ms. */
const betweenKeys = 50

describe('a ring leaves the hands alone', () => {
  let world: World
  let anna: ConsolePage

  beforeAll(async () => {
    world = await World.open()
    anna = await ConsolePage.open(world.browser, await world.console('anna').start())
    await anna.lineReady('101')
    await anna.deskLive()
  })
  afterAll(() => world?.close())

  test('all that is typed while a call pops stays in its field, and nothing is answered', async () => {
    expect(typed).toHaveLength(34)
    await anna.press('F8')
    await anna.view.locator('input:focus').waitFor()
    const typing = anna.page.keyboard.type(typed, { delay: betweenKeys })
    const call = world.customer(romashka.number)
    await anna.call('ringing', romashka.organisation).waitFor()
    // The ring came in the middle of the words, or the test shows nothing.
    expect((await anna.subject.inputValue()).length).toBeLessThan(typed.length)
    await typing
    expect(await anna.subject.inputValue()).toBe(typed)
    expect(await anna.subject.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await anna.call('ringing').count()).toBe(1)
    expect(await anna.call('active').count()).toBe(0)
    call.hangUp()
    expect(await call.answered).toBeNull()
  })

  test('a second call is a quiet row: the card, the draft and the caret stay with the first', async () => {
    const first = world.customer(vector.number)
    await anna.answer(vector.organisation)
    await anna.type('Не открывается ')
    const second = world.pbx.ring({ to: ['101'], number: romashka.number })
    await anna.call('ringing', romashka.organisation).waitFor()
    await anna.type('касса')
    expect(await anna.subject.inputValue()).toBe('Не открывается касса')
    expect(await anna.card(vector.organisation)).toMatchObject({
      contact: expect.stringContaining(vector.contact),
      verdict: 'вне договора',
      authority: 'не вправе подавать заявки',
    })
    expect(await anna.call('active', vector.organisation).count()).toBe(1)
    second.hangUp()
    await second.ended
    first.hangUp()
    await first.ended
    expect(anna.faults).toEqual([])
  })
})
