import type { Role, User } from '#domain/directory/staff.ts'
import type { EntityRef } from '#domain/entities.ts'
import { type ConsoleId, consoleId, type IntentKey, type TicketId } from '#domain/ids.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { intentRefs } from '#domain/intent/intent-refs.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import { Emitter } from '#shared/emitter.ts'
import { type Account, account as accountSchema } from './account.ts'
import { UploadList } from './attachments/upload-list.ts'
import { isDamage, type Sqlite } from './files/encrypted-db.ts'
import { DiskFull } from './outbox/disk-full.ts'
import { DraftShelf } from './outbox/draft-shelf.ts'
import { Kept } from './outbox/kept.ts'
import { LearntChoices } from './outbox/learnt-choices.ts'
import { type Change, type NewChange, Outbox } from './outbox/outbox.ts'
import type { Ports } from './ports.ts'
import { isNamed, Reference } from './reference.ts'
import type { StatusBoard } from './status.ts'
import type { Store } from './store/store.ts'
import { TextPayer } from './store/text-payer.ts'
import type { FillControl } from './sync/snapshots/fill-control.ts'
import { OverlaidRows } from './view/overlaid-rows.ts'
import { Overlay } from './view/overlay.ts'

/** Nobody is signed in: a change would have no author. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

/** The rule that the desk runs says no already here. */
export class RefusedHere extends Error {
  override readonly name = 'RefusedHere'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`refused: ${refusal.code}`)
    this.refusal = refusal
  }
}

/** The outbox broke while working; a restart puts it aside. */
export class OutboxUnreadable extends Error {
  override readonly name = 'OutboxUnreadable'
}

/** Under this name the precious file keeps the news that an older one was put aside, until it is dismissed. */
export const keptAsideName = 'outbox-kept-aside'

export interface TicketNews {
  ids: TicketId[]
  all: boolean
}

/** Everything the running workstation knows, and the one way a person's change enters it. */
export class Workstation {
  readonly ports: Ports
  readonly store: Store
  readonly outbox: Outbox
  readonly kept: Kept
  readonly drafts: DraftShelf
  readonly learnt: LearntChoices
  readonly uploads: UploadList
  /** Writes the full text of changed rows when there is time. */
  readonly texts: TextPayer
  readonly status: StatusBoard
  readonly overlay: Overlay
  /** The desk's rows with the changes on their way laid over them. */
  readonly rows: OverlaidRows
  readonly reference: Reference
  /** First fills by whole copies; null where there is no folder to make them in: feeds come page by page then. */
  fills: FillControl | null = null
  readonly ticketsChanged = new Emitter<TicketNews>()
  /** Call records, and what the ledger is made of. */
  readonly callsChanged = new Emitter<{ refs: { entity: string; id: string }[] }>()
  readonly referenceChanged = new Emitter<Record<never, never>>()
  #account: Account | null

  constructor(ports: Ports, store: Store, outboxDb: Sqlite, status: StatusBoard) {
    this.ports = ports
    this.store = store
    this.outbox = new Outbox(outboxDb)
    this.kept = new Kept(outboxDb, this.outbox)
    this.drafts = new DraftShelf(outboxDb, this.outbox)
    this.learnt = new LearntChoices(outboxDb, this.outbox)
    this.uploads = new UploadList(outboxDb, this.outbox)
    this.status = status
    this.texts = new TextPayer(store, ports, (searchPercent) => status.set({ searchPercent }))
    this.overlay = new Overlay((entity, id) => store.get(entity, id))
    this.rows = new OverlaidRows(store, this.overlay)
    this.reference = new Reference(this.rows)
    this.#account = this.kept.get('account', accountSchema)
    status.set({ user: this.#account?.user ?? null, spaceName: this.#account?.spaceName ?? null })
    this.replay()
    this.countChanges()
  }

  get account(): Account | null {
    return this.#account
  }

  setAccount(account: Account | null): void {
    if (account === null) this.kept.remove('account')
    else this.kept.set('account', account)
    this.#account = account
    this.status.set({ user: account?.user ?? null, spaceName: account?.spaceName ?? null })
  }

  /** This installation's name at the desk; made once, and anew for another space. */
  get consoleId(): ConsoleId {
    const known = this.kept.get('console-id', consoleId)
    if (known !== null) return known
    const made = this.ports.newId() as ConsoleId
    this.kept.set('console-id', made)
    return made
  }

  get me(): User {
    if (this.#account === null) throw new SignedOut('nobody is signed in')
    return this.#account.user
  }

  newKey(): IntentKey {
    return this.ports.newId() as IntentKey
  }

  /**
   * Makes a change: tried against what is shown, one durable commit (with what `also` writes), shown at once. Throws
   * `SignedOut`, `RefusedHere`, `DiskFull`, `OutboxUnreadable`: nothing was kept then.
   */
  write(intent: Intent, about: string, also: () => void = () => {}): Change {
    const change: NewChange = {
      key: this.newKey(),
      intent,
      madeAt: this.ports.clock.now(),
      userId: this.me.id,
      about,
    }
    const tried = this.overlay.try(change, this.me.role)
    if (!tried.ok) throw new RefusedHere(tried.refusal)
    const [kept] = this.keep([change], also)
    return kept!
  }

  /** The durable commit alone, for changes that are facts and may not be refused (calls). */
  keep(changes: readonly NewChange[], also: () => void = () => {}): Change[] {
    const added = this.durably(() => this.outbox.append(changes, also))
    const refs: EntityRef[] = []
    for (const change of added) {
      this.overlay.add(change, this.roleOf(change))
      refs.push(...intentRefs(change.intent))
    }
    this.countChanges()
    this.tell(refs)
    return added
  }

  /** Runs a write of the precious file and says on the status bar what became of it. */
  durably<Answer>(run: () => Answer): Answer {
    try {
      const answer = run()
      this.status.setFiles({ diskFull: false })
      return answer
    } catch (error) {
      if (error instanceof DiskFull) this.status.setFiles({ diskFull: true })
      if (isDamage(error)) throw new OutboxUnreadable('the outbox is damaged', { cause: error })
      throw error
    }
  }

  /** The optimistic view anew, after the rows below or the changes on their way moved. */
  replay(): void {
    this.overlay.replay(
      () => this.outbox.unsettled(),
      (change) => this.roleOf(change),
    )
  }

  /** Says which rows are different now. */
  tell(refs: Iterable<{ entity: string; id: string }>): void {
    const ids = new Set<TicketId>()
    const calls: { entity: string; id: string }[] = []
    let reference = false
    for (const { entity, id } of refs) {
      if (entity === 'ticket') ids.add(id as TicketId)
      else if (smallTables.has(entity)) reference = true
      else if (ledgerTables.has(entity)) calls.push({ entity, id })
      else if (isNamed(entity)) this.reference.forgetName(entity, id)
    }
    if (reference) {
      this.reference.forget()
      this.referenceChanged.emit({})
    }
    if (calls.length > 0) this.callsChanged.emit({ refs: calls })
    // Beyond this a list that asks again at once is cheaper than one that compares ids.
    const all = ids.size > 200
    if (ids.size > 0) this.ticketsChanged.emit({ ids: all ? [] : [...ids], all })
  }

  countChanges(): void {
    const { pending, refused } = this.outbox.counts()
    this.status.set({ pending, notAccepted: refused })
  }

  roleOf({ userId }: Pick<Change, 'userId'>): Role {
    if (this.#account?.user.id === userId) return this.#account.user.role
    return this.store.get('user', userId)?.role ?? 'dispatcher'
  }

  /** When the rows were last known to agree with the desk: now, while the link lives. */
  get asOf(): number | null {
    return this.status.now.desk.state === 'live' ? this.ports.clock.now() : this.status.now.asOf
  }
}

/** Tables whose rows are kept decoded and sent whole to the window. */
const smallTables = new Set(['user', 'team', 'queue', 'category', 'routingRule', 'slaPolicy', 'workCalendar'])

/** Tables the ledger of missed calls follows from. */
const ledgerTables = new Set(['callRecord', 'ledgerClaim', 'ledgerClosure', 'deafTime'])
