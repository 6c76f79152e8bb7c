import type { BoardView } from '#bridge/board.ts'
import type { Shape } from '#domain/entities.ts'
import { fullJitterMs } from '#shared/backoff.ts'
import type { Emitter } from '#shared/emitter.ts'
import type { Hello } from '#wire/session.ts'
import type { Account } from '../account.ts'
import type { FilesOfTickets } from '../attachments/attachments.ts'
import type { DeskClient, DeskLink } from '../desk-link.ts'
import type { Settings } from '../settings/settings.ts'
import type { Lease } from '../trust/lease.ts'
import { forgetWipe, wipe } from '../trust/wipe.ts'
import type { Workstation } from '../workstation.ts'
import { BoardFollower } from './board-follower.ts'
import type { DeskFault } from './desk-failure.ts'
import { faultOf, isCode } from './desk-failure.ts'
import { DeskTokens, MustSignIn } from './desk-tokens.ts'
import type { Presence } from './presence.ts'
import { sayGone } from './presence-teller.ts'
import { Pusher } from './pusher.ts'
import { RightsChanged } from './rights-changed.ts'
import { runLinked } from './run-linked.ts'
import { type SignInInput, type SignInRefusal, signInAt } from './sign-in.ts'
import { Waiter } from './waiter.ts'

const backoff = { baseMs: 500, capMs: 30_000 }
/** An update or a person must help: asking often would only make noise. */
const hopelessMs = 300_000
/** Rights changed: the desk is asked at once, and no faster should it not make up its mind. */
const helloAgainMs = 500

/**
 *   none ──account known──▶ connecting ──hello answered──▶ live
 *                               ▲  └──────failure──────▶ away ──backoff, retryNow──┐
 *                               └──────────────────────────────────────────────────┘
 * One desk at a time. While away everything goes on from the cache and the outbox; nothing is ever dropped here.
 */
export class DeskSession {
  readonly #work: Workstation
  readonly #settings: Settings
  readonly #presence: Presence
  readonly #lease: Lease
  readonly #files: FilesOfTickets
  readonly #waiter: Waiter
  readonly #board: BoardFollower
  #link: DeskLink | null = null
  #tokens: DeskTokens | null = null
  #running: { stop: AbortController; done: Promise<void> } | null = null

  constructor(
    work: Workstation,
    settings: Settings,
    presence: Presence,
    lease: Lease,
    files: FilesOfTickets,
  ) {
    this.#lease = lease
    this.#files = files
    this.#work = work
    this.#settings = settings
    this.#presence = presence
    this.#waiter = new Waiter(work.ports.clock)
    this.#board = new BoardFollower(work)
  }

  /** Goes on with the account of the last time, if there is one. */
  start(): void {
    const { account } = this.#work
    if (account !== null) this.#begin(account.address)
  }

  async close(): Promise<void> {
    await this.#end()
  }

  /** Null: signed in. A refusal: nothing changed. */
  async signIn(input: SignInInput): Promise<SignInRefusal | null> {
    const signedIn = await signInAt(this.#work, input)
    if ('code' in signedIn) return signedIn
    await this.#end()
    const { address, hello, tokens } = signedIn
    this.#work.status.set({ clockSkewMs: hello.deskTime - this.#work.ports.clock.now() })
    this.#take(address, hello)
    this.#lease.renew()
    forgetWipe(this.#work)
    this.#settings.set({ deskAddress: address })
    this.#begin(address, tokens)
    return null
  }

  /** The outbox keeps what waits: it leaves with this person's next sign-in. */
  async signOut(): Promise<void> {
    await this.#end((tokens) => tokens.forget())
    this.#work.setAccount(null)
    this.#lease.forget()
    this.#work.status.set({ desk: { state: 'none' } })
  }

  retryNow(): void {
    this.#waiter.poke()
  }

  /** One question beside the sync; null: nobody is signed in, or the desk does not answer it in time. */
  async ask<Answer>(
    question: (client: DeskClient, signal: AbortSignal) => Promise<Answer>,
    withinMs: number,
  ): Promise<Answer | null> {
    const tokens = this.#tokens
    if (tokens === null || this.#work.status.now.desk.state !== 'live') return null
    const signal = AbortSignal.timeout(withinMs)
    return await tokens.ask((client) => question(client, signal), signal).catch(() => null)
  }

  watchBoard(): { news: Emitter<BoardView>; last: BoardView | null; stop: () => void } {
    const stop = this.#board.watch()
    return { news: this.#board.news, last: this.#board.last, stop }
  }

  #begin(address: string, fresh?: Parameters<DeskTokens['take']>[0]): void {
    const { ports } = this.#work
    const link = ports.deskLink(address)
    const tokens = new DeskTokens(
      link,
      ports,
      () => this.#work.consoleId,
      () => this.#work.status.now.clockSkewMs,
    )
    this.#link = link
    this.#tokens = tokens
    const stop = new AbortController()
    const run = async () => {
      if (fresh) await tokens.take(fresh)
      await this.#run(tokens, stop.signal)
    }
    const done = run().catch((error: unknown) => {
      ports.log.surprise('sync.run', error)
    })
    this.#running = { stop, done }
  }

  /** Ends the link to this desk; `last` is what still has to be said over it. */
  async #end(last?: (tokens: DeskTokens) => Promise<void>): Promise<void> {
    const running = this.#running
    const lives = this.#work.status.now.desk.state === 'live'
    this.#running = null
    this.#board.setLink(null)
    running?.stop.abort()
    await running?.done
    const link = this.#link
    const tokens = this.#tokens
    this.#link = null
    this.#tokens = null
    if (tokens && lives) await sayGone(tokens, this.#work.ports.clock.now())
    if (tokens) await last?.(tokens)
    link?.close()
  }

  async #run(tokens: DeskTokens, signal: AbortSignal): Promise<void> {
    const { clock, log, random } = this.#work.ports
    let failures = 0
    /** With these rights the desk refused something it had just allowed. */
    let refusedRights: string | null = null
    while (!signal.aborted) {
      if (failures === 0) this.#work.status.set({ desk: { state: 'connecting' } })
      let rights: string | null = null
      try {
        const hello = await this.#hello(tokens, signal)
        rights = JSON.stringify([hello.user.role, hello.shapes])
        if (refusedRights !== rights) refusedRights = null
        if (hello.wipe) return void (await this.#wipe(tokens, signal))
        const onLive = () => {
          failures = 0
          this.#board.setLink(tokens)
          this.#live()
        }
        await runLinked(this.#work, tokens, this.#presence, hello.shapes, signal, onLive, [
          (ends) => this.#files.run(tokens, ends),
        ])
      } catch (error) {
        if (signal.aborted) return
        this.#board.setLink(null)
        // Refused right after a hello that allowed it: they may have changed between the two. Refused again, they have not.
        const refusedAnew = isCode(error, 'FORBIDDEN') && rights !== null && rights !== refusedRights
        if (refusedAnew) refusedRights = rights
        if (error instanceof RightsChanged || refusedAnew) {
          await this.#waiter.wait(helloAgainMs, signal)
          continue
        }
        const failed = error instanceof MustSignIn ? mustSignIn : faultOf(error)
        if (failed === null) log.surprise('sync.link', error)
        const { fault, retryAfterMs } = failed ?? { fault: 'failing' as const, retryAfterMs: null }
        if (fault === 'tooOld') await this.#sayLastWords(tokens, signal)
        const hopeless = fault === 'tooOld' || fault === 'signedOut' || fault === 'forbidden'
        const wait = hopeless ? hopelessMs : (retryAfterMs ?? 0) + fullJitterMs(failures, random, backoff)
        failures += 1
        this.#away(fault, fault === 'signedOut' ? null : clock.now() + wait)
        log.info('sync.away', { fault, waitMs: Math.round(wait), failures })
        // Without a token there is nothing to try until a person signs in (or asks to).
        await this.#waiter.wait(fault === 'signedOut' ? null : wait, signal)
      }
    }
  }

  async #hello(tokens: DeskTokens, signal: AbortSignal): Promise<Hello> {
    const { consoleId, ports, outbox } = this.#work
    const asked = ports.clock.now()
    const hello = await tokens.ask((client) => client.session.hello({ consoleId }, { signal }), signal)
    const middle = (asked + ports.clock.now()) / 2
    this.#work.status.set({ clockSkewMs: Math.round(hello.deskTime - middle) })
    this.#take(this.#link?.address ?? '', hello)
    this.#lease.renew()
    const numbers = outbox.numbers()
    if (hello.lastN < numbers.settled || hello.lastN > numbers.last) {
      ports.log.warn('sync.aligned', { desk: hello.lastN, ...numbers })
      this.#work.store.lowerLastN(hello.lastN)
      this.#work.durably(() => outbox.align(hello.lastN + 1))
      this.#work.replay()
    }
    return hello
  }

  /** What the desk says of us: account, and which feeds may stay. Another space empties the cache. */
  #take(address: string, hello: Hello): void {
    const { store, account } = this.#work
    const { user, spaceId, spaceName, shapes, consoleCode } = hello
    if (account !== null && account.spaceId !== spaceId) store.rebuild()
    const next: Account = { address, user, spaceId, spaceName, shapes, consoleCode }
    if (JSON.stringify(next) !== JSON.stringify(account)) this.#work.setAccount(next)
    for (const { shape, cursor } of store.shapeStates()) {
      if (cursor !== null && !shapes.includes(shape as Shape)) store.resetShape(shape)
    }
  }

  /** The desk speaks with newer consoles only: what waits here it still takes, so that the update loses nothing. */
  async #sayLastWords(tokens: DeskTokens, signal: AbortSignal): Promise<void> {
    try {
      await new Pusher(this.#work, tokens, () => {}).drain(signal)
    } catch (error) {
      // Not even that: the changes stay, are said to wait, and can be saved to a file.
      if (!(error instanceof MustSignIn) && faultOf(error) === null) throw error
    }
  }

  /** IT wants this machine emptied: what waits goes to the desk first, whatever else does not matter any more. */
  async #wipe(tokens: DeskTokens, signal: AbortSignal): Promise<void> {
    await new Pusher(this.#work, tokens, () => {}).drain(signal)
    await this.#files.sendAll(tokens, signal)
    if (signal.aborted) return
    const { consoleId } = this.#work
    await wipe(this.#work, this.#settings, this.#files)
    this.#lease.forget()
    // A word that does not arrive is asked for again at the next sign-in: wiping twice is harmless.
    await tokens
      .ask((client) => client.session.wiped({ consoleId }, { signal }), signal)
      .catch((error: unknown) => {
        if (signal.aborted || error instanceof MustSignIn || faultOf(error) !== null) return
        this.#work.ports.log.surprise('wipe.tell', error)
      })
    await tokens.forget()
    this.#work.status.set({ desk: { state: 'none' }, filling: null })
  }

  #live(): void {
    const { status, ports } = this.#work
    if (status.now.desk.state !== 'live')
      status.set({ desk: { state: 'live', since: ports.clock.now() }, asOf: ports.clock.now() })
  }

  #away(fault: DeskFault, retryAt: number | null): void {
    const { status, ports } = this.#work
    const { desk } = status.now
    const now = ports.clock.now()
    // While the link lived the rows agreed with the desk: that moment is their age from now on.
    if (desk.state === 'live') status.set({ asOf: now })
    const since = desk.state === 'away' ? desk.since : now
    status.set({ desk: { state: 'away', since, fault, retryAt } })
  }
}

const mustSignIn = { fault: 'signedOut', retryAfterMs: null } as const
