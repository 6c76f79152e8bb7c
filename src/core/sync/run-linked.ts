import type { CoreStatus } from '#bridge/session.ts'
import type { Shape } from '#domain/entities.ts'
import type { Intent } from '#domain/intent/intent.ts'
import type { Workstation } from '../workstation.ts'
import { SelfCheck } from './check/self-check.ts'
import { Confirmer, confirmUpTo } from './confirmer.ts'
import type { DeskTokens } from './desk-tokens.ts'
import { endingWith } from './ending.ts'
import { FeedFollower, type FollowerHooks } from './feed-follower.ts'
import type { Presence } from './presence.ts'
import { tellPresence } from './presence-teller.ts'
import { Pusher } from './pusher.ts'
import { checkOwnRole, RightsChanged } from './rights-changed.ts'

/**
 * Everything that runs while the desk answers: a follower for each feed, sending, confirming, presence. They do not
 * wait for each other; the first that fails ends the rest, and its error is thrown. `onLive` is told when every feed
 * is caught up; `besides` run as long.
 */
export async function runLinked(
  work: Workstation,
  tokens: DeskTokens,
  presence: Presence,
  shapes: readonly Shape[],
  outer: AbortSignal,
  onLive: () => void,
  besides: readonly ((signal: AbortSignal) => Promise<void>)[] = [],
): Promise<void> {
  const ending = endingWith(outer)
  const { signal } = ending
  const caughtUp = new Set<Shape>()
  let rows = 0
  const filling = () => pagesFilling(rows, work.fills?.cancelled ?? false)

  /** Lets go of changes whose effect is in the rows. Answers whether there were any. */
  const confirm = (): boolean => {
    const shown = [...work.overlay.shownPending()]
    if (!confirmUpTo(work, shapes)) return false
    work.replay()
    work.countChanges()
    work.tell(shown.map((id) => ({ entity: 'ticket', id })))
    return true
  }
  const applied: FollowerHooks['applied'] = (shape, page, { changed, unreadable }) => {
    if (unreadable > 0) work.ports.log.warn('sync.unreadable', { shape, rows: unreadable })
    if (!caughtUp.has(shape)) {
      rows += page.changes.length
      if (work.status.now.filling !== null) work.status.set({ filling: filling() })
    }
    check.touch(changed)
    if (!confirm()) work.replay()
    work.tell(changed)
    checkOwnRole(work, changed)
  }
  const check = new SelfCheck(work, tokens, shapes)
  const confirmer = new Confirmer(work, tokens, shapes, { applied, confirm })
  const pusher = new Pusher(work, tokens, () => {
    // The feed may have been faster than the answer to the push.
    confirm()
    confirmer.poke()
    work.tell(work.outbox.unsettled().flatMap(({ intent }) => ticketOf(intent)))
  })
  const hooks: FollowerHooks = {
    applied,
    reset(shape, reason) {
      work.ports.log.info('sync.reset', { shape, reason })
      caughtUp.delete(shape)
      rows = 0
      work.status.set({ filling: filling() })
      work.reference.forget()
      work.ticketsChanged.emit({ ids: [], all: true })
      if (reason === 'rights') throw new RightsChanged('a feed was taken away')
      // The last hello's number may be of the history before: what that one had taken is asked for anew.
      if (reason === 'epoch') throw new RightsChanged('the desk has another history')
      // From nothing, a whole copy is quicker than pages.
      if (work.fills !== null) round.end()
    },
    live(shape) {
      if (caughtUp.has(shape)) return
      caughtUp.add(shape)
      if (shapes.some((one) => !caughtUp.has(one))) return
      work.status.set({ filling: null })
      work.replay()
      work.reference.forget()
      work.referenceChanged.emit({})
      work.ticketsChanged.emit({ ids: [], all: true })
      onLive()
    },
  }
  const fresh = shapes.some((shape) => !work.store.shapeState(shape).whole)
  work.status.set({ filling: fresh ? filling() : null })
  /** Ended when the feeds are to be begun anew: after a reset, or when a person asks for the copy after all. */
  let round = endingWith(signal)
  /** Copies of what is empty, then the feeds; nothing else writes into the cache while a copy is put in its place. */
  const followRounds = async () => {
    while (!signal.aborted) {
      round = endingWith(signal)
      const ends = round.signal
      await work.fills?.run(work, tokens, shapes, signal, () => showAnew(work))
      if (work.status.now.filling !== null) work.status.set({ filling: filling() })
      const feeds = [
        ...shapes.map((shape) => new FeedFollower(shape, work, tokens, hooks).run(ends)),
        confirmer.run(ends),
        // Where the cache can be filled from a copy it can be checked, too.
        ...(work.fills === null ? [] : [check.run(ends)]),
      ]
      try {
        await Promise.all(feeds)
      } catch (error) {
        if (signal.aborted || !round.signal.aborted) throw error
      } finally {
        round.end()
        await Promise.allSettled(feeds)
      }
    }
  }
  const stopAgain = work.fills?.again.on(() => {
    for (const shape of shapes) if (!work.store.shapeState(shape).whole) work.store.resetShape(shape)
    round.end()
  })
  const stopOutbox = work.outbox.changed.on(() => pusher.poke())
  const runs = [
    followRounds(),
    pusher.run(signal),
    tellPresence(work, tokens, presence, signal),
    ...besides.map((run) => run(signal)),
  ]
  try {
    await Promise.all(runs)
  } finally {
    stopOutbox()
    stopAgain?.()
    ending.end()
    await Promise.allSettled(runs)
  }
}

/** The rows below are others now: everything shown from them is read again. */
function showAnew(work: Workstation): void {
  work.replay()
  work.reference.forget()
  work.referenceChanged.emit({})
  work.ticketsChanged.emit({ ids: [], all: true })
}

function pagesFilling(rows: number, cancelled: boolean): NonNullable<CoreStatus['filling']> {
  return { way: 'pages', rows, bytes: 0, totalBytes: null, msLeft: null, cancelled }
}

function ticketOf(intent: Intent): { entity: 'ticket'; id: string }[] {
  if (intent.kind === 'ticket.create') return [{ entity: 'ticket', id: intent.ticket.id }]
  return 'ticketId' in intent ? [{ entity: 'ticket', id: intent.ticketId }] : []
}
