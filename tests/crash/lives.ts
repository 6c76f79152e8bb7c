import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type BundledLife, bundleLife } from './bundle-life.ts'
import { seeded } from './chance.ts'
import { type CrashDesk, crashDesk } from './crash-desk.ts'
import type { FromLife, LifeOrder, Prepare, Report, Said, ToLife } from './messages.ts'
import { Power } from './power/power.ts'
import { Promises } from './promises.ts'

export interface MachineOptions {
  /** An empty database of a PostgreSQL for its desk; null: the embedded engine. */
  database?: string | null
  /** Each kill is a power cut: what no fsync reached is lost, or half there. */
  power?: boolean
  /** A fault the machine has: its test shows that it is found. */
  mutant?: 'saidTooEarly' | 'unflushed' | null
}

/** How a life ends. */
export type End =
  | { kind: 'point'; point: string; nth: number; prepare: Prepare | null }
  /** Killed from outside so many ms into its work. */
  | { kind: 'random'; afterMs: number }
  /** It looks, works nothing, and closes in order. */
  | { kind: 'look' }

export interface Lived {
  /** Killed by SIGKILL where it was to be. */
  killed: boolean
  /** What this life found not to be as it was promised before. */
  broken: string[]
  steps: string[]
}

/** A machine on which one workstation lives again and again, each life ended by force, at one desk. */
export class Machine {
  readonly #desk: CrashDesk
  readonly #code: BundledLife
  /** Beside the code, not where temporary files lie: a disk in memory knows no time of birth. */
  readonly #room: string
  readonly #power: Power | null
  mutant: MachineOptions['mutant']
  #folder: string
  #folders = 0
  #promises: Promises
  #lives: string[] = []
  #nth = 0
  #consoleId = ''
  /** Changes that were said to be saved. */
  saved = 0

  static async start({ database = null, ...faults }: MachineOptions = {}): Promise<Machine> {
    return new Machine(await crashDesk(database), await bundleLife(), faults)
  }

  private constructor(
    desk: CrashDesk,
    code: BundledLife,
    { power = false, mutant = null }: Omit<MachineOptions, 'database'>,
  ) {
    this.mutant = mutant
    this.#desk = desk
    this.#code = code
    this.#room = mkdtempSync(join(code.folder, 'machine-'))
    this.#power = power ? new Power(this.#room) : null
    this.#promises = new Promises(desk.db)
    this.#folder = this.#newFolder()
  }

  async close(): Promise<void> {
    await this.#desk.close()
    this.#code.remove()
    rmSync(this.#room, { recursive: true, force: true })
  }

  /** One life: looks at what the one before left, works and ends. `seed` says what is done in it. */
  async live(seed: number, end: End): Promise<Lived> {
    const prepare = end.kind === 'point' ? end.prepare : null
    if (prepare === 'newFolder') {
      const before = this.#nth === 0 ? null : await this.#one(seed, { kind: 'look' }, null)
      rmSync(this.#folder, { recursive: true, force: true })
      this.#folder = this.#newFolder()
      await this.#desk.forgetWork()
      const lived = await this.#one(seed, end, prepare)
      return { ...lived, broken: [...(before?.broken ?? []), ...lived.broken] }
    }
    return await this.#one(seed, end, prepare)
  }

  #newFolder(): string {
    const folder = join(this.#room, `folder-${++this.#folders}`)
    mkdirSync(folder)
    this.#promises = new Promises(this.#desk.db)
    this.#lives = []
    return folder
  }

  async #one(seed: number, end: End, prepare: Prepare | null): Promise<Lived> {
    const { address, login, password } = this.#desk
    const life = `l${++this.#nth}`
    const said = join(this.#room, 'said.jsonl')
    const order: LifeOrder = {
      folder: this.#folder,
      said,
      fillWorker: this.#code.fillWorker,
      checkpointWorker: this.#code.checkpointWorker,
      address,
      login,
      password,
      life,
      seed,
      prepare,
      kill: end.kind === 'point' ? { point: end.point, nth: end.nth } : null,
      endless: end.kind === 'random',
    }
    const child = fork(this.#code.life, [JSON.stringify(order)], {
      env: {
        ...process.env,
        ...this.#power?.switchedOn(this.#folder),
        CRASH_SAID: said,
        CRASH_MUTANT: this.mutant ?? '',
        NODE_COMPILE_CACHE: join(this.#code.folder, 'compiled'),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const lived: Lived = { killed: false, broken: [], steps: [] }
    const word = (text: ToLife) => child.connected && child.send(text)
    let looks = 0
    const hear = async (message: FromLife) => {
      if (message.type === 'report') {
        this.#consoleId = message.report.consoleId
        const other = await this.#promises.otherThanDesk(message.report)
        // News of the colleague may still be on its way.
        if (other.length > 0 && ++looks < looksMax) {
          await wait(50)
          word('again')
          return
        }
        lived.broken.push(...other, ...(await this.#judge(message.report)))
        word('goOn')
      } else if (message.type === 'prepared') {
        if (prepare === 'numbersGone') await this.#desk.loseNumbers(this.#consoleId)
        if (prepare === 'wipe') {
          this.#promises.wipeAsked()
          await this.#desk.askWipe(this.#consoleId)
        }
        await this.#desk.moveShared()
        this.#lives.push(life)
        word('goOn')
        if (end.kind === 'random') setTimeout(() => child.kill('SIGKILL'), end.afterMs)
      } else lived.steps = message.steps
    }
    let hearing: Promise<unknown> = Promise.resolve()
    child.on('message', (message: FromLife) => {
      hearing = hearing
        .then(() => hear(message))
        .catch((error: unknown) => {
          lived.broken.push(String(error))
          child.kill('SIGKILL')
        })
    })
    const tooLong = setTimeout(() => {
      lived.broken.push(`${life} did not come to its end in ${lifeMsMax / 1000} s`)
      child.kill('SIGKILL')
    }, lifeMsMax)
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    clearTimeout(tooLong)
    await hearing
    const atPoint = this.#hearSaid(said, lived)
    lived.killed = signal === 'SIGKILL' && (end.kind === 'random' || atPoint)
    if (lived.killed && this.#power !== null) {
      const after = join(this.#room, `folder-${++this.#folders}`)
      const random = seeded(seed)
      this.#power.cut(this.#folder, after, random() < 0.5 ? 'lastFsync' : 'torn', random)
      this.#folder = after
    }
    if (signal === null && code !== 0) lived.broken.push(`${life} ended with ${code}`)
    return lived
  }

  async #judge(report: Report): Promise<string[]> {
    const broken = await this.#promises.broken(report, this.#lives)
    this.#lives = []
    return broken
  }

  /** Answers whether the hook says it killed. */
  #hearSaid(file: string, lived: Lived): boolean {
    let atPoint = false
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
    for (const line of lines) {
      const said = JSON.parse(line) as Said
      this.#promises.hear(said)
      if (said.type === 'changes') this.saved += said.keys.length
      if (said.type === 'surprise') lived.broken.push(`surprise: ${said.event} ${said.text}`)
      if (said.type === 'killed') atPoint = true
    }
    rmSync(file, { force: true })
    return atPoint
  }
}

const looksMax = 40
const lifeMsMax = 60_000
