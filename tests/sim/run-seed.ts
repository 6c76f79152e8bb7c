import { sqlState } from '#desk/db/db.ts'
import { beginNewEpoch } from '#desk/db/epoch.ts'
import type { TicketId } from '#domain/ids.ts'
import type { SimConsole } from './console/sim-console.ts'
import type { DeskNode } from './desk/desk-node.ts'
import type { Mutant } from './mutants/mutant.ts'
import type { Backup } from './pg/pg.ts'
import { cachesAgree, finalCheck, viewsAreTrue } from './watch/final-check.ts'
import type { Violation } from './watch/watch.ts'
import { World } from './world/world.ts'

/** So long everything may take to come to a rest once nothing is in its way, ms of simulated time: an hour. */
const healMs = 3_600_000

export interface RunOptions {
  mutant?: Mutant
  traced?: boolean
}

export interface RunResult {
  violation: Violation | null
  trace: string[]
  /** What the run consisted of, for the test that asks whether runs do what they should. */
  counts: Record<string, number>
}

/** One run: a few minutes in which everything goes wrong, then everything works, then the promises are checked. */
export async function runSeed(seed: number, { mutant, traced = false }: RunOptions = {}): Promise<RunResult> {
  const world = new World(seed, mutant ?? null, traced)
  const { scheduler, chance, watch } = world
  const counts: Record<string, number> = {}
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1
  }
  const broken = () => watch.violation !== null
  const { stackTraceLimit } = Error
  // Errors are thrown by the hundred here, and only a trace shows where.
  if (!traced) Error.stackTraceLimit = 0
  try {
    await world.begin()
    // Most faults need little to show: every other run is a short one.
    const chaosMs = chance.happens(0.5) ? chance.between(2, 8) * 1_000 : chance.between(6, 30) * 1_000
    plan(world, chaosMs, count)
    await scheduler.run(scheduler.elapsed + chaosMs, broken)
    if (!broken()) watch.violation = viewsAreTrue(world.consoles)
    calm(world)
    if (!broken() && chance.happens(0.2)) await downloadsGoOn(world, count)
    if (!broken()) await heal(world)
    if (!broken()) watch.violation = finalCheck(world.pg, watch, world.consoles, world.shapesOfConsole)
    counts.accepted = watch.acceptedByKey.size
    counts.kills = world.consoles.reduce((sum, { kills }) => sum + kills, 0)
    counts.events = scheduler.events
    return { violation: watch.violation, trace: world.trace ?? [], counts }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
    world.end()
  }
}

/** Lays out what people, the desk and bad luck will do, and when. */
function plan(world: World, chaosMs: number, count: (what: string) => void): void {
  const { scheduler, chance } = world
  const at = (times: number, what: string, run: () => void) => {
    for (let time = 0; time < times; time++)
      scheduler.after(chance.between(0, chaosMs), () => {
        count(what)
        world.say(what)
        run()
      })
  }
  const long = chaosMs > 8_000
  for (const dispatcher of world.dispatchers) {
    // In bursts: people click three things in a second and then listen for a minute.
    at(long ? chance.between(1, 2) : 1, 'dispatcher acts', () => {
      for (let click = chance.between(1, 3); click > 0; click--) {
        scheduler.after(chance.between(0, 900), () => dispatcher.act())
      }
    })
  }
  // Their transactions meet at one row, and the one that waits may have the lower number.
  at(chance.happens(0.35) ? 1 : 0, 'all write at once', () => {
    for (const dispatcher of world.dispatchers)
      for (let word = 0; word < 4; word++)
        scheduler.after(chance.between(0, 15), () => dispatcher.comment('ticket-1' as TicketId))
  })
  at(chance.between(0, long ? 3 : 1), 'admin acts', () => {
    const node = anyNode(world)
    if (node === null) return
    world.admin.act(node.db).then(
      (what) => {
        count(what)
        world.say(`admin: ${what}`)
      },
      // The desk went away under it.
      () => undefined,
    )
  })
  at(chance.pick(long ? [0, 1, 1, 2] : [0, 0, 1]), 'power cut', () => {
    const console = chance.pick(world.consoles)
    if (console.running === null) return
    if (chance.happens(0.5)) console.kill()
    else cutAtCommit(world, console)
  })
  at(chance.between(0, 1), 'cache reaches the disk', () => chance.pick(world.consoles).disks.cache.sync())
  at(chance.happens(0.35) ? 1 : 0, 'node dies', () => {
    const node = anyNode(world)
    if (node === null) return
    world.killNode(node)
    scheduler.after(chance.between(100, 10_000), () => world.startNode())
  })
  at(chance.happens(0.25) ? 1 : 0, 'database crashes', () => databaseCrashes(world))
  at(chance.happens(0.35) ? 1 : 0, 'network goes', () => {
    const { network } = chance.pick(world.consoles)
    network.down = true
    scheduler.after(chance.between(1_000, 30_000), () => {
      network.down = false
    })
  })
  if (chance.happens(0.2)) {
    let backup: { database: Backup; history: ReturnType<typeof world.watch.backup> } | null = null
    const taken = chance.between(0, chaosMs / 2)
    scheduler.after(taken, () => {
      world.say('backup taken')
      backup = { database: world.pg.backup(), history: world.watch.backup() }
    })
    scheduler.after(chance.between(taken + 1, chaosMs), () => {
      count('restore')
      if (backup !== null) restore(world, backup.database, backup.history)
    })
  }
}

function anyNode(world: World): DeskNode | null {
  return world.nodes.length === 0 ? null : world.chance.pick(world.nodes)
}

/** The power goes in the very moment of a commit to come. */
function cutAtCommit({ chance }: World, console: SimConsole): void {
  const disk = chance.happens(0.5) ? console.disks.cache : console.disks.outbox
  disk.cutAtCommit(chance.between(1, 4), chance.happens(0.5), () => console.kill())
}

function databaseCrashes(world: World): void {
  const { pg, chance, scheduler } = world
  pg.crash(chance.happens(0.5))
  for (const { db } of world.nodes) db.away = true
  scheduler.after(chance.between(50, 3_000), () => {
    for (const { db } of world.nodes) db.away = false
  })
}

/** An older copy becomes the truth. How the desk is told depends on how it was put back. */
function restore(world: World, database: Backup, history: ReturnType<World['watch']['backup']>): void {
  const { pg, chance, watch } = world
  for (const node of [...world.nodes]) world.killNode(node)
  pg.restore(database)
  watch.restored(history)
  const way = chance.pick(['promoted', 'dumped', 'copied'] as const)
  world.say(`restored, ${way}`)
  if (way === 'promoted') pg.timeline++
  if (way === 'dumped') {
    pg.system = String(BigInt(pg.system) + 1n)
    // A new cluster counts from its own beginning.
    pg.nextXid = chance.between(3, 800)
  }
  world.startNode()
  const node = world.nodes[0] as DeskNode
  if (way !== 'copied') return
  // Files of the same cluster: the administrator says so before consoles come back.
  world.nodes.length = 0
  const back = () => {
    if (world.nodes.length === 0) world.nodes.push(node)
  }
  newEpoch(world, node).then(back, (error: unknown) => world.surprise('new epoch', error))
}

/** The administrator says it again until it is taken: the database may go away meanwhile. */
async function newEpoch({ scheduler }: World, node: DeskNode): Promise<void> {
  for (;;) {
    try {
      await beginNewEpoch(node.db)
      return
    } catch (error) {
      if (sqlState(error) === '') throw error
      await scheduler.pause(1_000)
    }
  }
}

/** Bad luck is over. */
function calm(world: World): void {
  world.say('calm')
  for (const console of world.consoles) {
    console.network.bad = 0
    console.network.down = false
    console.disks.cache.cutAtCommit(0, false, () => undefined)
    console.disks.outbox.cutAtCommit(0, false, () => undefined)
  }
}

/** I10: while no push comes through at all, every console still gets every change. */
async function downloadsGoOn(world: World, count: (what: string) => void): Promise<void> {
  const { scheduler, watch, chance } = world
  count('push is stuck')
  for (const { network } of world.consoles) network.pushStuck = true
  for (const dispatcher of world.dispatchers) dispatcher.act()
  const done = await settle(world, () => world.isDownloaded())
  if (!done && watch.violation === null) {
    const wrong = cachesAgree(world.pg, world.consoles, world.shapesOfConsole)
    watch.violate(
      'I10',
      `downloads did not go on while uploads were stuck: ${wrong?.text ?? 'the cursors stand'}`,
    )
  }
  if (chance.happens(0.5)) for (const dispatcher of world.dispatchers) dispatcher.act()
  for (const { network } of world.consoles) network.pushStuck = false
  await scheduler.run(scheduler.elapsed, () => false)
}

async function heal(world: World): Promise<void> {
  const { watch } = world
  const settled = await settle(world, () => world.isSettled())
  if (settled || watch.violation !== null) return
  const waiting = world.consoles.filter(({ running }) => (running?.work.outbox.counts().pending ?? 0) > 0)
  if (waiting.length > 0)
    watch.violate('I7', `${waiting.map(({ name }) => name).join(', ')}: changes wait for ever`)
  else watch.violate('I3', 'consoles do not catch up')
}

/** Runs until it is done, looking every other second; a person at each console presses "try now" now and then. */
async function settle(world: World, isDone: () => boolean): Promise<boolean> {
  const { scheduler, watch } = world
  const end = scheduler.elapsed + healMs
  while (scheduler.elapsed < end) {
    if (watch.violation !== null) return false
    if (isDone()) return true
    await scheduler.run(scheduler.elapsed + 2_000, () => watch.violation !== null)
    if (world.chance.happens(0.1)) for (const console of world.consoles) console.retryNow()
  }
  return false
}
