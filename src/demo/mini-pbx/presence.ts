import { newTag } from './client-transactions.ts'
import { Dialog, type DialogHost } from './dialog.ts'
import type { LegBook, LegEntry } from './leg-book.ts'
import { sipUri } from './sip-address.ts'
import { answerTo, header, type SipRequest, writeSip } from './sip-message.ts'
import type { SipConnection } from './ws-door.ts'

type Subscription = {
  dialog: Dialog
  extension: string
  version: number
  timer: NodeJS.Timeout
  expiresAt: number
}

const longestS = 3600
const defaultS = 600

/** Who is on the phone, for colleagues who asked (RFC 4235: SUBSCRIBE with Event: dialog). */
export class Presence {
  readonly #host: DialogHost
  readonly #legs: LegBook
  readonly #people: ReadonlyMap<string, string>
  readonly #now: () => number
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #stop: () => void

  constructor(host: DialogHost, legs: LegBook, people: ReadonlyMap<string, string>, now: () => number) {
    this.#host = host
    this.#legs = legs
    this.#people = people
    this.#now = now
    this.#stop = legs.changed.on((extension) => {
      for (const subscription of this.#subscriptions.values()) {
        if (subscription.extension === extension) this.#notify(subscription)
      }
    })
  }

  /** A SUBSCRIBE of an authenticated phone: a new one, a refresh, or an end by Expires: 0. */
  subscribe(request: SipRequest, connection: SipConnection, watched: string): void {
    const refuse = (status: number) => connection.send(writeSip(answerTo(request, status, { tag: newTag() })))
    if (!/^dialog\b/i.test(header(request, 'event') ?? '')) {
      refuse(489)
      return
    }
    const asked = Number(header(request, 'expires') ?? defaultS)
    const seconds = Number.isInteger(asked) && asked >= 0 ? Math.min(asked, longestS) : defaultS
    const known = this.#subscriptions.get(header(request, 'call-id') ?? '')
    if (!known && !this.#people.has(watched)) {
      refuse(404)
      return
    }
    if (known && !known.dialog.accept(request, connection)) {
      refuse(500)
      return
    }
    const dialog = known?.dialog ?? Dialog.fromPhone(this.#host, request, connection)
    if (!dialog) {
      refuse(400)
      return
    }
    dialog.answer(request, 200, { headers: [dialog.contact, ['Expires', String(seconds)]] })
    this.#keep(dialog, known?.extension ?? watched, known?.version ?? 0, seconds)
  }

  connectionClosed(connection: SipConnection): void {
    for (const [id, { dialog }] of this.#subscriptions) if (dialog.connection === connection) this.#drop(id)
  }

  close(): void {
    this.#stop()
    for (const id of [...this.#subscriptions.keys()]) this.#drop(id)
  }

  #keep(dialog: Dialog, extension: string, version: number, seconds: number): void {
    this.#drop(dialog.callId)
    const timer = setTimeout(() => {
      const lapsed = this.#subscriptions.get(dialog.callId)
      if (lapsed) this.#notify(lapsed, 'timeout')
      this.#drop(dialog.callId)
    }, seconds * 1000)
    timer.unref()
    const subscription = { dialog, extension, version, timer, expiresAt: this.#now() + seconds * 1000 }
    if (seconds > 0) this.#subscriptions.set(dialog.callId, subscription)
    else clearTimeout(timer)
    this.#notify(subscription, seconds > 0 ? undefined : 'timeout')
  }

  #drop(id: string): void {
    clearTimeout(this.#subscriptions.get(id)?.timer)
    this.#subscriptions.delete(id)
  }

  #notify(subscription: Subscription, ended?: 'timeout'): void {
    const { dialog, extension } = subscription
    const left = Math.max(0, Math.round((subscription.expiresAt - this.#now()) / 1000))
    const body = dialogInfo(
      sipUri(extension, this.#host.domain),
      subscription.version++,
      this.#legs.of(extension),
      this.#host.domain,
    )
    dialog.request(
      'NOTIFY',
      {
        headers: [
          ['Event', 'dialog'],
          ['Subscription-State', ended ? `terminated;reason=${ended}` : `active;expires=${left}`],
          ['Content-Type', 'application/dialog-info+xml'],
        ],
        body,
      },
      (response) => {
        // 481: the phone has forgotten the subscription.
        if (!response || response.status === 481) this.#drop(dialog.callId)
      },
    )
  }
}

/** Full state of one extension; without calls a single terminated dialog, as Asterisk writes it. */
function dialogInfo(entity: string, version: number, entries: readonly LegEntry[], domain: string): string {
  const dialogs = entries
    .filter(({ leg }) => leg.state !== 'over')
    .map((entry) => dialogElement(entry, domain))
  const idle = '<dialog id="none"><state>terminated</state></dialog>'
  return `<?xml version="1.0" encoding="UTF-8"?>
<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="${escapeXml(entity)}">
${dialogs.length === 0 ? idle : dialogs.join('\n')}
</dialog-info>
`
}

function dialogElement({ leg, remote, direction }: LegEntry, domain: string): string {
  const state = leg.state === 'up' ? 'confirmed' : 'early'
  const remoteUri = escapeXml(sipUri(remote.number || 'anonymous', domain))
  const role = direction === 'incoming' ? 'recipient' : 'initiator'
  return `<dialog id="${escapeXml(leg.dialog.callId)}" direction="${role}"><state>${state}</state><remote><identity display="${escapeXml(remote.name)}">${remoteUri}</identity><target uri="${remoteUri}"/></remote></dialog>`
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
