import { join } from 'node:path'
import type { AmiAddress } from '#desk/pbx/ami-connection.ts'
import type { NewUser } from '#desk/session/users.ts'
import type { DeskAnswer, DeskOrder } from './desk-program.ts'
import { Program } from './program.ts'

export type DeskPlace = { url: string } | { folder: string }

/** The central desk with the test company in it; it may be killed and started again at the same address. */
export class DeskProcess {
  readonly #place: DeskPlace
  readonly #people: readonly NewUser[]
  readonly #ami: AmiAddress | null
  #program: Program | null = null
  #port = 0
  #asked = 0

  constructor(place: DeskPlace, people: readonly NewUser[], ami: AmiAddress | null = null) {
    this.#place = place
    this.#people = people
    this.#ami = ami
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Resolves when it listens; the first time it loads the company and its people. */
  async start(): Promise<void> {
    this.#program = new Program(join(import.meta.dirname, 'desk-program.ts'), [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const order: DeskOrder = {
      type: 'open',
      place: this.#place,
      port: this.#port,
      people: this.#people,
      ami: this.#ami,
    }
    const ready = await this.#ask(order, (news) => news.type === 'ready')
    if (ready.type === 'ready') this.#port = ready.port
  }

  /** Rows of the desk's own database. */
  async query<Row extends object>(sql: string): Promise<Row[]> {
    const n = ++this.#asked
    const told = await this.#ask({ type: 'query', n, sql }, (news) => news.type === 'rows' && news.n === n)
    return told.type === 'rows' ? (told.rows as Row[]) : []
  }

  /** As a power cut: nothing is finished, nothing said. */
  async kill(): Promise<void> {
    await this.#program?.end('SIGKILL')
    this.#program = null
  }

  #ask(order: DeskOrder, fits: (answer: DeskAnswer) => boolean): Promise<DeskAnswer> {
    const program = this.#program
    if (!program) return Promise.reject(new Error('the desk is down'))
    return new Promise((resolve, reject) => {
      const hear = (message: unknown) => {
        const news = message as DeskAnswer
        if (news.type === 'failed') finish(() => reject(new Error(news.why)))
        else if (fits(news)) finish(() => resolve(news))
      }
      const finish = (act: () => void) => {
        program.child.off('message', hear)
        act()
      }
      program.child.on('message', hear)
      void program.ended.then(() => finish(() => reject(new Error(`the desk ended:\n${program.said}`))))
      program.child.send(order)
    })
  }
}
