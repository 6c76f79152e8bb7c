import { z } from 'zod'
import { queuePauseAnswer } from '#domain/call/queue-pause.ts'
import { board } from '#wire/board.ts'

const queueRows = board.shape.callQueues.unwrap().shape.rows

/** What the node with the PBX leaves in the database for every node's board and consoles. */
export const pbxRows = z.object({
  queues: queueRows,
  members: z.array(z.object({ extension: z.string(), pause: queuePauseAnswer })),
})
export type PbxRows = z.infer<typeof pbxRows>

/** Reads what was left; a desk of another version may have left something else, which says nothing. */
export function readPbxRows(rows: unknown): PbxRows {
  const read = pbxRows.safeParse(rows)
  return read.success ? read.data : { queues: [], members: [] }
}
