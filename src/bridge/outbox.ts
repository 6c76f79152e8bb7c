import { oc } from '@orpc/contract'
import { z } from 'zod'
import { instant } from '#domain/instant.ts'
import { intent } from '#domain/intent/intent.ts'
import { refusal } from '#domain/intent/refusal.ts'
import { draft } from './drafts.ts'
import { storageRefusals } from './refusals.ts'

export const outboxRow = z.object({
  n: z.number().int(),
  madeAt: instant,
  intent,
  state: z.enum(['pending', 'sent', 'refused']),
  refusal: refusal.nullable(),
  /** What it is about, for the tray: ticket number or subject, contact name. */
  about: z.string(),
})
export type OutboxRow = z.infer<typeof outboxRow>

/** Changes on their way, and the "not accepted" tray. */
export const outbox = {
  list: oc.output(z.object({ pending: z.array(outboxRow), notAccepted: z.array(outboxRow) })),
  /** The same change once more, against what the desk holds now. */
  redo: oc
    .errors({ NO_SUCH_CHANGE: {}, REFUSED: { data: z.object({ refusal }) }, ...storageRefusals })
    .input(z.object({ n: z.number().int() }))
    .output(z.object({})),
  /** A refused new ticket becomes a draft again, in one commit, to be mended and saved anew. */
  toDraft: oc
    .errors({ NO_SUCH_CHANGE: {}, ...storageRefusals })
    .input(z.object({ n: z.number().int() }))
    .output(draft),
  /** A refused comment once more, with these words. */
  reword: oc
    .errors({ NO_SUCH_CHANGE: {}, REFUSED: { data: z.object({ refusal }) }, ...storageRefusals })
    .input(z.object({ n: z.number().int(), text: z.string().min(1).max(20_000) }))
    .output(z.object({})),
  /** Everything the desk has not taken, as a text to be saved to a file: for a console that cannot send any more. */
  export: oc.output(z.object({ text: z.string() })),
  discard: oc
    .errors({ NO_SUCH_CHANGE: {}, ...storageRefusals })
    .input(z.object({ n: z.number().int() }))
    .output(z.object({})),
}
