import type { Browser, Frame, FrameLocator, Locator, Page } from 'playwright-core'
import { pageHooks, type Sound, soundNow } from './page-hooks.ts'

/** Nothing a dispatcher waits for takes longer, ms; a first start on a busy machine comes near it. */
const patienceMs = 20_000
/** A console tries a desk that was away up to 30 s apart. */
const deskPatienceMs = 45_000

export type Card = {
  organisation: string
  contact: string
  verdict: string
  authority: string
  /** Numbers of the open tickets. */
  openTickets: string[]
}

/** A console in a browser, driven the way a dispatcher does: keys, and what stands on the screen. */
export class ConsolePage {
  readonly page: Page
  /** Errors of the pages: thrown, logged, or refused by their policy. */
  readonly faults: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.faults.push(error.stack ?? error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(`${message.text()} ${message.location().url}`)
    })
  }

  /** Opens an address of a console in a browser profile of its own. */
  static async open(
    browser: Browser,
    address: string,
    locale: 'ru-RU' | 'en-GB' = 'ru-RU',
  ): Promise<ConsolePage> {
    const context = await browser.newContext({ locale, viewport: { width: 1366, height: 768 } })
    context.setDefaultTimeout(patienceMs)
    await context.addInitScript(pageHooks)
    const opened = new ConsolePage(await context.newPage())
    await opened.page.goto(address)
    return opened
  }

  /** The console inside the outer page. */
  get view(): FrameLocator {
    return this.page.frameLocator('iframe[title="console"]')
  }

  async close(): Promise<void> {
    await this.page.context().close()
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Waits until it is seen; when it is not, the error holds what the window said instead. */
  async wait(awaited: Locator, what: string, timeout = patienceMs): Promise<void> {
    try {
      await awaited.waitFor({ timeout })
    } catch {
      const said = await this.view.locator('body').innerText()
      throw new Error(`never saw ${what}; the window says:\n${said}\n${this.faults.join('\n')}`)
    }
  }

  /** Waits until these words stand somewhere in the window. */
  async says(words: string | RegExp): Promise<void> {
    await this.wait(this.view.getByText(words).first(), `the words "${words}"`)
  }

  /** The line that tells a trouble, with these words. */
  banner(words: string): Locator {
    return this.view.locator('.banner').filter({ hasText: words })
  }

  /** Waits until calls can come: this very line is registered. */
  async lineReady(extension = ''): Promise<void> {
    const words = `Линия готова ${extension}`.trim()
    await this.wait(this.view.locator('.bar-line.ready').filter({ hasText: words }), words)
  }

  /** Waits until the desk is connected and everything of it is here. */
  async deskLive(): Promise<void> {
    const words = 'Центр на связи'
    await this.wait(this.view.locator('.bar-line.ready').filter({ hasText: words }), words, deskPatienceMs)
  }

  /** A call's row in the strip. */
  call(state: 'ringing' | 'active' | 'held' | 'over', who = ''): Locator {
    return this.view.locator(`.call-row.${state}`).filter({ hasText: who })
  }

  /** The card of this organisation, read as it is painted. */
  async card(organisation: string): Promise<Card> {
    const card = this.view.locator('article.card')
    await this.wait(
      card.locator('.card-name').filter({ hasText: organisation }),
      `the card of ${organisation}`,
    )
    const text = async (selector: string) => (await card.locator(selector).first().innerText()).trim()
    return {
      organisation: await text('.card-name'),
      contact: await text('.card-person'),
      verdict: await text('.card-title .judgement'),
      authority: await text('.card-line .judgement'),
      openTickets: (await card.locator('.open-number').allInnerTexts()).map((number) =>
        number.replace('№ ', ''),
      ),
    }
  }

  get subject(): Locator {
    return this.view.locator('form.ticket-form').getByLabel('Что случилось')
  }

  /** Answers by key and waits for the conversation. */
  async answer(who = ''): Promise<void> {
    await this.seen(this.call('ringing', who))
    await this.press('F2')
    await this.wait(this.call('active', who), `a conversation with ${who}`)
  }

  async hangUp(): Promise<void> {
    await this.press('F4')
    await this.call('active').waitFor({ state: 'detached' })
  }

  /** A key counts 400 ms after what it acts on was painted; a person is slower, a test has to be told. */
  async seen(row: Locator): Promise<void> {
    await this.wait(row, 'a call')
    await row.evaluate(
      (_row, ms) => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, ms))),
      450,
    )
  }

  /** Waits until the draft knows where to, then saves by key; answers the number told and the words it was told in. */
  async save(): Promise<{ number: string; words: string }> {
    await this.wait(
      this.view.getByRole('button', { name: 'Сохранить и направить' }),
      'a place for the ticket',
    )
    await this.press('Control+Enter')
    const toast = this.view.locator('.toast').filter({ hasText: 'сохранена и направлена' }).first()
    const words = await toast.innerText()
    return { number: /№ (\S+)/.exec(words)?.[1] ?? '', words }
  }

  /** Waits until so many packets more came in and went out; answers how much more was heard and said. */
  async sound(packets: number): Promise<Sound> {
    const phone = await this.#phone()
    const before = await phone.evaluate(soundNow)
    const began = performance.now()
    for (;;) {
      const now = await phone.evaluate(soundNow)
      const more = {
        packetsIn: now.packetsIn - before.packetsIn,
        packetsOut: now.packetsOut - before.packetsOut,
        energyIn: now.energyIn - before.energyIn,
      }
      if (more.packetsIn >= packets && more.packetsOut >= packets && more.energyIn > 0) return more
      if (performance.now() - began > patienceMs)
        throw new Error(`of a call came ${JSON.stringify(more)} in ${patienceMs} ms`)
      await phone.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)))
    }
  }

  /** Reloads the console's own page; the phone's page stays. Resolves when the new one is painted. */
  async reloadConsole(): Promise<void> {
    const frame = await this.#frame('console')
    const loaded = this.page.waitForEvent('framenavigated', (one) => one === frame)
    await frame.evaluate(() => location.reload())
    await loaded
    await this.lineReady()
  }

  #phone(): Promise<Frame> {
    return this.#frame('phone')
  }

  async #frame(title: 'console' | 'phone'): Promise<Frame> {
    const handle = await this.page.locator(`iframe[title="${title}"]`).elementHandle()
    const frame = await handle?.contentFrame()
    if (!frame) throw new Error(`the page "${title}" is not there`)
    return frame
  }

  /** Finds by the palette and waits for a line with these words, such as number and subject. */
  async find(text: string, words: string): Promise<void> {
    await this.press('Control+k')
    await this.view.locator('.palette input').fill(text)
    await this.wait(
      this.view.locator('.palette-item').filter({ hasText: words }),
      `"${words}" found by ${text}`,
    )
    await this.press('Escape')
    await this.view.locator('.palette').waitFor({ state: 'detached' })
  }
}
