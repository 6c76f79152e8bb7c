import { type Invitation, type SessionDescriptionHandlerFactory, SIPExtension, UserAgent } from 'sip.js'
import { GuardedTransport, type GuardedTransportOptions } from '../guarded-transport.ts'
import type { PhoneLogin } from '../phone.ts'

/** The PBX decides when a call rang long enough; SIP.js's own 60 s would end it before. */
const noAnswerTimeoutS = 3_600

export type UserAgentParts = {
  login: PhoneLogin
  transport: GuardedTransportOptions
  descriptions: SessionDescriptionHandlerFactory
  onConnect: () => void
  onInvite: (invitation: Invitation) => void
}

/** SIP.js's user agent for one account; null when domain or user make no SIP address. */
export function makeUserAgent(
  parts: UserAgentParts,
): { agent: UserAgent; transport: GuardedTransport } | null {
  const { account, password } = parts.login
  const uri = UserAgent.makeURI(`sip:${encodeURIComponent(account.user)}@${account.domain}`)
  if (!uri) return null
  const agent = new UserAgent({
    uri,
    displayName: account.displayName.replace(/["\\\r\n]/g, ''),
    authorizationUsername: account.authUser ?? account.user,
    authorizationPassword: password,
    transportConstructor: GuardedTransport,
    transportOptions: parts.transport,
    sessionDescriptionHandlerFactory: parts.descriptions,
    noAnswerTimeout: noAnswerTimeoutS,
    // RFC 4028: session-clock.ts keeps what is agreed.
    sipExtensionExtraSupported: ['timer'],
    // RFC 3891: replaced-calls.ts answers such a call in the place of the other.
    sipExtensionReplaces: SIPExtension.Supported,
    userAgentString: 'Pult',
    // Its log holds names, numbers and, at its lowest level, digests.
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: 'error',
    delegate: { onConnect: parts.onConnect, onInvite: parts.onInvite },
  })
  const { transport } = agent
  if (!(transport instanceof GuardedTransport)) throw new Error('SIP.js made another transport than ours')
  return { agent, transport }
}
