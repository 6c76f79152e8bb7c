import { z } from 'zod'
import type { OwnNews } from '#bridge/own.ts'
import { type OwnReport, ownReport, queuePauseOf } from '#domain/call/own-report.ts'
import { isPauseSettled, type QueuePauseAnswer } from '#domain/call/queue-pause.ts'
import { userId } from '#domain/ids.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Presence as PresenceWord } from '#wire/board.ts'
import type { Calls } from '../calls/calls.ts'
import type { Workstation } from '../workstation.ts'

/** Under this name the precious file keeps what its user wants to be; somebody else begins anew. */
const keptName = 'own-state'
const keptReport = z.object({ userId, report: ownReport })

/** What this dispatcher is doing: told by the phone page, kept for its next start, and told on to the desk. */
export class Presence {
  readonly #work: Workstation
  readonly #calls: Calls
  readonly #stop: () => void
  readonly #since: number
  #report: OwnReport | null = null
  #line: { line: 'ready' | 'deaf' | 'off'; since: number }
  /** Grows with everything the desk should hear of. */
  #version = 1
  #toldVersion = 0
  #pause: QueuePauseAnswer | null = null
  #away: OwnNews['away'] = []
  /** For the window and the shell: the state, and how far it has come. */
  readonly news = new Emitter<OwnNews>()
  /** There is something new to tell the desk. */
  readonly changed = new Emitter<void>()

  constructor(work: Workstation, calls: Calls) {
    this.#work = work
    this.#calls = calls
    this.#since = work.ports.clock.now()
    this.#line = { line: 'off', since: this.#since }
    this.#stop = calls.news.on((news) => {
      if (news.type === 'pop') this.#move()
    })
  }

  close(): void {
    this.#stop()
  }

  get now(): OwnNews {
    const told = this.#toldVersion === this.#version
    return { report: this.#report, told, pause: this.#pause, away: this.#away }
  }

  /** The phone's word. A disk that does not take it costs only the memory of the next start. */
  report(report: OwnReport): void {
    if (JSON.stringify(report) === JSON.stringify(this.#report)) return
    this.#report = report
    this.#keep(report)
    this.#move()
  }

  /** What this user was when the last run ended; null: nothing is known. */
  kept(): OwnReport | null {
    const { kept, account } = this.#work
    const found = kept.get(keptName, keptReport)
    return found !== null && found.userId === account?.user.id ? found.report : null
  }

  setLine(line: 'ready' | 'deaf' | 'off', at: number): void {
    if (line === this.#line.line) return
    const { log } = this.#work.ports
    // How long nobody could reach this console is asked for later: it goes to the log.
    if (this.#line.line === 'deaf')
      log.info('line.heardAgain', { deafMs: Math.max(0, at - this.#line.since) })
    this.#line = { line, since: at }
    this.#move()
  }

  /** For the desk; `version` goes back to `told` with its answer. */
  word(): { word: PresenceWord; version: number } {
    const call = this.#busyCall()
    const pop = call && this.#calls.pop(call.id)
    const talk = call && {
      direction: call.direction,
      since: call.startedAt,
      organisation: pop?.who.kind === 'known' ? pop.who.card.organisation.name : null,
    }
    return { word: { ...this.#state(), line: this.#line.line, call: talk }, version: this.#version }
  }

  /** The desk heard the word of that version. */
  told(version: number, pause: QueuePauseAnswer | null, away: OwnNews['away']): void {
    this.#toldVersion = version
    this.#pause = pause
    this.#away = away
    this.news.emit(this.now)
  }

  /** The desk is away: what it knew of the PBX is old. */
  notTold(): void {
    if (this.#toldVersion === 0) return
    this.#toldVersion = 0
    this.#pause = null
    this.#away = []
    this.news.emit(this.now)
  }

  /** The PBX is not yet as this state wants it: worth asking again soon. */
  get settling(): boolean {
    const wanted = this.#report && queuePauseOf(this.#report)
    return this.#pause !== null && !isPauseSettled(this.#pause, wanted?.reason ?? null)
  }

  #state(): Omit<PresenceWord, 'line' | 'call'> {
    if (this.#report === null) return { ...offlineWord(this.#since) }
    const { own, doNotDisturb } = this.#report
    return {
      state: own.state,
      reason: own.state === 'away' && own.wanted.is === 'away' ? own.wanted.reason : null,
      since: own.since,
      doNotDisturb,
      wrapUpUntil: own.state === 'wrapUp' ? own.until : null,
      queuePause: queuePauseOf(this.#report)?.reason ?? null,
    }
  }

  #busyCall() {
    return this.#calls.live.find(({ state }) => state !== 'over' && state !== 'ringing') ?? null
  }

  #move(): void {
    this.#version += 1
    this.changed.emit()
    this.news.emit(this.now)
  }

  #keep(report: OwnReport): void {
    const { account, kept, ports } = this.#work
    if (account === null) return
    const before = this.kept()
    // A call says nothing that a next start could use: the disk is spared at each ring.
    if (report.own.state === 'busy' && before !== null && sameWish(before, report)) return
    try {
      this.#work.durably(() => kept.set(keptName, { userId: account.user.id, report }))
    } catch (error) {
      ports.log.warn('own.notKept', { why: error instanceof Error ? error.name : 'unknown' })
    }
  }
}

/** What the desk hears of a console that nobody works at. */
export function offlineWord(since: number) {
  const nothing = { reason: null, doNotDisturb: false, wrapUpUntil: null, queuePause: null }
  return { state: 'offline' as const, since, ...nothing }
}

function sameWish(before: OwnReport, after: OwnReport): boolean {
  if (before.own.state === 'wrapUp' || before.doNotDisturb !== after.doNotDisturb) return false
  return JSON.stringify(before.own.wanted) === JSON.stringify(after.own.wanted)
}
