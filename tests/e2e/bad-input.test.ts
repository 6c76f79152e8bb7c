import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { romashka } from '#tests/support/console-driver/company.ts'
import { ConsolePage } from '#tests/support/console-driver/console-page.ts'
import { startScript } from '#tests/support/console-driver/console-process.ts'
import { password, anna as person } from '#tests/support/console-driver/people.ts'
import { Program } from '#tests/support/console-driver/program.ts'
import { noSmallDisk, SmallDisk } from '#tests/support/console-driver/small-disk.ts'
import { World } from '#tests/support/console-driver/world.ts'

const typed = 'Терминал пишет «нет связи»'

describe('bad input ends in a plain sentence, and nothing typed is lost', () => {
  let world: World
  let page: ConsolePage | null = null

  beforeAll(async () => {
    world = await World.open()
  })
  afterAll(() => world?.close())
  afterEach(async () => {
    await page?.close()
    page = null
    await world.endConsoles()
  })

  async function open(name: string, config = world.config()) {
    const workstation = world.console(name, config)
    page = await ConsolePage.open(world.browser, await workstation.start())
    return { workstation, page }
  }

  /** Begins a ticket, and shows that it is on the disk and on the screen. */
  async function draftIsKept(console: ConsolePage): Promise<void> {
    await console.press('F8')
    await console.type(typed)
    await console.view.getByText('Черновик сохранён').waitFor({ state: 'attached' })
    expect(await console.subject.inputValue()).toBe(typed)
  }

  test('a wrong password of the PBX', async () => {
    const { page } = await open('wrong-phone', { ...world.config(), phonePassword: 'wrong' })
    await page.says('Станция не приняла имя или пароль телефона: звонки сюда не доходят.')
    await page.says(/Линия не слышит с \d\d:\d\d/)
    await page.deskLive()
    await draftIsKept(page)
  })

  test('a PBX that cannot be reached', async () => {
    const config = world.config()
    const servers = [`ws://127.0.0.1:${await closedPort()}`]
    const { page } = await open('no-pbx', { ...config, phone: { ...config.phone!, servers } })
    await page.says('Станция не отвечает: звонки сюда не доходят. Пробуем снова сами; проверьте сеть.')
    await page.deskLive()
    await draftIsKept(page)
  })

  test('a desk that cannot be reached, and a wrong password of the desk, at the first sign-in', async () => {
    const { signIn: _none, desk: _nowhere, ...phoneOnly } = world.config()
    const { page } = await open('sign-in', phoneOnly)
    const field = (name: string) => page.view.getByLabel(name, { exact: true })
    const submit = () => page.view.getByRole('button', { name: 'Войти' }).click()
    const nowhere = `http://127.0.0.1:${await closedPort()}`
    await field('Адрес центра').fill(nowhere)
    await field('Имя пользователя').fill(person.login)
    await field('Пароль').fill(password)
    await submit()
    await page.says('По этому адресу никто не отвечает. Проверьте адрес и работает ли центр.')
    expect(await field('Адрес центра').inputValue()).toBe(nowhere)
    expect(await field('Пароль').inputValue()).toBe(password)
    await field('Адрес центра').fill('наш центр')
    await submit()
    await page.says('Это не адрес. Он начинается с https:// и имени сервера.')
    await field('Адрес центра').fill(world.desk.address)
    await field('Пароль').fill('wrong password')
    await submit()
    await page.says('Имя или пароль не подошли. Проверьте раскладку и Caps Lock.')
    expect(await field('Имя пользователя').inputValue()).toBe(person.login)
    await field('Пароль').fill(password)
    await submit()
    await page.lineReady(person.extension)
    await page.deskLive()
  })

  test('a sign-in by configuration that the desk refuses, or where there is no desk', async () => {
    const config = world.config()
    const signIn = { login: person.login, password: 'wrong password' }
    const nowhere = `http://127.0.0.1:${await closedPort()}`
    const [refused, alone] = await Promise.all([
      world.console('refused', { ...config, signIn }).start(),
      world.console('alone', { ...config, desk: nowhere }).start(),
    ])
    page = await ConsolePage.open(world.browser, refused)
    await page.says('Центр не принял вход. Попробуйте снова.')
    await page.close()
    page = await ConsolePage.open(world.browser, alone)
    await page.says('По этому адресу никто не отвечает. Проверьте адрес и работает ли центр.')
    expect(await page.view.getByLabel('Адрес центра').inputValue()).toBe(nowhere)
  })

  test('a desk that went away, and another server at its address', async () => {
    const { page } = await open('away')
    await page.deskLive()
    await world.desk.kill()
    await page.says('Центр не отвечает по своему адресу. Звонки и заявки работают, в пути 0.')
    const stranger = createServer((_request, response) => response.end('<h1>It works!</h1>'))
    await new Promise<void>((done) =>
      stranger.listen(Number(new URL(world.desk.address).port), '127.0.0.1', done),
    )
    await page.view.getByRole('button', { name: 'Повторить' }).click()
    await page.says('По адресу центра отвечает что-то другое: проверьте адрес в настройках.')
    await draftIsKept(page)
    stranger.closeAllConnections()
    stranger.close()
    await world.desk.start()
    await page.view.getByRole('button', { name: 'Повторить' }).click()
    await page.deskLive()
    expect(await page.subject.inputValue()).toBe(typed)
  })

  test('a damaged cache is loaded anew, and the next call pops as ever', async () => {
    const { workstation, page: before } = await open('cache')
    await before.deskLive()
    await draftIsKept(before)
    await before.close()
    await workstation.end('SIGTERM')
    damage(join(workstation.folder, 'cache-ref.db'))
    page = await ConsolePage.open(world.browser, await workstation.start())
    await page.says('Местная копия данных была повреждена и загружается заново.')
    await page.deskLive()
    await page.lineReady(person.extension)
    expect(await page.subject.inputValue()).toBe(typed)
    const call = world.customer(romashka.number)
    await page.call('ringing', romashka.organisation).waitFor()
    call.hangUp()
    await call.ended
  })

  test('a damaged outbox is kept aside under a name that is told, and work goes on in a new one', async () => {
    const { workstation, page: before } = await open('outbox')
    await before.deskLive()
    await before.close()
    await workstation.end('SIGTERM')
    damage(join(workstation.folder, 'outbox.db'))
    const bytes = readFileSync(join(workstation.folder, 'outbox.db'))
    page = await ConsolePage.open(world.browser, await workstation.start())
    const banner = page.banner('Файл неотправленных изменений повреждён и отложен для ИТ')
    await banner.waitFor()
    const [, name = ''] = /(outbox\.db\.damaged-\S+?)\. /.exec(await banner.innerText()) ?? []
    expect(readFileSync(join(workstation.folder, name))).toEqual(bytes)
    await page.deskLive()
    await draftIsKept(page)
    await banner.getByRole('button', { name: 'Понятно' }).click()
    await banner.waitFor({ state: 'detached' })
    expect(existsSync(join(workstation.folder, name))).toBe(true)
  })

  test.skipIf(noSmallDisk !== null)(
    `a full disk${noSmallDisk === null ? '' : ` (skipped: ${noSmallDisk})`}`,
    async () => {
      const workstation = world.console('full')
      const disk = new SmallDisk(workstation.folder)
      try {
        page = await ConsolePage.open(world.browser, await workstation.start())
        await page.lineReady(person.extension)
        await page.deskLive()
        disk.fill()
        const call = world.customer(romashka.number)
        await page.answer(romashka.organisation)
        await page.card(romashka.organisation)
        await page.type(typed)
        await page
          .banner('На диске нет места: новые заявки пока не сохранятся. Читать и говорить можно.')
          .waitFor()
        await page.press('Control+Enter')
        await page.says('На диске нет места: изменение не записано, текст остался на экране.')
        expect(await page.subject.inputValue()).toBe(typed)
        await page.sound(10)
        disk.makeRoom()
        expect((await page.save()).number).not.toBe('')
        await page.hangUp()
        await call.ended
        await page.says('в пути 0')
        const saved = await world.desk.query(`select id from tickets where row->>'subject' = '${typed}'`)
        expect(saved).toHaveLength(1)
      } finally {
        await workstation.end('SIGKILL')
        disk.remove()
      }
    },
  )

  test('a configuration file that cannot be used is said at the terminal, without a word of what stands in it', async () => {
    const file = join(world.folder, 'bad.json')
    const startWith = async (text: string, mode = 0o600) => {
      writeFileSync(file, text)
      chmodSync(file, mode)
      const program = new Program(startScript, [
        '--no-window',
        '--config',
        file,
        '--folder',
        join(world.folder, 'bad'),
      ])
      return { ...(await program.ended), said: program.said.trim() }
    }
    const sentence = (why: string) => ({
      code: 1,
      signal: null,
      said: `Файл настроек не подходит: ${file}: ${why}`,
    })
    expect(await startWith('{ "desk": ')).toEqual(sentence('not valid JSON'))
    expect(await startWith('{ "desk": "secret-desk" }')).toEqual(sentence('desk: invalid_format'))
    expect(await startWith(JSON.stringify({ phonePassword: password }), 0o644)).toEqual(
      sentence('holds a password and can be read by others (chmod 600)'),
    )
  })
})

/** Every page loses its middle, and the journal goes: what a dying disk leaves. */
function damage(file: string): void {
  const bytes = readFileSync(file)
  for (let at = 0; at < bytes.length; at += 4096) bytes.fill(0x5a, at + 1000, at + 3000)
  writeFileSync(file, bytes)
  if (existsSync(`${file}-wal`)) writeFileSync(`${file}-wal`, '')
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
