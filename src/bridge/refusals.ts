import { z } from 'zod'

/** Declared errors of every verb that writes: the outbox could not take the change; nothing typed is lost. */
export const storageRefusals = {
  DISK_FULL: {},
  OUTBOX_UNREADABLE: {},
  SIGNED_OUT: {},
}

/** The same mutator that runs at the desk says no already here. */
export const refusedHere = { REFUSED: { data: z.object({ refusal: z.unknown() }) } }
