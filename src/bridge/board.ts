import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { callQueueFigures } from '#domain/board/call-queue-figures.ts'
import { queueLoad } from '#domain/board/queue-load.ts'
import { queuePauseAnswer } from '#domain/call/queue-pause.ts'
import { userId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'

const boardPresence = z.object({
  state: z.enum(['available', 'busy', 'away', 'wrapUp', 'offline']),
  reason: z.string().nullable(),
  since: instant,
  doNotDisturb: z.boolean(),
  wrapUpUntil: instant.nullable(),
  queuePause: z.string().nullable(),
  line: z.enum(['ready', 'deaf', 'off']),
  call: z
    .object({ direction: z.enum(['in', 'out']), since: instant, organisation: z.string().nullable() })
    .nullable(),
})

/** The supervisor's board as the window paints it; `heardAt` gives each part its age. */
export const boardView = z.object({
  /** When the desk cut it; null: the desk is away and this is what the cache knows. */
  at: instant.nullable(),
  queues: z.array(queueLoad),
  dispatchers: z.array(
    z.object({
      userId,
      name: z.string(),
      presence: boardPresence.nullable(),
      heardAt: instant.nullable(),
      pause: queuePauseAnswer.nullable(),
    }),
  ),
  callQueues: callQueueFigures.nullable(),
})
export type BoardView = z.infer<typeof boardView>

export const board = {
  watch: oc.errors({ FORBIDDEN: {} }).output(eventIterator(boardView)),
  /** The phone page tells the line's state, for the desk's board and the record of deaf times. */
  reportLine: oc
    .input(z.object({ line: z.enum(['ready', 'deaf', 'off']), at: instant }))
    .output(z.object({})),
}
