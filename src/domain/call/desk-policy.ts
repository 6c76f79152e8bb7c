import { z } from 'zod'

/** A choice of a company's list: the code that is kept and counted, and its words. */
export const codedChoice = z.object({
  code: z.string().min(1).max(64),
  ru: z.string().min(1).max(60),
  en: z.string().min(1).max(60),
})
export type CodedChoice = z.infer<typeof codedChoice>

/** More choices than keys 1-9 and a glance can hold are no list for a person in a hurry. */
const choicesMax = 20
/** Half an hour of writing after one call is another kind of work. */
const wrapUpMaxMs = 30 * 60_000
const wrapUpMs = z.number().int().min(0).max(wrapUpMaxMs)

const awayReasons: CodedChoice[] = [
  { code: 'break', ru: 'Перерыв', en: 'Break' },
  { code: 'lunch', ru: 'Обед', en: 'Lunch' },
  { code: 'training', ru: 'Обучение', en: 'Training' },
  { code: 'meeting', ru: 'Совещание', en: 'Meeting' },
  { code: 'technical', ru: 'Неполадки', en: 'Technical trouble' },
]

const wrapUpCodes: CodedChoice[] = [
  { code: 'ticket', ru: 'Заявка', en: 'Ticket made' },
  { code: 'advice', ru: 'Консультация', en: 'Advice given' },
  { code: 'status', ru: 'О заявке', en: 'About a ticket' },
  { code: 'transferred', ru: 'Переведён', en: 'Passed on' },
  { code: 'callBack', ru: 'Перезвонить', en: 'To be called back' },
  { code: 'complaint', ru: 'Жалоба', en: 'Complaint' },
  { code: 'wrongNumber', ru: 'Ошиблись', en: 'Wrong number' },
  { code: 'silence', ru: 'Тишина', en: 'Silence' },
]

/** The company's rules for a dispatcher's desk: data, set by IT in the configuration. Every part has a default. */
export const deskPolicy = z.object({
  callWaiting: z.boolean().default(true),
  ringWhenAway: z.boolean().default(false),
  ringInWrapUp: z.boolean().default(true),
  /** Call queues whose calls are answered by themselves, while available and without another call. Never the caller's word. */
  autoAnswer: z.array(z.string().min(1).max(128)).max(50).default([]),
  /** Wrap-up of a queue's call, ms; 0: none. */
  wrapUpMs: wrapUpMs.default(30_000),
  /** The same for single call queues by their name. */
  wrapUpMsOf: z.record(z.string().min(1).max(128), wrapUpMs).default({}),
  /** What one request for more time adds, ms. */
  wrapUpMoreMs: wrapUpMs.default(30_000),
  /** Longer than the PBX's own ring, so that the PBX decides that a call was missed. */
  ringGiveUpMs: z
    .number()
    .int()
    .min(30_000)
    .max(60 * 60_000)
    .default(10 * 60_000),
  /** SIP answer to a call under do-not-disturb: busy, or temporarily unavailable (some queues try the next member on it). */
  doNotDisturbAnswer: z.union([z.literal(486), z.literal(480)]).default(486),
  awayReasons: z.array(codedChoice).max(choicesMax).default(awayReasons),
  wrapUpCodes: z.array(codedChoice).max(choicesMax).default(wrapUpCodes),
})
export type DeskPolicy = z.infer<typeof deskPolicy>

export const defaultDeskPolicy: DeskPolicy = deskPolicy.parse({})

/** How long an answered call of this queue is written up, ms; 0: not at all. Calls of no queue are not written up. */
export function wrapUpMsFor(policy: DeskPolicy, callQueue: string | null): number {
  if (callQueue === null) return 0
  return Object.hasOwn(policy.wrapUpMsOf, callQueue) ? (policy.wrapUpMsOf[callQueue] ?? 0) : policy.wrapUpMs
}
