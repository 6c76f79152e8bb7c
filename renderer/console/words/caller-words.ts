import type { Pop } from '#bridge/pop.ts'
import type { Call } from '#domain/call/call.ts'
import { formatNumber } from '#domain/directory/format-number.ts'
import type { Say } from '#renderer/texts/use-text.ts'

/** Who it is, in one line: the organisation if known, else what the PBX told. */
export function callerName(t: Say, call: Call, pop: Pop | undefined): string {
  if (call.peer.hidden) return t('calls.hiddenNumber')
  const number = pop?.numberShown || formatNumber(call.peer.number)
  switch (pop?.who.kind) {
    case 'known':
      return pop.who.card.organisation.name
    case 'several':
      return t('calls.several')
    case 'colleague':
      return pop.who.name
    case 'hidden':
      return t('calls.hiddenNumber')
    default:
      return number || call.peer.name || t('calls.unknownCaller')
  }
}

/** The second line: the person, the number, or that nobody knows it. */
export function callerDetail(t: Say, call: Call, pop: Pop | undefined): string {
  const number = pop?.numberShown || formatNumber(call.peer.number)
  switch (pop?.who.kind) {
    case 'known':
      return pop.who.card.contact?.name ?? number
    case 'several':
      return number
    case 'colleague':
      return t('calls.colleague', { ext: pop.who.extension })
    case 'unknown':
      return t('calls.unknownCaller')
    default:
      return call.peer.name && call.peer.name !== number ? call.peer.name : ''
  }
}
