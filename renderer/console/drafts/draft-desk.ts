import { v7 as uuid } from 'uuid'
import type { Draft } from '#bridge/drafts.ts'
import type { TicketDraftFields } from '#bridge/tickets.ts'
import type { CallId, DraftId } from '#domain/ids.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import type { CoreClient } from '../connection/clients.ts'
import {
  type DraftField,
  type DraftState,
  edit,
  isTouched,
  newDraft,
  type Origin,
  prefill,
} from './draft-state.ts'

/** Typing is on disk after at most this long, ms: a crash loses less than a word. */
export const keepWithinMs = 250
/** A draft the disk refused is tried again after this long, ms. */
const tryAgainMs = 5_000

export type DraftsState = {
  readonly byId: { readonly [id: string]: DraftState }
  /** The draft in the pane on the right. */
  readonly openId: DraftId | null
}

/** All tickets being written in this window, kept on disk as they are typed. Outside React: a reload finds them again. */
export class DraftDesk {
  readonly store: Store<DraftsState> = createStore<DraftsState>({ byId: {}, openId: null })
  readonly #core: CoreClient
  readonly #timers = new Map<DraftId, ReturnType<typeof setTimeout>>()
  /** Writes of one draft go one after another, so that an older text never lands over a newer one. */
  readonly #writing = new Map<DraftId, Promise<void>>()

  constructor(core: CoreClient) {
    this.#core = core
  }

  get open(): DraftState | null {
    const { byId, openId } = this.store.get()
    return openId ? (byId[openId] ?? null) : null
  }

  ofCall(callId: CallId): DraftState | null {
    return Object.values(this.store.get().byId).find((draft) => draft.callId === callId) ?? null
  }

  /** Puts the draft of a call into the pane, a new one if there is none. Untouched drafts of others are let go. */
  openForCall(callId: CallId): DraftState {
    const draft = this.ofCall(callId) ?? newDraft(uuid() as DraftId, callId)
    this.#show(draft)
    return draft
  }

  openWithoutCall(): DraftState {
    const draft = newDraft(uuid() as DraftId, null)
    this.#show(draft)
    return draft
  }

  show(id: DraftId): void {
    const draft = this.store.get().byId[id]
    if (draft) this.#show(draft)
  }

  /** Empties the pane; a touched draft stays on the desk. */
  putAside(): void {
    this.store.set((now) => ({ byId: this.#touchedOnly(now.byId), openId: null }))
  }

  edit(id: DraftId, change: Partial<TicketDraftFields>, customerName?: string | null): void {
    this.#change(id, (draft) => {
      const next = edit(draft, change)
      return {
        ...next,
        kept: 'keeping',
        customerName: customerName === undefined ? next.customerName : customerName,
      }
    })
    this.#keepSoon(id, keepWithinMs)
  }

  prefill(
    id: DraftId,
    known: Partial<TicketDraftFields>,
    origin: Origin,
    customerName?: string | null,
  ): void {
    this.#change(id, (draft) => {
      const next = prefill(draft, known, origin)
      const ownsCustomer = draft.touched.has('organisationId')
      if (customerName === undefined || ownsCustomer || next.customerName === customerName) return next
      return { ...next, customerName }
    })
  }

  /** The disk keeps who the customer is, not what they are called. */
  nameCustomer(id: DraftId, customerName: string): void {
    this.#change(id, (draft) => ({ ...draft, customerName }))
  }

  /** Writes what waits, at once: the page is about to go. */
  async flush(): Promise<void> {
    const ids = [...this.#timers.keys()]
    await Promise.all(ids.map((id) => this.#keep(id)))
  }

  /** The drafts on disk; those already here are newer. */
  async restore(): Promise<Draft[]> {
    const { drafts } = await this.#core.drafts.list()
    const found = drafts.filter((draft) => !this.store.get().byId[draft.id])
    if (found.length > 0) {
      const restored = Object.fromEntries(found.map((draft) => [draft.id, fromDisk(draft)]))
      this.store.set((now) => ({ ...now, byId: { ...restored, ...now.byId } }))
    }
    return found.sort((a, b) => b.savedAt - a.savedAt)
  }

  /** Takes a draft away: saved as a ticket, or thrown away by a person. Answers what was taken, for undo. */
  async remove(id: DraftId): Promise<DraftState | null> {
    const draft = this.forget(id)
    await this.#writing.get(id)
    if (draft && draft.kept !== 'blank') await this.#core.drafts.remove({ id })
    return draft
  }

  /** Takes a draft off the desk that the core has already taken from the disk. */
  forget(id: DraftId): DraftState | null {
    const draft = this.store.get().byId[id] ?? null
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.store.set((now) => {
      const { [id]: _gone, ...rest } = now.byId
      return { byId: rest, openId: now.openId === id ? null : now.openId }
    })
    return draft
  }

  putBack(draft: DraftState): void {
    this.#show({ ...draft, kept: 'keeping' })
    this.#keepSoon(draft.id, 0)
  }

  #show(draft: DraftState): void {
    this.store.set((now) => ({
      byId: { ...this.#touchedOnly(now.byId), [draft.id]: draft },
      openId: draft.id,
    }))
  }

  #touchedOnly(byId: DraftsState['byId']): DraftsState['byId'] {
    return Object.fromEntries(Object.entries(byId).filter(([, draft]) => isTouched(draft)))
  }

  #change(id: DraftId, how: (draft: DraftState) => DraftState): void {
    this.store.set((now) => {
      const draft = now.byId[id]
      if (!draft) return now
      const next = how(draft)
      return next === draft ? now : { ...now, byId: { ...now.byId, [id]: next } }
    })
  }

  #keepSoon(id: DraftId, inMs: number): void {
    // Not pushed back by the next key: a fast typist would otherwise never be saved.
    if (this.#timers.has(id)) return
    this.#timers.set(
      id,
      setTimeout(() => void this.#keep(id), inMs),
    )
  }

  async #keep(id: DraftId): Promise<void> {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    const before = this.#writing.get(id) ?? Promise.resolve()
    const own = before.then(() => this.#write(id))
    this.#writing.set(id, own)
    await own
    if (this.#writing.get(id) === own) this.#writing.delete(id)
  }

  async #write(id: DraftId): Promise<void> {
    const draft = this.store.get().byId[id]
    if (!draft) return
    const { fields, callId } = draft
    const ok = await this.#core.drafts.put({ id, callId, fields }).then(
      () => true,
      () => false,
    )
    this.#change(id, (now) => ({
      ...now,
      kept: ok ? (now.fields === fields ? 'kept' : 'keeping') : 'notKept',
    }))
    if (!ok) this.#keepSoon(id, tryAgainMs)
  }
}

/** What came back from the disk was written by a person: none of it is overwritten by a prefill. */
function fromDisk(draft: Draft): DraftState {
  const fresh = newDraft(draft.id, draft.callId)
  const set = (Object.keys(draft.fields) as DraftField[]).filter(
    (field) => draft.fields[field] !== fresh.fields[field],
  )
  return { ...fresh, fields: draft.fields, touched: new Set([...set, 'subject']), kept: 'kept' }
}
