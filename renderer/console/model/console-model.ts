import { QueryClient } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import { createContext, useContext } from 'react'
import type { PhoneSnapshot } from '#bridge/phone.ts'
import type { Pop } from '#bridge/pop.ts'
import type { CallId, DraftId, OrganisationId, QueueId, UserId } from '#domain/ids.ts'
import { createI18n, type Language } from '#renderer/texts/i18n.ts'
import { type Say, sayIn } from '#renderer/texts/use-text.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import { createTicker, type Ticker } from '#renderer/ui/ticker.ts'
import { createToaster, type Toaster } from '#renderer/ui/toast.tsx'
import type { Links } from '../connection/clients.ts'
import { follow } from '../connection/follow.ts'
import { DraftDesk } from '../drafts/draft-desk.ts'
import { isTouched } from '../drafts/draft-state.ts'
import { customerName, prefillFromPop } from '../drafts/prefill-from-pop.ts'
import { emptyStage, nextStage, type Stage, type StageEvent, type StageUse } from '../stage/stage.ts'
import { createFileMoves, type FileMoves } from './attachment-actions.ts'
import { keepColleaguesWatched } from './colleague-actions.ts'
import { askRedirection, createDialDesk, type DialDesk } from './dial-actions.ts'
import { isEchoCall } from './echo-call.ts'
import { draftCame } from './handover-actions.ts'
import { createLedgerDesk, type LedgerDesk } from './ledger-actions.ts'
import { createLive, followBridge, type Live } from './live.ts'
import { callsShown, isLive } from './live-calls.ts'
import { PaintGuard } from './paint-guard.ts'
import { cardQuery } from './queries.ts'

export type Sheet = 'palette' | 'help' | 'settings' | 'tray' | 'colleagues' | 'selfTest'
export const settingsTabs = ['look', 'phone', 'pbx', 'sound', 'desk'] as const
export type SettingsTab = (typeof settingsTabs)[number]
export type ListTab = 'queue' | 'mine' | 'missed' | 'calls' | 'customers' | 'organisation'

/** One console window: everything it knows and asks, outside React. Two fit in one test. */
export type ConsoleModel = {
  readonly links: Links
  readonly live: Live
  readonly drafts: DraftDesk
  readonly stage: Store<Stage>
  readonly view: Store<'console' | 'board'>
  readonly sheet: Store<Sheet | null>
  /** The tab the settings show. */
  readonly settingsTab: Store<SettingsTab>
  /** Text the palette opens with: a number from a tel: link. */
  readonly paletteText: Store<string>
  readonly whyOpen: Store<boolean>
  readonly ownMenuOpen: Store<boolean>
  readonly listTab: Store<ListTab>
  /** The queue whose tickets the list shows; null: tickets without a queue; undefined: the first queue. */
  readonly listQueue: Store<QueueId | null | undefined>
  /** The customer whose tickets have a tab of their own. */
  readonly listOrganisation: Store<{ id: OrganisationId; name: string } | null>
  readonly typedOnTicket: Store<boolean>
  /** The draft whose subject wants the caret as soon as it is drawn: the dispatcher's own move asked for it. */
  readonly wantsSubject: Store<DraftId | null>
  /** The call whose transfer field is open. */
  readonly transferring: Store<CallId | null>
  /** The call whose keypad and actions are open. */
  readonly callTools: Store<CallId | null>
  /** The field that takes a parked or ringing call is open. */
  readonly pickingUp: Store<boolean>
  readonly dialDesk: DialDesk
  readonly fileMoves: FileMoves
  readonly ledger: LedgerDesk
  readonly guard: PaintGuard
  readonly toaster: Toaster
  readonly ticker: Ticker
  readonly queries: QueryClient
  readonly i18n: i18n
  readonly t: Say
  move(event: StageEvent): void
  use(): StageUse
  stop(): void
}

export const ConsoleContext = createContext<ConsoleModel | null>(null)

export function useConsole(): ConsoleModel {
  const model = useContext(ConsoleContext)
  if (!model) throw new Error('A part of the console was rendered outside of it')
  return model
}

/** Changed tickets are asked for again at most this often, ms: a desk that catches up changes hundreds at once. */
const refreshEveryMs = 300

export function createConsole(
  links: Links,
  { language, now = Date.now }: { language: Language; now?: () => number },
): ConsoleModel {
  const live = createLive()
  const drafts = new DraftDesk(links.core)
  const instance = createI18n(language)
  // The core is on this machine: being "offline" says nothing about it.
  const queries = new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', refetchOnWindowFocus: false, retry: 1, staleTime: 30_000 },
      mutations: { networkMode: 'always' },
    },
  })
  let refresh: ReturnType<typeof setTimeout> | undefined
  const refreshSoon = () => {
    refresh ??= setTimeout(() => {
      refresh = undefined
      for (const key of ['tickets', 'ticket', 'outbox', 'find'])
        void queries.invalidateQueries({ queryKey: [key] })
    }, refreshEveryMs)
  }

  const model: ConsoleModel = {
    links,
    live,
    drafts,
    stage: createStore<Stage>(emptyStage),
    view: createStore<'console' | 'board'>('console'),
    sheet: createStore<Sheet | null>(null),
    settingsTab: createStore<SettingsTab>('look'),
    paletteText: createStore(''),
    whyOpen: createStore(false),
    ownMenuOpen: createStore(false),
    listTab: createStore<ListTab>('queue'),
    listQueue: createStore<QueueId | null | undefined>(undefined),
    listOrganisation: createStore<{ id: OrganisationId; name: string } | null>(null),
    typedOnTicket: createStore(false),
    wantsSubject: createStore<DraftId | null>(null),
    transferring: createStore<CallId | null>(null),
    callTools: createStore<CallId | null>(null),
    pickingUp: createStore<boolean>(false),
    dialDesk: createDialDesk(),
    fileMoves: createFileMoves(),
    ledger: createLedgerDesk(),
    guard: new PaintGuard(),
    toaster: createToaster(),
    ticker: createTicker(now),
    queries,
    i18n: instance,
    t: sayIn(instance),
    use: () => {
      const { shown } = model.stage.get()
      const calls = callsShown(live.phone.get(), live.coreCalls.get())
      const callLives =
        shown.kind === 'call' && calls.some((call) => call.id === shown.callId && isLive(call))
      const { open } = drafts
      return {
        cardInUse: callLives || (open !== null && isBeingWritten(open)),
        ticketInUse: model.typedOnTicket.get(),
      }
    },
    move: (event) => {
      const before = model.stage.get()
      const after = nextStage(before, event)
      if (after === before) return
      model.stage.set(after)
      model.whyOpen.set(false)
      if (after.shown !== before.shown) followWithDraft(model)
    },
    stop: () => {},
  }

  const seen = new Map<CallId, string>()
  const onPhone = (snapshot: PhoneSnapshot) => {
    for (const call of snapshot.calls) {
      const before = seen.get(call.id)
      seen.set(call.id, call.state)
      // What ended before this window was loaded is not asked about again.
      if (before !== undefined && before !== call.state) askRedirection(model, call)
      if (call.state !== 'active' && model.transferring.get() === call.id) model.transferring.set(null)
      if (call.state !== 'active' && model.callTools.get() === call.id) model.callTools.set(null)
      const fresh = before === undefined && isLive(call)
      // Answered by the headset's own button: as with a ring, what is in use stays.
      const answered = before !== undefined && before !== call.state && call.state === 'active'
      if ((fresh || answered) && !isEchoCall(model, call.id)) {
        // The board has no place for a call and no field to disturb: a ring brings the calls back.
        model.view.set('console')
        model.move({ type: 'rang', callId: call.id, use: model.use() })
      }
    }
    for (const id of seen.keys()) if (!snapshot.calls.some((call) => call.id === id)) seen.delete(id)
  }
  const onPop = (pop: Pop) => {
    if (isEchoCall(model, pop.callId)) return
    model.move({ type: 'rang', callId: pop.callId, use: model.use() })
    const draft = drafts.ofCall(pop.callId)
    if (draft) prefillFromPop(drafts, draft.id, pop)
  }
  const stopFollowing = followBridge(links, live, {
    onPhone,
    onPop,
    onTicketsChanged: refreshSoon,
    onDraftCame: (came) => void draftCame(model, came),
    // Not when the phone says so: the core may not have heard of it yet, and its journal would say the old.
    onCallOver: () => void queries.invalidateQueries({ queryKey: ['journal'] }),
    onCore: () => {
      void queries.invalidateQueries()
      void restoreDrafts(model)
    },
  })
  const stopLedger = follow(
    links.coreLink,
    (signal) => links.core.ledger.watch(undefined, { signal }),
    (view) => {
      model.ledger.view.set(view)
      void queries.invalidateQueries({ queryKey: ['journal'] })
    },
  )
  let who: UserId | null = null
  const stopStatus = live.status.subscribe(() => {
    refreshSoon()
    // What was read while it was allowed must not be shown any more.
    if (live.status.get()?.lease?.ended === true) {
      queries.clear()
      live.pops.set({})
    }
    const user = live.status.get()?.user ?? null
    if ((user?.id ?? null) === who) return
    who = user?.id ?? null
    // Each begins with what they watch: a supervisor with the board, everybody else with the calls.
    model.view.set(user?.role === 'supervisor' ? 'board' : 'console')
  })
  const stopWatching = keepColleaguesWatched(model)
  model.stop = () => {
    stopWatching()
    stopFollowing()
    stopLedger()
    stopStatus()
    clearTimeout(refresh)
    queries.clear()
  }
  return model
}

/** The pane on the right follows the card: the draft of its call, or none; a touched draft is never thrown away. */
function followWithDraft({ stage, drafts, live }: ConsoleModel): void {
  const { shown } = stage.get()
  if (shown.kind !== 'call') {
    const { open } = drafts
    if (!open || !isBeingWritten(open)) drafts.putAside()
    return
  }
  const draft = drafts.openForCall(shown.callId)
  const pop = live.pops.get()[shown.callId]
  if (pop) prefillFromPop(drafts, draft.id, pop)
}

/**
 * A draft opened by hand is in use from the key on: the first letter is on its way, and a ring that comes or ends
 * between the two must not take the field from under it.
 */
const isBeingWritten = (draft: Parameters<typeof isTouched>[0]) => isTouched(draft) || draft.callId === null

/** After a start the newest unsaved draft lies where it lay. */
async function restoreDrafts(model: ConsoleModel): Promise<void> {
  const { drafts, stage, queries } = model
  const found = await drafts.restore().catch(() => [])
  for (const { id, fields } of found) {
    const { organisationId, contactId } = fields
    if (organisationId === null) continue
    void queries.fetchQuery(cardQuery(model, organisationId, contactId)).then(
      (card) => drafts.nameCustomer(id, customerName(card)),
      () => {},
    )
  }
  const newest = found[0]
  if (newest && !drafts.open && stage.get().shown.kind === 'nothing') drafts.show(newest.id)
}
