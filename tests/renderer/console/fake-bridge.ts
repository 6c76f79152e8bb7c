import { type Implementer, implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { BoardView } from '#bridge/board.ts'
import { bridge } from '#bridge/contract.ts'
import type { Draft } from '#bridge/drafts.ts'
import type { GiveOutcome } from '#bridge/handover.ts'
import type { LedgerView } from '#bridge/ledger.ts'
import type { OutboxRow } from '#bridge/outbox.ts'
import type { OwnNews } from '#bridge/own.ts'
import { type PhoneContract, type PhoneSnapshot, phone } from '#bridge/phone.ts'
import type { Pop } from '#bridge/pop.ts'
import type { CoreStatus } from '#bridge/session.ts'
import type { SettingsView } from '#bridge/settings.ts'
import { type TicketDraftFields, type TicketRow, ticketDraftFields } from '#bridge/tickets.ts'
import { defaultDeskPolicy } from '#domain/call/desk-policy.ts'
import { defaultDialPolicy } from '#domain/call/dial-policy.ts'
import { noPbxFeatures } from '#domain/call/pbx-features.ts'
import type { RecordingConsent } from '#domain/call/recording.ts'
import { russianDialPlan } from '#domain/directory/dial-plan.ts'
import type { CallId, DraftId, TicketId } from '#domain/ids.ts'
import { firstSound } from '#domain/sound/sound-settings.ts'
import { boardOf, outboxOf } from './fake-board.ts'
import {
  attachedPhoto,
  cardOf,
  categories,
  equipment,
  ivan,
  journalOf,
  queues,
  romashka,
  sites,
  ticketAt,
  users,
} from './fake-company.ts'
import { fakeFeatures } from './fake-features.ts'
import { detailsOf, ledgerOf } from './fake-ledger.ts'
import { FakeSound } from './fake-sound.ts'
import { Piece } from './piece.ts'

type HandedDraft = { callId: CallId; draftId: DraftId; fromName: string }
type ConsentsNoted = { consents: { callId: CallId; consent: RecordingConsent }[] }

export type Asked = { readonly verb: string; readonly input: unknown }

/** The core and the phone as the console sees them, with everything the console asked written down. */
export class FakeBridge {
  readonly asked: Asked[] = []
  readonly now: () => number
  readonly status: Piece<CoreStatus>
  readonly phone: Piece<PhoneSnapshot>
  readonly sound = new FakeSound((verb, input) => this.#note(verb, input))
  readonly pops = new Piece<Pop | null>(null)
  readonly own: Piece<OwnNews>
  readonly board: Piece<BoardView>
  readonly ledger: Piece<LedgerView>
  /** Somebody else was first. */
  callBackTaken = false
  readonly consents: Piece<ConsentsNoted>
  giveOutcome: GiveOutcome = 'given'
  /** The last draft a colleague gave; null: none. */
  readonly handedDraft = new Piece<HandedDraft | null>(null)
  readonly changed = new Piece<{ ids: TicketId[]; all: boolean } | null>(null)
  readonly drafts = new Map<string, Draft>()
  readonly chosen: { pop: Pop | null } = { pop: null }
  settings: SettingsView
  tickets: TicketRow[]
  outbox: { pending: OutboxRow[]; notAccepted: OutboxRow[] } = { pending: [], notAccepted: [] }
  /** Told after each change of the drafts on the made-up disk. */
  onDrafts: () => void = () => {}
  /** What `tickets.create` refuses with, when a test wants it to. */
  createFails: 'DISK_FULL' | null = null
  signInFails: 'WRONG_PASSWORD' | 'DESK_UNREACHABLE' | null = null

  constructor(now: () => number = Date.now, change: Partial<SettingsView> = {}) {
    this.now = now
    const at = now()
    this.status = new Piece<CoreStatus>({
      user: users[0]!,
      spaceName: 'Сервис-Центр',
      desk: { state: 'live', since: at - 3_600_000 },
      filling: null,
      searchPercent: null,
      asOf: at - 2000,
      pending: 0,
      notAccepted: 0,
      files: { cacheRebuilt: false, outboxKeptAside: null, diskFull: false },
      clockSkewMs: 0,
      secrets: 'os',
      lease: { until: at + 72 * 3_600_000, ended: false },
      wipedAt: null,
    })
    this.phone = new Piece<PhoneSnapshot>({
      line: { state: 'ready', since: at, extension: '101', lastRegisterAt: at },
      calls: [],
      microphone: 'ok',
      ringing: false,
      transfers: [],
      quality: [],
      own: { state: 'available', since: at - 724_000, wanted: { is: 'available' } },
      doNotDisturb: false,
      autoAnswered: [],
      quiet: [],
      colleagues: [],
      voicemail: null,
      conference: null,
      parked: [],
      lost: [],
    })
    this.own = new Piece<OwnNews>({
      report: null,
      told: true,
      pause: { state: 'notPaused', reason: null },
      away: [],
    })
    this.board = new Piece<BoardView>(boardOf(at))
    this.ledger = new Piece<LedgerView>(ledgerOf(at))
    this.consents = new Piece<ConsentsNoted>({ consents: [] })
    this.tickets = Array.from({ length: 42 }, (_, n) => ticketAt(n, at))
    this.settings = {
      language: 'ru',
      theme: 'light',
      density: 'compact',
      deskAddress: 'https://desk.service.example',
      phone: {
        servers: ['wss://pbx.service.example:8089/ws'],
        domain: 'pbx.service.example',
        user: '101',
        authUser: null,
        displayName: 'Марина Орлова',
        iceServers: [],
      },
      dialPlan: russianDialPlan,
      pbxFeatures: noPbxFeatures,
      dialPolicy: defaultDialPolicy,
      deskPolicy: defaultDeskPolicy,
      sound: firstSound,
      selfTest: null,
      ...change,
    }
  }

  fillOutbox(): void {
    this.outbox = outboxOf(this.now())
    this.status.change((now) => ({
      ...now,
      pending: this.outbox.pending.length,
      notAccepted: this.outbox.notAccepted.length,
    }))
  }

  /** Attaches both routers to the far ends of two ports. */
  serve(core: MessagePort, phonePort: MessagePort): void {
    new RPCHandler(this.#coreRouter()).upgrade(core)
    new RPCHandler(this.#phoneRouter()).upgrade(phonePort)
    core.start()
    phonePort.start()
  }

  asks(verb: string): unknown[] {
    return this.asked.filter((each) => each.verb === verb).map((each) => each.input)
  }

  #note(verb: string, input: unknown): void {
    this.asked.push({ verb, input })
  }

  #create(fields: TicketDraftFields, callId: string | null): TicketRow {
    const model = ticketAt(9, this.now())
    const row: TicketRow = {
      ...model,
      pending: true,
      organisationName: romashka.name,
      ticket: {
        ...model.ticket,
        ...fields,
        id: `ticket-new-${this.tickets.length}` as TicketId,
        number: null,
        provisionalNumber: 'N7-0043',
        callId: callId as never,
        status: 'new',
      },
    }
    this.tickets = [row, ...this.tickets]
    this.changed.set({ ids: [row.ticket.id], all: false })
    return row
  }

  #coreRouter() {
    const os = implement(bridge)
    const handed = this.handedDraft
    const quiet = async function* () {}
    const row = (id: string) => this.tickets.find((each) => each.ticket.id === id) ?? this.tickets[0]!
    const self = this
    return os.router({
      session: {
        watch: os.session.watch.handler(({ signal }) => this.status.follow(signal)),
        signIn: os.session.signIn.handler(({ input, errors }) => {
          this.#note('session.signIn', input)
          if (this.signInFails === 'WRONG_PASSWORD') throw errors.WRONG_PASSWORD()
          if (this.signInFails === 'DESK_UNREACHABLE')
            throw errors.DESK_UNREACHABLE({ data: { fault: 'dns' } })
          this.status.change((now) => ({ ...now, user: users[0]! }))
          return {}
        }),
        signOut: os.session.signOut.handler(() => {
          this.status.change((now) => ({ ...now, user: null }))
          return {}
        }),
        retryDesk: os.session.retryDesk.handler(() => ({})),
        cancelCopy: os.session.cancelCopy.handler(() => {
          this.#note('session.cancelCopy', {})
          return {}
        }),
        retryCopy: os.session.retryCopy.handler(() => {
          this.#note('session.retryCopy', {})
          return {}
        }),
        dismissFileNews: os.session.dismissFileNews.handler(() => ({})),
      },
      calls: {
        report: os.calls.report.handler(() => ({})),
        watch: os.calls.watch.handler(async function* ({ signal }) {
          yield { type: 'calls' as const, calls: [] }
          for await (const pop of self.pops.follow(signal)) if (pop) yield { type: 'pop' as const, pop }
        }),
        pop: os.calls.pop.handler(() => this.pops.get()!),
        choose: os.calls.choose.handler(({ input }) => {
          this.#note('calls.choose', input)
          return this.chosen.pop ?? this.pops.get()!
        }),
        card: os.calls.card.handler(() => cardOf(this.now())),
        journal: os.calls.journal.handler(({ input }) => {
          this.#note('calls.journal', input)
          const rows = journalOf(this.now()).filter((each) => input.only === 'all' || each.missed)
          return { rows }
        }),
        details: os.calls.details.handler(({ input }) => {
          const rows = journalOf(this.now())
          const row = rows.find(({ record }) => record.id === input.callId) ?? rows[0]!
          return detailsOf(row, this.now())
        }),
      },
      ledger: {
        watch: os.ledger.watch.handler(({ signal }) => this.ledger.follow(signal)),
        callBack: os.ledger.callBack.handler(({ input, errors }) => {
          this.#note('ledger.callBack', input)
          const row = this.ledger.get().rows.find((each) => each.callerKey === input.callerKey)
          if (this.callBackTaken) {
            throw errors.TAKEN({ data: { userId: users[1]!.id, name: users[1]!.name, at: this.now() } })
          }
          return { number: row?.number ?? '', confirmed: true }
        }),
        claim: os.ledger.claim.handler(({ input }) => {
          this.#note('ledger.claim', input)
          return { confirmed: true }
        }),
        release: os.ledger.release.handler(({ input }) => {
          this.#note('ledger.release', input)
          return { confirmed: true }
        }),
        close: os.ledger.close.handler(({ input }) => {
          this.#note('ledger.close', input)
          return { confirmed: true }
        }),
      },
      tickets: {
        list: os.tickets.list.handler(({ input }) => {
          this.#note('tickets.list', input)
          const words = input.text.split(' ').filter(Boolean)
          const rows = this.tickets.filter(({ ticket, organisationName }) => {
            const text = `${ticket.number} ${ticket.subject} ${organisationName}`.toLowerCase()
            if (input.view.kind === 'queue' && ticket.queueId !== input.view.queueId) return false
            if (input.view.kind === 'mine' && ticket.assigneeId !== users[1]!.id) return false
            if (input.view.kind === 'organisation' && ticket.organisationId !== input.view.organisationId)
              return false
            return words.every((word) => text.includes(word))
          })
          if (input.sort === 'due') rows.sort((a, b) => (a.ticket.slaDue ?? 0) - (b.ticket.slaDue ?? 0))
          return { rows: rows.slice(input.offset, input.offset + input.limit), total: rows.length }
        }),
        get: os.tickets.get.handler(({ input }) => ({
          row: row(input.ticketId),
          timeline: timelineOf(this.now(), input.ticketId),
        })),
        create: os.tickets.create.handler(({ input, errors }) => {
          this.#note('tickets.create', input)
          if (this.createFails === 'DISK_FULL') throw errors.DISK_FULL()
          if (input.draftId) this.drafts.delete(input.draftId)
          this.onDrafts()
          return { row: this.#create(input.fields, input.callId) }
        }),
        route: os.tickets.route.handler(({ input }) => {
          this.#note('tickets.route', input)
          return { row: row(input.ticketId) }
        }),
        setStatus: os.tickets.setStatus.handler(({ input }) => ({ row: row(input.ticketId) })),
        setPriority: os.tickets.setPriority.handler(({ input }) => ({ row: row(input.ticketId) })),
        comment: os.tickets.comment.handler(({ input }) => ({ row: row(input.ticketId) })),
        linkCall: os.tickets.linkCall.handler(({ input }) => {
          this.#note('tickets.linkCall', input)
          return { row: row(input.ticketId) }
        }),
        advise: os.tickets.advise.handler(({ input }) => {
          this.#note('tickets.advise', input)
          const { organisationId, categoryId } = input.fields
          const net = categoryId === categories[3]!.id
          return {
            verdict: {
              ...cardOf(this.now()).verdict,
              ...(organisationId ? {} : { verdict: 'unknown', reason: 'organisationUnknown' }),
            } as never,
            authority: 'may' as const,
            place: organisationId
              ? { queueId: queues[net ? 1 : 0]!.id, assigneeId: net ? null : users[1]!.id }
              : null,
            rule: organisationId ? (net ? 'Сеть клиента' : 'Кассы по договору') : null,
            responseDue: this.now() + 3_600_000,
            slaDue: organisationId ? this.now() + 8 * 3_600_000 : null,
          }
        }),
        changed: os.tickets.changed.handler(async function* ({ signal }) {
          for await (const news of self.changed.follow(signal)) if (news) yield news
        }),
      },
      drafts: {
        list: os.drafts.list.handler(() => ({ drafts: [...this.drafts.values()] })),
        put: os.drafts.put.handler(({ input }) => {
          this.#note('drafts.put', input)
          this.drafts.set(input.id, { ...input, savedAt: this.now() })
          this.onDrafts()
          return { savedAt: this.now() }
        }),
        remove: os.drafts.remove.handler(({ input }) => {
          this.drafts.delete(input.id)
          this.onDrafts()
          return {}
        }),
      },
      directory: {
        reference: os.directory.reference.handler(() => ({ queues, categories, users, teams: [] })),
        referenceChanged: os.directory.referenceChanged.handler(quiet),
        find: os.directory.find.handler(() => ({
          hits: [
            { kind: 'organisation' as const, organisation: romashka, contactCount: 7 },
            { kind: 'contact' as const, contact: ivan, organisationName: romashka.name },
            { kind: 'ticket' as const, row: this.tickets[0]! },
          ],
        })),
        organisation: os.directory.organisation.handler(() => ({
          organisation: romashka,
          contacts: [ivan],
          contracts: [],
          sites,
        })),
        sites: os.directory.sites.handler(() => ({ sites })),
        equipment: os.directory.equipment.handler(({ input }) => ({
          equipment: equipment.filter((each) => input.siteId === null || each.siteId === input.siteId),
        })),
        createContact: os.directory.createContact.handler(({ input }) => {
          this.#note('directory.createContact', input)
          return { contact: { ...ivan, name: input.name, position: input.position } }
        }),
        attachNumber: os.directory.attachNumber.handler(({ input }) => {
          this.#note('directory.attachNumber', input)
          return { contact: ivan }
        }),
      },
      attachments: {
        begin: os.attachments.begin.handler(({ input }) => {
          this.#note('attachments.begin', input)
          return { uploadId: 'upload-1' }
        }),
        put: os.attachments.put.handler(({ input }) => {
          this.#note('attachments.put', input)
          return { have: 0 }
        }),
        finish: os.attachments.finish.handler(({ input }) => {
          this.#note('attachments.finish', input)
          return { attachment: attachedPhoto }
        }),
        cancel: os.attachments.cancel.handler(() => ({})),
        read: os.attachments.read.handler(({ input }) => {
          this.#note('attachments.read', input)
          return { size: 3, data: 'YWJj' }
        }),
        waiting: os.attachments.waiting.handler(async function* () {
          yield { hashes: [attachedPhoto.sha256] }
        }),
      },
      outbox: {
        list: os.outbox.list.handler(() => this.outbox),
        redo: os.outbox.redo.handler(({ input }) => {
          this.#note('outbox.redo', input)
          return {}
        }),
        discard: os.outbox.discard.handler(() => ({})),
        toDraft: os.outbox.toDraft.handler(({ input, errors }) => {
          this.#note('outbox.toDraft', input)
          const row = this.outbox.notAccepted.find(({ n }) => n === input.n)
          if (row?.intent.kind !== 'ticket.create') throw errors.NO_SUCH_CHANGE()
          const { ticket } = row.intent
          const made: Draft = {
            id: `draft-of-${input.n}` as never,
            callId: null,
            fields: ticketDraftFields.parse(ticket),
            savedAt: this.now(),
          }
          this.drafts.set(made.id, made)
          this.outbox = {
            ...this.outbox,
            notAccepted: this.outbox.notAccepted.filter(({ n }) => n !== input.n),
          }
          return made
        }),
        reword: os.outbox.reword.handler(({ input }) => {
          this.#note('outbox.reword', input)
          return {}
        }),
        export: os.outbox.export.handler(() => ({ text: '{"format":"pult-outbox"}' })),
      },
      board: {
        watch: os.board.watch.handler(({ signal }) => this.board.follow(signal)),
        reportLine: os.board.reportLine.handler(() => ({})),
      },
      handover: {
        give: os.handover.give.handler(({ input }) => {
          this.#note('handover.give', input)
          return { outcome: this.giveOutcome }
        }),
        watch: os.handover.watch.handler(async function* ({ signal }) {
          for await (const came of handed.follow(signal)) if (came) yield came
        }),
      },
      takeBack: { left: os.takeBack.left.handler(() => ({ left: [] })) },
      recording: {
        consent: os.recording.consent.handler(({ input }) => {
          this.#note('recording.consent', input)
          this.consents.set({ consents: [input] })
          return {}
        }),
        watch: os.recording.watch.handler(({ signal }) => this.consents.follow(signal)),
      },
      own: {
        report: os.own.report.handler(() => ({})),
        kept: os.own.kept.handler(() => ({ report: null })),
        watch: os.own.watch.handler(({ signal }) => this.own.follow(signal)),
        wrapUp: os.own.wrapUp.handler(({ input }) => {
          this.#note('own.wrapUp', input)
          return {}
        }),
      },
      settings: {
        get: os.settings.get.handler(() => this.settings),
        set: os.settings.set.handler(({ input }) => {
          this.#note('settings.set', input)
          this.settings = { ...this.settings, ...input }
          return this.settings
        }),
        checkServer: os.settings.checkServer.handler(() => ({ certificate: 'unknown' as const })),
        setPhone: os.settings.setPhone.handler(({ input }) => {
          this.#note('settings.setPhone', input)
          this.settings = { ...this.settings, phone: input.account }
          return this.settings
        }),
        phoneAccount: os.settings.phoneAccount.handler(() => null),
      },
    })
  }

  /** The own state moves as the phone's would, so that a scene can be played on. */
  #ownVerbs(os: Implementer<PhoneContract, Record<never, never>, Record<never, never>>) {
    const become = (verb: string, own: (before: PhoneSnapshot['own']) => PhoneSnapshot['own']) => {
      this.#note(`phone.${verb}`, undefined)
      this.phone.change((now) => ({ ...now, own: own(now.own) }))
      return {}
    }
    const since = this.now
    return {
      watchColleagues: os.watchColleagues.handler(({ input }) => {
        this.#note('phone.watchColleagues', input)
        return {}
      }),
      goAvailable: os.goAvailable.handler(() =>
        become('goAvailable', () => ({ state: 'available', since: since(), wanted: { is: 'available' } })),
      ),
      goAway: os.goAway.handler(({ input }) => {
        this.#note('phone.goAway', input)
        const wanted = { is: 'away' as const, reason: input.reason }
        return become('away', (own) =>
          own.state === 'busy' ? { ...own, wanted } : { state: 'away', since: since(), wanted },
        )
      }),
      setDoNotDisturb: os.setDoNotDisturb.handler(({ input }) => {
        this.#note('phone.setDoNotDisturb', input)
        this.phone.change((now) => ({ ...now, doNotDisturb: input.on }))
        return {}
      }),
      wrapUpDone: os.wrapUpDone.handler(() =>
        become(
          'wrapUpDone',
          (own) => ({ state: own.wanted.is, since: since(), wanted: own.wanted }) as never,
        ),
      ),
      wrapUpMore: os.wrapUpMore.handler(() =>
        become('wrapUpMore', (own) => (own.state === 'wrapUp' ? { ...own, until: own.until + 30_000 } : own)),
      ),
    }
  }

  #phoneRouter() {
    const os = implement(phone)
    const asked = (verb: string) => (input: unknown) => {
      this.#note(`phone.${verb}`, input)
      return {}
    }
    return os.router({
      ...this.sound.handlers(),
      ...fakeFeatures(os, (verb, input) => this.#note(verb, input)),
      watch: os.watch.handler(({ signal }) => this.phone.follow(signal)),
      answer: os.answer.handler(({ input }) => {
        this.#note('phone.answer', input)
        this.phone.change((now) => ({
          ...now,
          ringing: false,
          calls: now.calls.map((call) =>
            call.id === input.callId && call.state === 'ringing'
              ? {
                  ...call,
                  state: 'active',
                  answeredAt: this.now(),
                  holdLocal: 'off',
                  holdRemote: false,
                  muted: false,
                  media: 'ok',
                  attached: true,
                  recording: 'unknown',
                  dialog: null,
                }
              : call,
          ),
        }))
        return {}
      }),
      reject: os.reject.handler(({ input }) => asked('reject')(input)),
      hangUp: os.hangUp.handler(({ input }) => asked('hangUp')(input)),
      hold: os.hold.handler(({ input }) => asked('hold')(input)),
      resume: os.resume.handler(({ input }) => asked('resume')(input)),
      setMuted: os.setMuted.handler(({ input }) => asked('setMuted')(input)),
      dtmf: os.dtmf.handler(({ input }) => asked('dtmf')(input)),
      call: os.call.handler(({ input }) => {
        this.#note('phone.call', input)
        throw new ORPCError('LINE_NOT_READY', { defined: true })
      }),
      transfer: os.transfer.handler(({ input }) => asked('transfer')(input)),
      consult: os.consult.handler(({ input }) => {
        this.#note('phone.consult', input)
        return { callId: 'call-consult' as CallId }
      }),
      transferTo: os.transferTo.handler(({ input }) => asked('transferTo')(input)),
      reconnect: os.reconnect.handler(() => ({})),
      silence: os.silence.handler(({ input }) => asked('silence')(input)),
      stats: os.stats.handler(() => ({
        packetsIn: 0,
        packetsOut: 0,
        packetsLost: 0,
        jitterS: null,
        roundTripS: null,
        codec: null,
      })),
      ...this.#ownVerbs(os),
      reloadSettings: os.reloadSettings.handler(() => asked('reloadSettings')({})),
    })
  }
}

function timelineOf(now: number, ticketId: TicketId) {
  const entry = (id: string, ago: number, by: number, what: unknown) => ({
    id,
    v: 1,
    ticketId,
    at: now - ago * 60_000,
    by: users[by]!.id,
    what,
  })
  return [
    entry('e1', 300, 0, { kind: 'created' }),
    entry('e2', 299, 0, { kind: 'call', callId: 'old-1' }),
    entry('e3', 280, 4, { kind: 'changed', field: 'queue', from: null, to: queues[0]!.id }),
    entry('e4', 120, 1, {
      kind: 'comment',
      text: 'Проверил по телефону: драйвер ККТ обновился сам. Выезд не нужен, пришлю инструкцию.',
      internal: false,
      channel: 'phone',
    }),
    entry('e6', 30, 2, { kind: 'attachment', attachment: attachedPhoto }),
    entry('e5', 60, 2, {
      kind: 'comment',
      text: 'Обещали перезвонить до 16:00.',
      internal: true,
      channel: 'phone',
    }),
  ] as never
}
