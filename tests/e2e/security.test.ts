import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { romashka, vector } from '#tests/support/console-driver/company.ts'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import type { ConsoleProcess } from '#tests/support/console-driver/console-process.ts'
import { password } from '#tests/support/console-driver/people.ts'
import { World } from '#tests/support/console-driver/world.ts'

const subject = 'Секретный сейф не запирается'

/** Texts of a day's work, whole and in the parts by which somebody would look for them. */
const words = [
  ...[romashka, vector].flatMap(({ organisation, contact }) => [
    organisation,
    contact,
    ...contact.split(' '),
  ]),
  ...['Ромашка', 'ромашка', 'Вектор', romashka.openTicket.subject, subject, 'секретный', 'Секретный'],
]
const numbers = [...romashka.written, vector.number, '4955556677', '9161234567']

describe('a whole call', () => {
  let world: World
  let workstation: ConsoleProcess
  let anna: ConsolePage

  beforeAll(async () => {
    world = await World.open()
    workstation = world.console('anna')
    anna = await ConsolePage.open(world.browser, await workstation.start())
    await anna.lineReady('101')
    await anna.deskLive()
    const call = world.customer(romashka.number, romashka.contact)
    await anna.answer(romashka.organisation)
    await anna.type(subject)
    await anna.sound(10)
    await anna.press('F3')
    await anna.call('held').waitFor()
    await anna.press('F3')
    await anna.call('active').waitFor()
    await anna.save()
    await anna.hangUp()
    await call.ended
    const missed = world.customer(vector.number, vector.contact)
    await anna.call('ringing', vector.organisation).waitFor()
    missed.hangUp()
    await missed.ended
    // A draft that stays, and a search: both end on the disk or near it.
    await anna.press('F8')
    await anna.type(`${subject} опять`)
    await anna.view.getByText('Черновик сохранён').waitFor({ state: 'attached' })
    await anna.find(subject.slice(0, 12), subject)
    await anna.says('в пути 0')
  })
  afterAll(() => world?.close())

  test('breaks no policy of the pages and logs no error', () => {
    expect(anna.faults).toEqual([])
  })

  test('leaves no name, number, text or password in plain bytes on the disk, running or killed', async () => {
    expect(plainTexts(workstation.folder)).toEqual([])
    await workstation.end('SIGKILL')
    expect(plainTexts(workstation.folder)).toEqual([])
  })

  test('is found by the same scan when it does stand there', () => {
    // The desk's own database is not encrypted: the scan that finds nothing above finds everything here.
    expect(new Set(plainTexts(join(world.folder, 'desk')).map(({ text }) => text))).toContain(subject)
  })
})

/** Which of the texts stand in which file, as UTF-8, as UTF-16, or escaped as in JSON. */
function plainTexts(folder: string): { file: string; text: string }[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files.flatMap(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name))
    return [...words, ...numbers, ...secretsAllowedIn(name)]
      .filter((text) => forms(text).some((form) => bytes.includes(form)))
      .map((text) => ({ file: name, text }))
  })
}

/** The web shell keeps the phone's password in the one file that only its owner may read. */
const secretsAllowedIn = (file: string) => (file === 'secrets.json' ? [] : [password])

function forms(text: string): Buffer[] {
  const escaped = [...text]
    .map((char) => (char > '~' ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char))
    .join('')
  return [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(escaped)]
}
