import type { Sqlite } from '#core/files/encrypted-db.ts'
import type { Ports } from '#core/ports.ts'
import { StatusBoard } from '#core/status.ts'
import { Store } from '#core/store/store.ts'
import { DeskSession } from '#core/sync/desk-session.ts'
import { Lease } from '#core/trust/lease.ts'
import { Workstation } from '#core/workstation.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import type { User } from '#domain/directory/staff.ts'
import { shapes } from '#domain/entities.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Chance } from '../chance.ts'
import type { Scheduler } from '../scheduler.ts'
import type { Network } from '../world/network.ts'
import { giveBack, PowerCut, type SimDisk, takeDisks } from './sim-disk.ts'
import { wireLink } from './wire-link.ts'

export interface ConsolePorts {
  name: string
  user: User
  scheduler: Scheduler
  chance: Chance
  network: Network
  /** Something was logged. The line is made when somebody reads it. */
  log: (line: () => string) => void
  /** The core met what it does not expect. */
  surprise: (event: string, error: unknown) => void
  /** A process of the console began: the watch and the mutants take hold of its parts here, before it does anything. */
  begun: (console: SimConsole, parts: RunningParts) => void
}

export interface RunningParts {
  work: Workstation
  store: Store
  outboxDb: Sqlite
}

/** Files travel apart from the changes; this world has none. */
const noFiles: ConstructorParameters<typeof DeskSession>[4] = {
  run: (_tokens, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
  sendAll: async () => {},
  wipe: async () => {},
}

/** One workstation: the real store, outbox, view and sync, on a disk and under a power switch of the simulator. */
export class SimConsole {
  readonly name: string
  readonly user: User
  readonly network: Network
  readonly disks: { cache: SimDisk; outbox: SimDisk }
  readonly #ports: ConsolePorts
  readonly #secrets = new Map<string, string>()
  #running: (RunningParts & { session: DeskSession }) | null = null
  /** Counts the processes: callbacks of earlier ones are not heard. */
  #life = 0
  kills = 0
  /** Told when the power went. */
  onCut: () => void = () => undefined

  constructor(ports: ConsolePorts) {
    this.#ports = ports
    this.name = ports.name
    this.user = ports.user
    this.network = ports.network
    this.disks = takeDisks()
    this.disks.cache.loseUnsynced = ports.chance.happens(0.4)
    this.#secrets.set('desk-refresh', ports.user.id)
  }

  get running(): RunningParts | null {
    return this.#running
  }

  start(): void {
    const { scheduler, chance, user, network } = this.#ports
    const life = ++this.#life
    const isAlive = () => life === this.#life
    const ports: Ports = {
      clock: {
        now: scheduler.now,
        monotonic: () => scheduler.elapsed,
        after: (ms, run) =>
          scheduler.after(ms, () => {
            if (isAlive()) run()
          }),
      },
      newId: chance.uuid,
      random: chance.next,
      secrets: {
        kind: 'memory',
        get: (name) => Promise.resolve(this.#secrets.get(name) ?? null),
        set: async (name, value) => void (isAlive() && this.#secrets.set(name, value)),
        remove: async (name) => void (isAlive() && this.#secrets.delete(name)),
      },
      log: {
        info: (event, fields) => this.#log(isAlive, event, fields),
        warn: (event, fields) => this.#log(isAlive, event, fields),
        surprise: (event, error) => {
          if (isAlive() && !(error instanceof PowerCut)) this.#ports.surprise(event, error)
          return 'ref'
        },
      },
      deskLink: (address) => wireLink(address, network, isAlive),
    }
    const store = new Store('', '', {
      open: () => ({ db: this.disks.cache.open(), rebuilt: false }),
      makeAnew: () => {
        this.disks.cache.format()
        return this.disks.cache.open()
      },
      checkpoints: () => null,
    })
    const outboxDb = this.disks.outbox.open()
    const work = new Workstation(ports, store, outboxDb, emptyStatus())
    if (work.account === null) {
      work.setAccount({
        address: 'http://127.0.0.1:1',
        user,
        spaceId: mainSpace,
        spaceName: 'sim',
        shapes: [...shapes],
        consoleCode: this.name,
      })
    }
    const settings = { set: () => undefined } as unknown as ConstructorParameters<typeof DeskSession>[1]
    const presence = {
      word: () => ({}),
      notTold: () => undefined,
      changed: new Emitter(),
    } as unknown as ConstructorParameters<typeof DeskSession>[2]
    const session = new DeskSession(work, settings, presence, new Lease(work), noFiles)
    this.#running = { work, store, outboxDb, session }
    this.#ports.begun(this, { work, store, outboxDb })
    session.start()
  }

  /** The power goes; commits of the cache that had not reached the disk go with it. */
  kill(): void {
    if (this.#running === null) return
    this.#life++
    this.#running = null
    this.kills++
    this.#ports.log(() => `${this.name} loses its power`)
    const { chance } = this.#ports
    this.disks.cache.cut(chance.happens(0.5) ? chance.between(0, this.disks.cache.unsynced) : 0)
    this.disks.outbox.cut(0)
    this.onCut()
  }

  retryNow(): void {
    this.#running?.session.retryNow()
  }

  /** The run is over: nothing of this console is heard any more. */
  end(): void {
    this.#life++
    this.#running = null
    giveBack(this.disks)
  }

  #log(isAlive: () => boolean, event: string, fields: object = {}): void {
    if (isAlive()) this.#ports.log(() => `${this.name} ${event} ${JSON.stringify(fields)}`)
  }
}

function emptyStatus(): StatusBoard {
  return new StatusBoard({
    user: null,
    spaceName: null,
    desk: { state: 'none' },
    filling: null,
    searchPercent: null,
    asOf: null,
    pending: 0,
    notAccepted: 0,
    files: { cacheRebuilt: false, outboxKeptAside: null, diskFull: false },
    clockSkewMs: 0,
    lease: null,
    wipedAt: null,
    secrets: 'memory',
  })
}
