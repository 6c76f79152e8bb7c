import { z } from 'zod'

/**
 * What the desk knows of one dispatcher in the PBX's call queues.
 * `noPbx`: no link to a PBX now · `notMember`: in no queue · `noRight`: the desk's PBX account may not pause members ·
 * `byOthers`: paused, but not by us, so that it is not ours to end.
 */
export const queuePauseAnswer = z.object({
  state: z.enum(['paused', 'notPaused', 'byOthers', 'noPbx', 'notMember', 'noRight']),
  /** As the PBX has it: our code, or somebody's own words. */
  reason: z.string().max(80).nullable(),
})
export type QueuePauseAnswer = z.infer<typeof queuePauseAnswer>

/** Whether the PBX is as the dispatcher's state wants it (`wanted`: the reason of a pause, or null). */
export function isPauseSettled(answer: QueuePauseAnswer, wanted: string | null): boolean {
  if (answer.state === 'paused') return answer.reason === wanted
  return answer.state !== 'notPaused' || wanted === null
}
