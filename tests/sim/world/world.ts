import type { DeskLog } from '#desk/http/desk-log.ts'
import { safeError } from '#desk/http/desk-log.ts'
import type { Role } from '#domain/directory/staff.ts'
import { type Shape, shapes } from '#domain/entities.ts'
import { Chance } from '../chance.ts'
import { SimConsole } from '../console/sim-console.ts'
import { PowerCut } from '../console/sim-disk.ts'
import { DeskNode } from '../desk/desk-node.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { Pg } from '../pg/pg.ts'
import { UnknownStatement } from '../pg/statement.ts'
import { statements } from '../pg/statements.ts'
import { Scheduler } from '../scheduler.ts'
import { cachesAgree, isCaughtUp } from '../watch/final-check.ts'
import { Watch } from '../watch/watch.ts'
import { Admin } from './admin.ts'
import { firstRows, userRow } from './company.ts'
import { Dispatcher } from './dispatcher.ts'
import { Network } from './network.ts'

/** Everything of one run: a desk, its consoles, their people, and the numbers that decide. */
export class World {
  readonly chance: Chance
  readonly scheduler = new Scheduler()
  readonly pg: Pg
  readonly watch: Watch
  readonly consoles: SimConsole[] = []
  readonly dispatchers: Dispatcher[] = []
  readonly admin: Admin
  readonly tickets = ['ticket-1', 'ticket-1', 'ticket-2']
  /** What happened, line by line; null: nobody reads it. */
  readonly trace: string[] | null
  readonly #mutant: Mutant | null
  readonly #nodeCount: number
  readonly nodes: DeskNode[] = []

  constructor(seed: number, mutant: Mutant | null, traced: boolean) {
    this.chance = new Chance(seed)
    this.trace = traced ? [] : null
    this.#mutant = mutant
    const { chance, scheduler } = this
    // Close below a power of ten: an order by text shows where it is crossed.
    this.pg = new Pg(chance.pick([3, 60, 960, 9_950]), scheduler.after)
    this.watch = new Watch(this.pg, traced ? (line) => this.say(line) : null)
    mutant?.database?.(this.pg)
    this.#nodeCount = chance.happens(0.3) ? 2 : 1
    const count = chance.happens(0.15) ? 3 : 2
    const users = Array.from({ length: count }, (_, nth) => userRow(`user-${nth + 1}`, 'dispatcher'))
    const userIds = users.map(({ id }) => id)
    this.admin = new Admin(chance, scheduler, userIds, this.tickets)
    const bad = chance.pick([0, 0.3, 0.6, 1])
    users.forEach((user, nth) => {
      const network = new Network(
        scheduler,
        chance,
        bad,
        () => this.nodes,
        (error) => this.surprise('desk', error),
      )
      const console = new SimConsole({
        name: `C${nth + 1}`,
        user,
        scheduler,
        chance,
        network,
        log: (line) => traced && this.say(line()),
        surprise: (event, error) => this.surprise(`${user.id} ${event}`, error),
        begun: (started, parts) => {
          mutant?.console?.(parts, chance, started)
          this.watch.begun(started, parts)
        },
      })
      console.onCut = () => scheduler.after(chance.between(100, 20_000), () => this.#restart(console))
      this.consoles.push(console)
      this.dispatchers.push(new Dispatcher(console, chance, this.watch, this.tickets, userIds, scheduler.now))
    })
    this.users = users
  }

  readonly users: ReturnType<typeof userRow>[]

  say(line: string): void {
    this.trace?.push(`${String(this.scheduler.elapsed).padStart(7)}  ${line}`)
  }

  /** Nothing of the product may throw what it does not expect. */
  surprise(where: string, error: unknown): void {
    if (error instanceof PowerCut) return
    this.say(`surprise at ${where}: ${error instanceof Error ? error.stack : String(error)}`)
    this.watch.violate('surprise', `${where}: ${error instanceof Error ? error.message : String(error)}`)
  }

  /** Dispatchers hold every feed; a supervisor of these runs has no timeline, so that rights can be lost and won. */
  readonly shapesOf = (role: Role): readonly Shape[] => (role === 'dispatcher' ? shapes : ['ref', 'hot'])

  /** The desk begins with its first rows in it, then the consoles. */
  async begin(): Promise<void> {
    for (let nth = 0; nth < this.#nodeCount; nth++) this.startNode()
    let founded = false
    this.admin.found((this.nodes[0] as DeskNode).db, firstRows(this.users, this.scheduler.now())).then(
      () => {
        founded = true
      },
      (error: unknown) => this.surprise('founding', error),
    )
    await this.scheduler.run(60_000, () => founded || this.watch.violation !== null)
    for (const console of this.consoles) console.start()
  }

  startNode(): void {
    const { pg, chance, scheduler } = this
    const known = this.#mutant?.statements ?? statements
    this.nodes.push(
      new DeskNode({
        pg,
        statements: known,
        chance,
        scheduler,
        log: this.#deskLog,
        shapesOf: this.shapesOf,
      }),
    )
  }

  killNode(node: DeskNode): void {
    this.nodes.splice(this.nodes.indexOf(node), 1)
    node.die()
  }

  shapesOfConsole = (console: SimConsole): readonly Shape[] => {
    const row = this.pg.get(null, 'user', console.user.id) as { row: { role: Role } } | null
    return this.shapesOf(row?.row.role ?? 'dispatcher')
  }

  /** Nothing waits anywhere. */
  isSettled(): boolean {
    return this.consoles.every((console) => {
      const running = console.running
      if (running === null || running.work.status.now.desk.state !== 'live') return false
      if (running.work.outbox.counts().pending > 0) return false
      return this.#isCaughtUp(console)
    })
  }

  /** Every console that runs has every change the desk gives out. */
  isDownloaded(): boolean {
    return (
      this.consoles.every((console) => console.running === null || this.#isCaughtUp(console)) &&
      cachesAgree(this.pg, this.consoles, this.shapesOfConsole) === null
    )
  }

  #isCaughtUp(console: SimConsole): boolean {
    const store = console.running?.store
    if (store === undefined) return false
    const allowed = this.shapesOfConsole(console)
    const held = store.shapeStates().filter(({ cursor }) => cursor !== null)
    return (
      allowed.every((shape) => isCaughtUp(this.pg, store, shape)) &&
      held.every(({ shape }) => allowed.includes(shape as Shape))
    )
  }

  #restart(console: SimConsole): void {
    if (console.running !== null) return
    this.say(`${console.name} starts`)
    console.start()
  }

  readonly #deskLog: DeskLog = {
    info: (fields) => this.trace !== null && this.say(`desk ${JSON.stringify(fields)}`),
    warn: (fields) => this.trace !== null && this.say(`desk ${JSON.stringify(fields)}`),
    fault: (event, error) => {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
      if (cause instanceof UnknownStatement || error instanceof UnknownStatement) this.surprise(event, cause)
      else if (this.trace !== null) this.say(`desk ${event} ${JSON.stringify(safeError(cause))}`)
    },
  }

  end(): void {
    for (const node of [...this.nodes]) this.killNode(node)
    for (const console of this.consoles) console.end()
  }
}
