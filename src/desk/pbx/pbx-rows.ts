import { z } from 'zod'
import { callQueueRow } from '#domain/board/call-queue-figures.ts'
import { queuePauseAnswer } from '#domain/call/queue-pause.ts'

/** What the node with the PBX leaves in the database for every node's board and consoles. */
export const pbxRows = z.object({
  queues: z.array(callQueueRow),
  members: z.array(z.object({ extension: z.string(), pause: queuePauseAnswer })),
})
export type PbxRows = z.infer<typeof pbxRows>

/** Reads what was left; a desk of another version may have left something else, which says nothing. */
export function readPbxRows(rows: unknown): PbxRows {
  const read = pbxRows.safeParse(rows)
  return read.success ? read.data : { queues: [], members: [] }
}
