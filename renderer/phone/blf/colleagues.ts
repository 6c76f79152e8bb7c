import type { URI, UserAgent } from 'sip.js'
import type { Colleague } from '#bridge/phone-colleagues.ts'
import { type DialogInfo, nextWatchedPhone, presenceOf, type WatchedPhone } from '#domain/call/dialog-info.ts'
import { readMessageSummary } from '#domain/call/message-summary.ts'
import { cleanName } from '../call/clean-name.ts'
import { EventWatch, type EventWatchPorts } from './event-watch.ts'
import { readDialogInfo } from './read-dialog-info.ts'
import { Slices, type SlicesPorts } from './slices.ts'

export type ColleaguesPorts = EventWatchPorts &
  SlicesPorts & {
    now: () => number
    /** Null while there is no line. */
    agent: () => UserAgent | null
    addressOf: (extension: string) => URI | undefined
    /** Our own extension, whose mailbox is ours. */
    extension: () => string
    changed: () => void
  }

/** A PBX with hundreds of consoles is not asked for everything at once: so many subscriptions, then a breath, ms. */
const atOnce = 10
const breathMs = 100

type Phone = { watch: EventWatch | null; known: WatchedPhone | null; shown: Colleague }

/** The colleagues' phones and our own mailbox, watched at the PBX; a new socket begins all of them anew. */
export class Colleagues {
  readonly #ports: ColleaguesPorts
  readonly #phones = new Map<string, Phone>()
  readonly #news: Slices<() => void>
  #hasMailbox = false
  #mailbox: EventWatch | null = null
  #voicemail: { fresh: number; old: number } | null = null
  #stopBreath: () => void = () => {}

  constructor(ports: ColleaguesPorts) {
    this.#ports = ports
    this.#news = new Slices(ports, (apply) => apply(), ports.changed)
  }

  get all(): Colleague[] {
    return [...this.#phones.values()].map(({ shown }) => shown)
  }

  get voicemail(): { fresh: number; old: number } | null {
    return this.#voicemail
  }

  /** Watches these and no others. */
  watch(extensions: readonly string[]): void {
    for (const [extension, { watch }] of this.#phones) {
      if (extensions.includes(extension)) continue
      watch?.stop()
      this.#phones.delete(extension)
    }
    for (const extension of extensions) {
      if (this.#phones.has(extension)) continue
      const shown: Colleague = { extension, presence: 'unknown', since: this.#ports.now(), remote: null }
      this.#phones.set(extension, { watch: null, known: null, shown })
    }
    this.#begin()
    this.#ports.changed()
  }

  /** Whether the company has voice mail: a PBX without it is not asked. */
  listenToMailbox(on: boolean): void {
    if (on === this.#hasMailbox) return
    this.#hasMailbox = on
    if (on) this.#beginMailbox()
    else this.#endMailbox()
    this.#ports.changed()
  }

  /** Registered on a new socket: subscriptions of the old one tell nothing any more. */
  attach(): void {
    this.detach()
    this.#begin()
    this.#beginMailbox()
  }

  #beginMailbox(): void {
    const { agent, addressOf, extension } = this.#ports
    const own = addressOf(extension())
    const at = agent()
    if (!own || !at || !this.#hasMailbox || this.#mailbox) return
    this.#mailbox = new EventWatch(
      this.#ports,
      at,
      { uri: own, event: 'message-summary', accept: 'application/simple-message-summary' },
      { onBody: (body) => this.#onMailbox(body), onLost: () => this.#setVoicemail(null) },
    )
    this.#mailbox.begin()
  }

  /** The line is gone: nobody knows what the phones do. */
  detach(): void {
    this.#stopBreath()
    this.#news.clear()
    this.#endMailbox()
    for (const phone of this.#phones.values()) {
      phone.watch?.stop()
      phone.watch = null
      this.#forget(phone)
    }
    this.#ports.changed()
  }

  #endMailbox(): void {
    this.#mailbox?.stop()
    this.#mailbox = null
    this.#voicemail = null
  }

  #begin(): void {
    this.#stopBreath()
    const at = this.#ports.agent()
    if (!at) return
    const waiting = [...this.#phones.values()].filter(({ watch }) => watch === null)
    for (const phone of waiting.slice(0, atOnce)) this.#subscribe(at, phone)
    if (waiting.length > atOnce) this.#stopBreath = this.#ports.after(breathMs, () => this.#begin())
  }

  #subscribe(agent: UserAgent, phone: Phone): void {
    const uri = this.#ports.addressOf(phone.shown.extension)
    if (!uri) return
    const watch = new EventWatch(
      this.#ports,
      agent,
      { uri, event: 'dialog', accept: 'application/dialog-info+xml' },
      {
        onBody: (body) => this.#news.add(() => this.#onDialogs(phone, watch, body)),
        onLost: () => {
          this.#forget(phone)
          this.#ports.changed()
        },
      },
    )
    phone.watch = watch
    watch.begin()
  }

  #onDialogs(phone: Phone, watch: EventWatch, body: string): void {
    if (phone.watch !== watch) return
    const read = readDialogInfo(body)
    if (!read.ok) return
    const before = phone.known
    phone.known = nextWatchedPhone(before, read.value)
    // A gap heals with the whole state, which a refresh brings; asked once for each gap.
    if (phone.known.incomplete && before?.incomplete !== true) watch.refresh()
    this.#show(phone)
  }

  #show(phone: Phone): void {
    const presence = presenceOf(phone.known)
    const remote = remoteOf(phone.known)
    const { shown } = phone
    if (presence === shown.presence && JSON.stringify(remote) === JSON.stringify(shown.remote)) return
    const since = presence === shown.presence ? shown.since : this.#ports.now()
    phone.shown = { ...shown, presence, since, remote }
  }

  #forget(phone: Phone): void {
    phone.known = null
    this.#show(phone)
  }

  #onMailbox(body: string): void {
    const voice = readMessageSummary(body)?.voice
    this.#setVoicemail(voice ? { fresh: voice.fresh, old: voice.old } : null)
  }

  #setVoicemail(next: { fresh: number; old: number } | null): void {
    this.#voicemail = next
    this.#ports.changed()
  }
}

/** The other side of the dialog that the presence speaks of. */
function remoteOf(known: WatchedPhone | null): Colleague['remote'] {
  const dialogs: DialogInfo['dialogs'] = [...(known?.dialogs ?? [])]
  const first = dialogs.find(({ state }) => state === 'confirmed') ?? dialogs[0]
  if (!first?.remote) return null
  const number = /^sips?:([^@;>]{1,128})/i.exec(first.remote.uri)?.[1] ?? ''
  return { number, name: cleanName(first.remote.name) }
}
