import { flushSync } from 'react-dom'
import type { BoardView } from '#bridge/board.ts'
import type { OwnNews } from '#bridge/own.ts'
import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { SoundView } from '#bridge/phone-media.ts'
import type { Pop } from '#bridge/pop.ts'
import type { CoreStatus } from '#bridge/session.ts'
import type { SettingsView } from '#bridge/settings.ts'
import type { Call } from '#domain/call/call.ts'
import type { RecordingConsent } from '#domain/call/recording.ts'
import type { Queue, Team, User } from '#domain/directory/staff.ts'
import type { CallId, DraftId } from '#domain/ids.ts'
import type { Category } from '#domain/ticket/category.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import type { Links } from '../connection/clients.ts'
import { follow } from '../connection/follow.ts'
import { RingJoiner } from './join-ring.ts'
import { isLive } from './live-calls.ts'

export type Reference = { queues: Queue[]; categories: Category[]; users: User[]; teams: Team[] }

/** What the console is told and only paints; null until it was told. */
export type Live = {
  readonly status: Store<CoreStatus | null>
  /** Null: the phone page does not answer. */
  readonly phone: Store<PhoneSnapshot | null>
  readonly sound: Store<SoundView | null>
  readonly coreCalls: Store<readonly Call[]>
  readonly pops: Store<{ readonly [callId: string]: Pop }>
  /** How far the own state of the phone's snapshot has come. */
  readonly own: Store<OwnNews | null>
  readonly reference: Store<Reference>
  /** What the customers of the live calls said to being recorded, as far as it was noted. */
  readonly consents: Store<{ readonly [callId: string]: RecordingConsent }>
  readonly settings: Store<SettingsView | null>
  /** False from the moment a link broke until its first news. */
  readonly coreHeard: Store<boolean>
}

export const emptyReference: Reference = { queues: [], categories: [], users: [], teams: [] }

/** Pops kept for calls that are over: the last hour of a busy shift. */
const keptPops = 60

export function createLive(): Live {
  return {
    status: createStore<CoreStatus | null>(null),
    phone: createStore<PhoneSnapshot | null>(null),
    sound: createStore<SoundView | null>(null),
    coreCalls: createStore<readonly Call[]>([]),
    pops: createStore<{ readonly [callId: string]: Pop }>({}),
    own: createStore<OwnNews | null>(null),
    reference: createStore<Reference>(emptyReference),
    consents: createStore<{ readonly [callId: string]: RecordingConsent }>({}),
    settings: createStore<SettingsView | null>(null),
    coreHeard: createStore(false),
  }
}

function withPop(pops: { readonly [callId: string]: Pop }, pop: Pop): { readonly [callId: string]: Pop } {
  const entries = Object.entries(pops).filter(([callId]) => callId !== pop.callId)
  return Object.fromEntries([...entries.slice(-(keptPops - 1)), [pop.callId, pop]])
}

export type LiveNews = {
  onPhone: (snapshot: PhoneSnapshot) => void
  onPop: (pop: Pop) => void
  onTicketsChanged: (ids: readonly string[] | 'all') => void
  /** The core has heard a call end: its journal differs. */
  onCallOver: () => void
  /** A colleague's draft came with a call. */
  onDraftCame: (came: { callId: CallId; draftId: DraftId; fromName: string }) => void
  onCore: () => void
}

/** Follows every stream of the bridge into the stores. Answers the way to stop. */
export function followBridge(links: Links, live: Live, news: LiveNews): () => void {
  const { core, phone, coreLink, phoneLink } = links
  const loadReference = () =>
    void core.directory.reference().then(
      (reference) => live.reference.set(reference),
      () => {},
    )
  const joiner = new RingJoiner((snapshot) => {
    live.phone.set(snapshot)
    news.onPhone(snapshot)
  })
  const popped = (callId: string) => callId in live.pops.get()
  const stops = [
    coreLink.onAttached(() => {
      loadReference()
      void core.settings.get().then(
        (settings) => live.settings.set(settings),
        () => {},
      )
      news.onCore()
    }),
    follow(
      coreLink,
      (signal) => core.session.watch(undefined, { signal }),
      (status) => {
        live.coreHeard.set(true)
        live.status.set(status)
      },
      () => live.coreHeard.set(false),
    ),
    follow(
      coreLink,
      (signal) => core.calls.watch(undefined, { signal }),
      (heard) => {
        if (heard.type === 'calls') {
          const lived = live.coreCalls.get().filter(isLive)
          live.coreCalls.set(heard.calls)
          const lives = heard.calls.filter(isLive)
          if (lived.some(({ id }) => !lives.some((call) => call.id === id))) news.onCallOver()
          return
        }
        // Painted in this very turn: the caller's name is what everybody waits for.
        flushSync(() => {
          live.pops.set((pops) => withPop(pops, heard.pop))
          joiner.flush()
          news.onPop(heard.pop)
        })
      },
    ),
    follow(
      coreLink,
      (signal) => core.own.watch(undefined, { signal }),
      (own) => live.own.set(own),
    ),
    follow(
      coreLink,
      (signal) => core.handover.watch(undefined, { signal }),
      (came) => news.onDraftCame(came),
    ),
    follow(
      coreLink,
      (signal) => core.recording.watch(undefined, { signal }),
      ({ consents }) =>
        live.consents.set(Object.fromEntries(consents.map(({ callId, consent }) => [callId, consent]))),
    ),
    follow(
      coreLink,
      (signal) => core.directory.referenceChanged(undefined, { signal }),
      () => loadReference(),
    ),
    follow(
      coreLink,
      (signal) => core.tickets.changed(undefined, { signal }),
      ({ ids, all }) => news.onTicketsChanged(all ? 'all' : ids),
    ),
    follow(
      phoneLink,
      (signal) => phone.watchSound(undefined, { signal }),
      (sound) => live.sound.set(sound),
      () => live.sound.set(null),
    ),
    follow(
      phoneLink,
      (signal) => phone.watch(undefined, { signal }),
      // Without a core there is no pop to wait for.
      (snapshot) =>
        flushSync(() => joiner.hear(snapshot, live.phone.get(), live.coreHeard.get() ? popped : () => true)),
      () => {
        joiner.forget()
        live.phone.set(null)
      },
    ),
  ]
  return () => {
    joiner.forget()
    for (const stop of stops) stop()
  }
}

/** The board is followed only while it is on screen. */
export function followBoard(links: Links, hear: (board: BoardView) => void): () => void {
  return follow(links.coreLink, (signal) => links.core.board.watch(undefined, { signal }), hear)
}
