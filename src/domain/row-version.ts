import { z } from 'zod'

/** Grows with every change of a row at the desk; 0 = made on this console, not yet seen by the desk. */
export const rowVersion = z.number().int().nonnegative()
