import type { Place } from '#domain/intent/intent.ts'
import type { Refusal } from '#domain/intent/refusal.ts'
import type { Say } from '#renderer/texts/use-text.ts'
import { assertNever } from '#shared/assert-never.ts'

/** Names of what refusals speak of by id. */
export type Names = {
  readonly queue: (id: string | null) => string | null
  readonly user: (id: string | null) => string | null
}

/** `Кассы → Смирнов`, `Кассы`, or that there is no queue. */
export function placeWords(t: Say, place: Place, names: Names): string {
  const queue = names.queue(place.queueId) ?? t('list.tab.unrouted')
  const person = names.user(place.assigneeId)
  return person ? `${queue} → ${person}` : queue
}

/** Why a change was not taken, and the way out. */
export function refusalWords(t: Say, refusal: Refusal, names: Names): string {
  switch (refusal.code) {
    case 'notFound':
      return t('refusal.notFound')
    case 'alreadyExists':
      return t('refusal.alreadyExists')
    case 'alreadyRouted':
      return t('refusal.alreadyRouted', {
        place: placeWords(t, refusal.now, names),
        by: names.user(refusal.by) ?? t('refusal.somebody'),
      })
    case 'alreadyChanged':
      return t('refusal.alreadyChanged', { now: refusal.now ?? t('ticket.nothing') })
    case 'takenBy':
      return t('refusal.takenBy', { by: names.user(refusal.userId) ?? t('refusal.somebody') })
    case 'statusNotAllowed':
      return t('refusal.statusNotAllowed', {
        from: t(`status.${refusal.from}`),
        allowed: refusal.allowed.map((status) => t(`status.${status}`)).join(', '),
      })
    case 'forbidden':
      return t('refusal.forbidden')
    case 'invalid':
      return t('refusal.invalid', { field: refusal.field })
    case 'unknownKind':
      return t('refusal.unknownKind')
    case 'parentRefused':
      return t('refusal.parentRefused')
    case 'quarantined':
      return t('refusal.quarantined')
    default:
      return assertNever(refusal, 'refusal')
  }
}
