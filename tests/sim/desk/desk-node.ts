import type { ServerResponse } from 'node:http'
import { sqlState } from '#desk/db/db.ts'
import { currentEpoch } from '#desk/db/epoch.ts'
import { ConsoleStream } from '#desk/feed/console-stream.ts'
import { type PageAsked, pageFor } from '#desk/feed/page-for.ts'
import { Tailer } from '#desk/feed/tailer.ts'
import { busy, forbidden, reset, signedOut } from '#desk/http/answers.ts'
import type { DeskLog } from '#desk/http/desk-log.ts'
import { Metrics } from '#desk/http/metrics.ts'
import { pushIntents } from '#desk/push/push-intents.ts'
import { ListCache } from '#desk/push/space-lists.ts'
import { registerConsole } from '#desk/session/consoles.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { findUser } from '#desk/session/users.ts'
import type { User } from '#domain/directory/staff.ts'
import type { Shape } from '#domain/entities.ts'
import type { ConsoleId, UserId } from '#domain/ids.ts'
import { pushRequest } from '#wire/push.ts'
import type { Hello, Tokens } from '#wire/session.ts'
import type { Chance } from '../chance.ts'
import { ModelDb } from '../pg/model-db.ts'
import type { Pg } from '../pg/pg.ts'
import type { Statements } from '../pg/statement.ts'
import type { Scheduler } from '../scheduler.ts'

export interface NodePorts {
  pg: Pg
  statements: Statements
  chance: Chance
  scheduler: Scheduler
  log: DeskLog
  /** Feeds a role may follow, in this run. */
  shapesOf: (role: User['role']) => readonly Shape[]
}

/** Nobody looks at a run's counters. */
class NoMetrics extends Metrics {
  override count(): void {}
  override observe(): void {}
}

interface Caller {
  user: User
  until: number
}

export interface Ask {
  /** `user id|valid until`: who holds it is that user. Signatures are not what is tried here. */
  token: string | null
  consoleId: ConsoleId
}

/**
 * One node of the desk: the product's own push, feed, tailer and streams over the model of the database. What stands
 * between them and the network (routes, tokens) is put here in a few lines.
 */
export class DeskNode {
  readonly db: ModelDb
  readonly #ports: NodePorts
  readonly #tailer: Tailer
  readonly #metrics = new NoMetrics()
  readonly #lists = new ListCache()
  readonly #after: (ms: number, run: () => void) => () => void
  #dead = false
  /** Told when the node died: what it had not answered never will be. */
  readonly onDeath = new Set<() => void>()
  ready = false

  constructor(ports: NodePorts) {
    this.#ports = ports
    const { scheduler, log, chance } = ports
    this.db = new ModelDb({ ...ports, now: scheduler.now, pause: scheduler.pause })
    this.#after = (ms, run) =>
      scheduler.after(ms, () => {
        if (!this.#dead) run()
      })
    this.#tailer = new Tailer({
      db: this.db,
      now: scheduler.now,
      random: chance.next,
      log,
      after: this.#after,
    })
    void this.#start()
  }

  async #start(): Promise<void> {
    while (!this.#dead) {
      try {
        await currentEpoch(this.db)
        this.ready = true
        return
      } catch (error) {
        if (sqlState(error) === '') throw error
        // The process ends with the error, and is started again.
        await this.#ports.scheduler.pause(1_000)
      }
    }
  }

  die(): void {
    this.#dead = true
    this.ready = false
    void this.db.close()
    for (const told of [...this.onDeath]) told()
  }

  async refresh(refresh: string): Promise<{ tokens: Tokens }> {
    const { scheduler, chance } = this.#ports
    const user = await findUser(this.db, mainSpace, refresh as UserId)
    if (user?.active !== true) throw signedOut()
    const accessUntil = scheduler.now() + chance.between(60, 300) * 1_000
    return {
      tokens: { access: `${refresh}|${accessUntil}`, accessUntil, refresh, refreshUntil: accessUntil * 2 },
    }
  }

  async hello(ask: Ask): Promise<Hello> {
    const { user } = await this.#caller(ask)
    const { scheduler, shapesOf } = this.#ports
    const at = { spaceId: mainSpace, userId: user.id, consoleId: ask.consoleId }
    const { code, lastN } = await registerConsole(this.db, at, scheduler.now())
    return {
      user,
      spaceId: mainSpace,
      spaceName: 'sim',
      shapes: [...shapesOf(user.role)],
      consoleCode: code,
      lastN,
      wipe: false,
      deskTime: scheduler.now(),
    }
  }

  async push(ask: Ask, body: unknown): Promise<unknown> {
    const { user } = await this.#caller(ask)
    const { scheduler, chance, log } = this.#ports
    const parts = {
      db: this.db,
      now: scheduler.now,
      random: chance.next,
      log,
      metrics: this.#metrics,
      lists: this.#lists,
      pause: scheduler.pause,
    }
    return await pushIntents(parts, { spaceId: mainSpace, userId: user.id }, pushRequest.parse(body))
  }

  /** The page as the text that goes over the wire. */
  async feed(
    ask: Ask,
    asked: Omit<PageAsked, 'spaceId'>,
    onClose: (leave: () => void) => void,
  ): Promise<string> {
    await this.#admit(ask, asked.shape)
    const parts = { db: this.db, tailer: this.#tailer, now: this.#ports.scheduler.now, after: this.#after }
    const page = await pageFor(parts, { ...asked, spaceId: mainSpace }, onClose)
    if (!page.ok) throw reset(page.refusal)
    return page.value.json
  }

  async stream(ask: Ask, shape: Shape, cursor: string | null, out: ServerResponse): Promise<void> {
    const { user, until } = await this.#admit(ask, shape)
    const { scheduler, shapesOf } = this.#ports
    if (!this.ready) throw busy(1)
    const ports = { db: this.db, tailer: this.#tailer, now: scheduler.now, metrics: this.#metrics }
    const of = { spaceId: mainSpace, userId: user.id, consoleId: ask.consoleId, shape }
    const stream = new ConsoleStream(ports, of, cursor, out)
    const refused = await stream.start()
    if (refused !== null) throw reset(refused)
    const cancel = this.#after(Math.max(0, until - scheduler.now()), () => stream.end({ end: 'signedOut' }))
    out.once('close', cancel)
    stream.onUsers((ids) => {
      if (!ids.includes(user.id)) return
      void findUser(this.db, mainSpace, user.id).then(
        (now) => {
          if (now?.active !== true) stream.end({ end: 'signedOut' })
          else if (!shapesOf(now.role).includes(shape)) stream.end({ end: 'reset', reason: 'rights' })
        },
        () => undefined,
      )
    })
  }

  async #admit(ask: Ask, shape: Shape): Promise<Caller> {
    const caller = await this.#caller(ask)
    if (!this.#ports.shapesOf(caller.user.role).includes(shape)) throw forbidden()
    return caller
  }

  async #caller({ token }: Ask): Promise<Caller> {
    const [id = '', until = '0'] = (token ?? '').split('|')
    if (Number(until) <= this.#ports.scheduler.now()) throw signedOut()
    const user = await findUser(this.db, mainSpace, id as UserId)
    if (user?.active !== true) throw signedOut()
    return { user, until: Number(until) }
  }
}
