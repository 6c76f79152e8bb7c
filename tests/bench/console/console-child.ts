import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ConsoleNews, ConsoleOrder } from './console-process.ts'

/** The benchmark's hand on the console's process. */
export class ConsoleChild {
  readonly address: string
  /** The last pop as that process saw it. */
  pop: (ConsoleNews & { type: 'pop' }) | null = null
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, address: string) {
    this.#child = child
    this.address = address
    child.on('message', (news: ConsoleNews) => {
      if (news.type === 'pop') this.pop = news
    })
  }

  static async start(given: Omit<ConsoleOrder & { type: 'start' }, 'type'>): Promise<ConsoleChild> {
    const child = fork(join(import.meta.dirname, 'console-process.ts'), [], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const ready = new Promise<ConsoleNews & { type: 'ready' }>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the console's process ended with ${code}`)))
      child.on('message', (news: ConsoleNews) => {
        if (news.type === 'ready') resolve(news)
      })
    })
    const order: ConsoleOrder = { type: 'start', ...given }
    child.send(order)
    return new ConsoleChild(child, (await ready).address)
  }

  /** The SIP Call-ID of one of our calls, as its record has it. */
  async sipCallOf(callId: string): Promise<string | null> {
    const order: ConsoleOrder = { type: 'whichSipCall', callId }
    this.#child.send(order)
    for (;;) {
      const [news] = (await once(this.#child, 'message')) as [ConsoleNews]
      if (news.type === 'sipCall') return news.sipCallId
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.send({ type: 'stop' } satisfies ConsoleOrder)
    await ended
  }
}
