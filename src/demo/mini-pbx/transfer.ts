import { type DialplanHost, dial } from './dialplan.ts'
import type { Party, PhoneParty } from './party.ts'
import type { PhoneLeg } from './phone-leg.ts'
import { parseAddress, safeDecode, sipUri, userOf } from './sip-address.ts'
import { header, reasonPhrases, type SipHeaders, type SipRequest } from './sip-message.ts'

export type TransferNews = {
  callId: string
  by: string
  to: string
  how: 'blind' | 'attended'
  /** The final answer that the transferor was told, 200 when it worked. */
  status: number
}

export type TransferHost = DialplanHost & { domain: string }

/**
 * Carries out a REFER (RFC 3515, RFC 5589) of a phone. As on Asterisk a blind transfer leaves the transferor's own leg
 * up and silent: the phone says BYE itself when it is told of success, or has the caller back when it is told of failure.
 */
export function transfer(
  host: TransferHost,
  party: PhoneParty,
  request: SipRequest,
  done: (news: TransferNews) => void,
): void {
  const { leg } = party
  const target = parseAddress(header(request, 'refer-to') ?? '')
  if (!target) {
    leg.dialog.answer(request, 400)
    return
  }
  leg.dialog.answer(request, 202, { headers: [leg.dialog.contact] })
  notify(leg, 100)
  const customer = host.bridge.peerOf(party)
  const replaced = replacedCall(target.uri)
  const how = replaced === null ? 'blind' : 'attended'
  const to = userOf(target.uri)
  const finish = (status: number) => {
    notify(leg, status)
    done({ callId: party.callId, by: leg.extension, to, how, status })
  }
  if (!customer) finish(481)
  else if (replaced === null) transferBlind(host, { party, customer, to, finish })
  else finish(transferAttended(host, party, customer, replaced))
}

type Blind = {
  party: PhoneParty
  customer: Party
  to: string
  finish: (status: number) => void
}

function transferBlind(host: TransferHost, { party, customer, to, finish }: Blind): void {
  const { leg } = party
  host.bridge.part(customer)
  const stopMusic = host.bridge.music(customer)
  const settle = () => {
    stopMusic()
    stopWatching()
  }
  const stopWatching = customer.over.on(() => {
    settle()
    attempt?.stop()
    finish(487)
  })
  const headers: SipHeaders = [['Referred-By', `<${sipUri(leg.extension, host.domain)}>`]]
  // Some numbers are settled before `dial` returns: then there is nothing left to stop.
  let attempt: { stop(): void } | null = null
  attempt = dial(host, customer, to, headers, {
    ringing: () => notify(leg, 180),
    taken: () => {
      settle()
      finish(200)
    },
    answered: (peer) => {
      settle()
      host.bridge.connect(customer, peer)
      customer.identify(peer.identity)
      finish(200)
    },
    failed: (status) => {
      settle()
      if (party.isOver) customer.hangUp('Q.850;cause=16')
      else host.bridge.connect(customer, party)
      finish(status)
    },
  })
}

/** Puts the two far ends together and ends both legs of the transferor. Answers the status to tell. */
function transferAttended(
  host: TransferHost,
  party: PhoneParty,
  customer: Party,
  replacedCallId: string,
): number {
  const otherLeg = host.legs.find(replacedCallId)
  const other = otherLeg && host.parties.find(otherLeg)
  const colleague = other && host.bridge.peerOf(other)
  if (!other || !colleague || otherLeg.extension !== party.leg.extension) return 481
  host.bridge.connect(customer, colleague)
  customer.identify(colleague.identity)
  colleague.identify(customer.identity)
  // After the final NOTIFY, which the caller of this function sends first.
  queueMicrotask(() => {
    party.hangUp()
    other.hangUp()
  })
  return 200
}

/** The Call-ID in `sip:102@host?Replaces=id%3Bto-tag%3D…` (RFC 3891); null without one. */
function replacedCall(uri: string): string | null {
  const value = /[?&]Replaces=([^&]+)/i.exec(uri)?.[1]
  return value === undefined ? null : (safeDecode(value).split(';')[0] ?? '')
}

/** One step of the transfer as message/sipfrag; a final one ends the subscription that REFER made. */
function notify(leg: PhoneLeg, status: number): void {
  if (leg.state === 'over') return
  const final = status >= 200
  leg.dialog.request('NOTIFY', {
    headers: [
      ['Event', 'refer'],
      ['Subscription-State', final ? 'terminated;reason=noresource' : 'active;expires=60'],
      ['Content-Type', 'message/sipfrag;version=2.0'],
    ],
    body: `SIP/2.0 ${status} ${reasonPhrases[status] ?? 'Failed'}\r\n`,
  })
}
