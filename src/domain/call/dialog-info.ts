import { z } from 'zod'

/** States of one dialog of a colleague's phone (RFC 4235 §3.7.1). */
export const dialogState = z.enum(['trying', 'proceeding', 'early', 'confirmed', 'terminated'])
export type DialogState = z.infer<typeof dialogState>

export const watchedDialog = z.object({
  id: z.string().min(1).max(256),
  state: dialogState,
  /** `recipient`: it is called, `initiator`: it calls; null where the PBX does not tell. */
  direction: z.enum(['initiator', 'recipient']).nullable(),
  callId: z.string().max(256).nullable(),
  /** The other side as sent: a number and a name, not yet normalised or cleaned; text of a stranger. */
  remote: z.object({ uri: z.string().max(512), name: z.string().max(256) }).nullable(),
})
export type WatchedDialog = z.infer<typeof watchedDialog>

/** One body of `application/dialog-info+xml`, read and checked. */
export const dialogInfo = z.object({
  entity: z.string().max(512),
  version: z.number().int().nonnegative().max(0xffffffff),
  state: z.enum(['full', 'partial']),
  /** A phone has two calls or three; a hundred is not a phone. */
  dialogs: z.array(watchedDialog).max(100),
})
export type DialogInfo = z.infer<typeof dialogInfo>

/** What is known of one watched phone within one subscription; a new subscription begins with null. */
export type WatchedPhone = {
  version: number
  dialogs: readonly WatchedDialog[]
  /** A document was lost on the way: what is shown may be old until a full one comes. */
  incomplete: boolean
}

/**
 * Folds a document into what is known (RFC 4235 §4.3). An old or repeated version changes nothing; a full state
 * replaces all; a partial one that skips a version is applied but leaves `incomplete`: refresh the subscription.
 */
export function nextWatchedPhone(known: WatchedPhone | null, news: DialogInfo): WatchedPhone {
  if (known !== null && news.version <= known.version) return known
  const living = news.dialogs.filter(({ state }) => state !== 'terminated')
  if (news.state === 'full') return { version: news.version, dialogs: living, incomplete: false }
  const named = new Set(news.dialogs.map(({ id }) => id))
  const kept = known?.dialogs.filter(({ id }) => !named.has(id)) ?? []
  const gap = known === null || known.incomplete || news.version > known.version + 1
  return { version: news.version, dialogs: [...kept, ...living], incomplete: gap }
}

export type Presence = 'free' | 'ringing' | 'calling' | 'talking' | 'unknown'

/** One word for a colleague: talking goes before ringing, ringing before calling; incomplete news are no news. */
export function presenceOf(phone: WatchedPhone | null): Presence {
  if (phone === null || phone.incomplete) return 'unknown'
  if (phone.dialogs.some(({ state }) => state === 'confirmed')) return 'talking'
  const rings = phone.dialogs.some(({ state, direction }) => state === 'early' && direction !== 'initiator')
  if (rings) return 'ringing'
  return phone.dialogs.length > 0 ? 'calling' : 'free'
}
