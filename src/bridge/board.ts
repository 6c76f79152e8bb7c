import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { queuePauseAnswer } from '#domain/call/queue-pause.ts'
import { queueId, userId } from '#domain/ids.ts'
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
  queues: z.array(
    z.object({
      queueId,
      name: z.string(),
      open: z.number().int(),
      breached: z.number().int(),
      nearestDue: z
        .object({ ticketId: z.string(), number: z.string().nullable(), subject: z.string(), due: instant })
        .nullable(),
    }),
  ),
  dispatchers: z.array(
    z.object({
      userId,
      name: z.string(),
      presence: boardPresence.nullable(),
      heardAt: instant.nullable(),
      pause: queuePauseAnswer.nullable(),
    }),
  ),
  callQueues: z
    .object({
      live: z.boolean(),
      heardAt: instant.nullable(),
      rows: z.array(
        z.object({
          name: z.string(),
          waiting: z.number().int(),
          longestSince: instant.nullable(),
          members: z.number().int(),
          free: z.number().int(),
          answeredToday: z.number().int(),
          abandonedToday: z.number().int(),
        }),
      ),
    })
    .nullable(),
})
export type BoardView = z.infer<typeof boardView>

export const board = {
  watch: oc.errors({ FORBIDDEN: {} }).output(eventIterator(boardView)),
  /** The phone page tells the line's state, for the desk's board and the record of deaf times. */
  reportLine: oc
    .input(z.object({ line: z.enum(['ready', 'deaf', 'off']), at: instant }))
    .output(z.object({})),
}
