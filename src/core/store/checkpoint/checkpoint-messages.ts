import type { DbKey } from '../../files/encrypted-db.ts'

/** What the worker is to write from the journal into the file itself. */
export interface CheckpointOrder {
  file: string
  key: DbKey
  /** One number both threads see, of `checkpointStates`. */
  state: Int32Array
}

/**
 *   mayOpen ──worker──▶ open ──worker──▶ over
 *      └──────main──▶ ruledOut
 * Whoever is first decides; the main thread waits while the worker has the file open.
 */
export const checkpointStates = { mayOpen: 0, open: 1, over: 2, ruledOut: 3 } as const
