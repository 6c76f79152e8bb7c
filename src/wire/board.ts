import { z } from 'zod'
import { callQueueFigures } from '#domain/board/call-queue-figures.ts'
import { queueLoad } from '#domain/board/queue-load.ts'
import { queuePauseAnswer } from '#domain/call/queue-pause.ts'
import { userId } from '#domain/ids.ts'
import { instant } from '#domain/instant.ts'

/** What a dispatcher's console says of itself every few seconds and at each change. */
export const dispatcherState = z.enum(['available', 'busy', 'away', 'wrapUp', 'offline'])
export type DispatcherState = z.infer<typeof dispatcherState>

export const presence = z.object({
  state: dispatcherState,
  /** Reason of `away` (a code of the space's list) or null. */
  reason: z.string().max(64).nullable(),
  since: instant,
  doNotDisturb: z.boolean().default(false),
  /** When the wrap-up ends by itself; null: none. */
  wrapUpUntil: instant.nullable().default(null),
  /** Why the PBX's call queues are to pass this dispatcher over (a code); null: they are not. */
  queuePause: z.string().max(64).nullable().default(null),
  line: z.enum(['ready', 'deaf', 'off']),
  call: z
    .object({
      direction: z.enum(['in', 'out']),
      since: instant,
      organisation: z.string().max(300).nullable(),
    })
    .nullable(),
})
export type Presence = z.infer<typeof presence>

/** The desk's answer to a presence. */
export const presenceHeard = z.object({
  /** How the dispatcher stands in the PBX's call queues; null: this desk does not say. */
  pause: queuePauseAnswer.nullable().default(null),
  /** Colleagues whom the call queues pass over now, with the code why: they are away, or write a call up. */
  away: z
    .array(z.object({ extension: z.string(), reason: z.string() }))
    .max(2_000)
    .default([]),
})

export const board = z.object({
  at: instant,
  queues: z.array(queueLoad),
  dispatchers: z.array(
    z.object({
      userId,
      name: z.string(),
      presence: presence.nullable(),
      heardAt: instant.nullable(),
      /** How the PBX's call queues have them; null: unknown. */
      pause: queuePauseAnswer.nullable().default(null),
    }),
  ),
  /** What the PBX tells of its call queues; `null` when no PBX is attached to the desk. */
  callQueues: callQueueFigures.nullable(),
})
export type Board = z.infer<typeof board>
