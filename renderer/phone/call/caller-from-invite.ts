import type { Caller } from '#domain/call/caller.ts'
import { splitValues } from '../sip-guards/raw-message.ts'
import { readNameAddr } from '../sip-guards/repair-name-addr.ts'
import { cleanName } from './clean-name.ts'

/** All values of one header as received, by its long name in lower case. */
export type HeaderValues = (name: string) => readonly string[]

export type InviteNews = {
  caller: Caller
  pbxCallId: string | null
  callQueue: string | null
  dialledNumber: string | null
  divertedBy: string | null
}

/** Users that mean "the caller does not want to be shown" (CLIR). */
const hiddenUsers = new Set(['anonymous', 'unavailable', 'restricted', 'private', 'withheld', 'hidden'])
const hiddenNames = /^(anonymous|private|withheld|restricted|unavailable|номер скрыт|скрытый номер)$/i

/** Everything the first INVITE tells, from its raw headers (RFC 3325, RFC 3323, RFC 5806, RFC 7044, our dialplan's X-). */
export function readInvite(headers: HeaderValues): InviteNews {
  const first = (name: string, max: number): string | null => {
    const text = cleanName(headers(name)[0] ?? '').slice(0, max)
    return text === '' ? null : text
  }
  return {
    caller: readCaller(headers),
    pbxCallId: first('x-call-id', 256),
    callQueue: first('x-queue', 128),
    dialledNumber: first('x-dialed-number', 128),
    divertedBy: readDiversion(headers),
  }
}

/**
 * Who calls, by the trust of what says so: X-Caller-Number of our dialplan > P-Asserted-Identity > Remote-Party-ID > From
 * > a display name that is itself a number. Asked to be hidden: no number at all, so that nothing is matched.
 */
export function readCaller(headers: HeaderValues): Caller {
  const identity = namedIdentity(headers)
  if (isHidden(headers)) return { number: '', name: '', source: 'none', hidden: true }
  if (identity === null) return { number: '', name: '', source: 'none', hidden: false }
  if (identity.number === '' && isNumberLike(identity.name)) {
    return { number: identity.name.slice(0, 128), name: '', source: 'displayName', hidden: false }
  }
  return { ...identity, hidden: false }
}

/**
 * The identity a re-INVITE asserts (an attended transfer puts another party on the line; its From still names the
 * transferor). Null when it asserts none.
 */
export function readAssertedCaller(headers: HeaderValues): Caller | null {
  const asserted = bestOf(headers('p-asserted-identity')) ?? bestOf(headers('remote-party-id'))
  if (asserted === null || asserted.number === '') return null
  if (isHidden(headers)) return { number: '', name: '', source: 'none', hidden: true }
  const source = headers('p-asserted-identity').length > 0 ? 'assertedIdentity' : 'remotePartyId'
  return { ...asserted, source, hidden: false }
}

type Identity = { number: string; name: string; source: Caller['source'] }

function namedIdentity(headers: HeaderValues): Identity | null {
  const own = headers('x-caller-number')[0]?.trim() ?? ''
  const from = bestOf(headers('from'))
  if (own !== '') {
    const name = cleanName(headers('x-caller-name')[0] ?? '') || (from?.name ?? '')
    return { number: own.slice(0, 128), name, source: 'header' }
  }
  const asserted = bestOf(headers('p-asserted-identity'))
  if (asserted?.number)
    return { ...asserted, name: asserted.name || (from?.name ?? ''), source: 'assertedIdentity' }
  const remote = bestOf(headers('remote-party-id'))
  if (remote?.number) return { ...remote, name: remote.name || (from?.name ?? ''), source: 'remotePartyId' }
  return from && { ...from, source: 'from' }
}

/** Of several values (a sip: and a tel: one, RFC 3325 §9.1) the one that holds a number; else the first. */
function bestOf(values: readonly string[]): { number: string; name: string } | null {
  const identities = values.flatMap(splitValues).map((value) => {
    const { name, uri } = readNameAddr(value)
    return { number: userOf(uri).slice(0, 128), name: ownName(cleanName(name), userOf(uri)) }
  })
  const withNumber =
    identities.find(({ number }) => isNumberLike(number)) ?? identities.find(({ number }) => number !== '')
  const best = withNumber ?? identities[0]
  if (!best) return null
  return { number: best.number, name: best.name || (identities.find(({ name }) => name !== '')?.name ?? '') }
}

/** A name that only repeats the number says nothing. */
function ownName(name: string, user: string): string {
  const digits = (text: string) => text.replace(/\D/g, '')
  return isNumberLike(name) && digits(name) === digits(user) ? '' : name
}

/** The user part, unescaped: `+7495…` of `sip:+7495…;ext=12@pbx` and of `tel:+7-495-…`. */
export function userOf(uri: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*):(.*)$/is.exec(uri.trim()) ?? []
  const isTel = scheme.toLowerCase() === 'tel'
  const at = rest.lastIndexOf('@')
  if (!isTel && at < 0) return ''
  const raw = isTel ? rest : rest.slice(0, at)
  const user = unescapePercent(raw)
  const [number = '', ...params] = user.split(';')
  const extension = params.map((param) => /^ext=(\d{1,10})$/i.exec(param)?.[1]).find(Boolean)
  const plain = cleanName(isTel ? number : number.replace(/:.*$/, ''))
  return extension ? `${plain};ext=${extension}` : plain
}

function unescapePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Digits with the marks people write between them; at least two digits, so that `*7` and names are none. */
function isNumberLike(text: string): boolean {
  return /^[+*#\d][\d\s().;,*#+x-]*(?:;ext=\d+)?$/i.test(text) && text.replace(/\D/g, '').length >= 2
}

function isHidden(headers: HeaderValues): boolean {
  const privacy = headers('privacy')
    .join(';')
    .toLowerCase()
    .split(/[;,\s]+/)
  if (privacy.some((value) => value === 'id' || value === 'user' || value === 'full' || value === 'header'))
    return true
  if (headers('remote-party-id').some((value) => /;\s*privacy\s*=\s*"?(full|uri|name)/i.test(value)))
    return true
  const stated = [...headers('p-asserted-identity'), ...headers('remote-party-id')]
  if (stated.some((value) => isNumberLike(bestOf([value])?.number ?? ''))) return false
  return headers('from').some((value) => {
    const { name, uri } = readNameAddr(value)
    const user = userOf(uri).toLowerCase()
    return (
      hiddenUsers.has(user) ||
      /@anonymous\.invalid/i.test(uri) ||
      (hiddenNames.test(name.trim()) && !isNumberLike(user))
    )
  })
}

/** Whom the call was forwarded by: the newest Diversion, else the last History-Info entry but one (the last is us). */
function readDiversion(headers: HeaderValues): string | null {
  const diversion = bestOf(headers('diversion').slice(0, 1))
  if (diversion?.number) return diversion.number
  const history = headers('history-info').flatMap(splitValues)
  const before = history.length > 1 ? history.at(-2) : undefined
  const user = before === undefined ? '' : userOf(readNameAddr(before).uri)
  return user === '' ? null : user.slice(0, 128)
}
