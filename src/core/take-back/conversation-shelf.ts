import { z } from 'zod'
import { type Call, call } from '#domain/call/call.ts'
import type { CallId } from '#domain/ids.ts'
import { type Instant, instant } from '#domain/instant.ts'
import type { Calls } from '../calls/calls.ts'
import { DiskFull } from '../outbox/disk-full.ts'
import type { Workstation } from '../workstation.ts'

const keptName = 'conversations'
const shelf = z.object({ calls: z.array(call), aliveAt: instant })

/** How exactly it is known when a crash cut a conversation; one small commit each while somebody talks, ms. */
const aliveEveryMs = 10_000
/** A phone page is back within that; a conversation it does not speak of by then is gone. */
const pageBackMs = 60_000

type Talk = Extract<Call, { state: 'active' }>

/**
 * Conversations with the names of their dialogs, on the disk from their answer to their end: after a crash of the phone page
 * or of the whole application the next page can take them back while the PBX still keeps the other side.
 */
export class ConversationShelf {
  readonly #work: Workstation
  readonly #calls: Calls
  /** Of a run of this core before, with when it last knew them alive. */
  readonly #restored = new Map<CallId, Instant>()
  #written = '[]'
  readonly #stops = new Set<() => void>()
  #stopAlive: (() => void) | null = null

  constructor(work: Workstation, calls: Calls) {
    this.#work = work
    this.#calls = calls
    const before = work.kept.get(keptName, shelf)
    for (const one of before?.calls ?? []) {
      if (one.state !== 'active' || before === null) continue
      this.#restored.set(one.id, before.aliveAt)
      calls.restore(one)
    }
    this.#stops.add(calls.news.on((news) => news.type === 'calls' && this.#keep()))
    if (this.#restored.size > 0)
      this.#stops.add(work.ports.clock.after(pageBackMs, () => this.#endUnspoken()))
  }

  close(): void {
    for (const stop of this.#stops) stop()
    this.#stopAlive?.()
  }

  /**
   * For a phone page that just started and knows these calls: the conversations it does not know. What cannot be taken back (it
   * only rang, or its dialog was never known) ends here as a crash.
   */
  left(known: readonly CallId[]): { call: Call; aliveAt: Instant }[] {
    const at = this.#work.ports.clock.now()
    const strange = this.#calls.live.filter(({ id, state }) => state !== 'over' && !known.includes(id))
    const talks = strange.filter((one): one is Talk => one.state === 'active' && one.dialog !== null)
    this.#endAsCrash(strange.filter((one) => !talks.includes(one as Talk)).map(({ id }) => id))
    return talks.map((one) => ({ call: one, aliveAt: this.#restored.get(one.id) ?? at }))
  }

  #keep(): void {
    const talks = this.#calls.live.filter(({ state }) => state === 'active')
    const text = JSON.stringify(talks)
    if (text === this.#written) return
    this.#written = text
    this.#write(talks)
    if (talks.length > 0) this.#stopAlive ??= this.#stayAlive()
    else {
      this.#stopAlive?.()
      this.#stopAlive = null
    }
  }

  #stayAlive(): () => void {
    return this.#work.ports.clock.after(aliveEveryMs, () => {
      this.#write(this.#calls.live.filter(({ state }) => state === 'active'))
      this.#stopAlive = this.#stayAlive()
    })
  }

  #write(calls: readonly Call[]): void {
    const { kept, ports } = this.#work
    try {
      this.#work.durably(() => kept.set(keptName, { calls, aliveAt: ports.clock.now() }))
    } catch (error) {
      if (!(error instanceof DiskFull)) throw error
      // The call goes on; only a crash before there is room again could not be mended.
      ports.log.warn('call.shelf.full')
    }
  }

  #endUnspoken(): void {
    this.#endAsCrash([...this.#restored.keys()].filter((id) => !this.#calls.wasSpokenOf(id)))
  }

  #endAsCrash(ids: readonly CallId[]): void {
    const at = this.#work.ports.clock.now()
    if (ids.length === 0) return
    this.#calls.report(ids.map((callId) => ({ type: 'ended', callId, at, end: 'crash', sipCode: null })))
    this.#calls.keep()
  }
}
