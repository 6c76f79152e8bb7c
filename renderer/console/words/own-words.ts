import type { CodedChoice } from '#domain/call/desk-policy.ts'
import { type OwnReport, queuePauseOf } from '#domain/call/own-report.ts'
import type { QueuePauseAnswer } from '#domain/call/queue-pause.ts'
import type { Language } from '#renderer/texts/i18n.ts'
import type { PlainTextKey } from '#renderer/texts/use-text.ts'

/** A code of the company's list in words; one that is not on it (of another version, another desk) as it is. */
export function choiceName(choices: readonly CodedChoice[], code: string, language: Language): string {
  return choices.find((choice) => choice.code === code)?.[language] ?? code
}

/** What the dispatcher should know about the PBX's queues; null: nothing worth a word. */
export function pauseWords(report: OwnReport, pause: QueuePauseAnswer | null): PlainTextKey | null {
  if (pause === null || pause.state === 'notMember') return null
  if (queuePauseOf(report) === null) return pause.state === 'byOthers' ? 'own.pause.byOthers' : null
  return `own.pause.${pause.state}`
}

/** The queues still ring though the state says otherwise. */
export function stillRings(report: OwnReport, pause: QueuePauseAnswer | null): boolean {
  if (pause === null || queuePauseOf(report) === null) return false
  return pause.state === 'noRight' || pause.state === 'noPbx' || pause.state === 'notPaused'
}
