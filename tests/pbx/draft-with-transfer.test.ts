import { beforeAll, expect, test } from 'vitest'
import { romashka } from '#tests/support/console-driver/company.ts'
import type { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { boris as borisHimself, anna as herself } from '#tests/support/console-driver/people.ts'
import { consolesOnAsterisk } from './rig/console-floor.ts'
import { describeOnAsterisk } from './rig/require-asterisk.ts'

const subject = 'Касса не видит фискальный накопитель'

await describeOnAsterisk(
  'a draft that goes with a transfer',
  { tools: ['sipp'], chromium: true },
  (prefix) => {
    const floor = consolesOnAsterisk(prefix)
    let anna: ConsolePage
    let boris: ConsolePage

    beforeAll(() => {
      ;({ anna, boris } = floor)
    })

    test('attended: the second dispatcher sees the customer and what was written', async () => {
      const call = await floor.customers.customer({ number: romashka.written[0], to: '7495111101' })
      await anna.answer(romashka.organisation)
      await anna.type(subject)
      await anna.press('F6')
      await anna.type('102')
      await anna.press('Shift+Enter')
      await boris.answer()
      await anna.says('Ждёт, пока вы говорите')
      await anna.press('F6')
      await boris.says(`Вместе со звонком пришёл черновик: ${herself.name}`)
      expect((await boris.card(romashka.organisation)).contact).toContain(romashka.contact)
      await expect.poll(() => boris.subject.inputValue(), { timeout: 15_000 }).toBe(subject)
      await anna.says(`Черновик заявки передан: ${borisHimself.name}`)
      await boris.sound(25)
      await call.hangUp()
    })

    test('with the desk away the call goes alone, and that is said', async () => {
      const call = await floor.customers.customer({ number: romashka.written[0], to: '7495111101' })
      await anna.answer(romashka.organisation)
      await anna.type('Второй звонок')
      await floor.desk.kill()
      await anna.says('Центр недоступен')
      await anna.press('F6')
      await anna.type('102')
      await anna.press('Enter')
      await anna.says('Звонок переводится без черновика')
      await boris.answer(romashka.organisation)
      await call.hangUp()
    })
  },
)
