import type { Intent } from './intent.ts'
import type { Applying, IntentContext, RowLookup } from './intent-rule.ts'
import { ruleOf } from './intent-rules.ts'

export type { Applied, IntentContext, RowLookup } from './intent-rule.ts'

/**
 * The one rule of every change, run on the console for the optimistic view and at the desk for the truth. Reads
 * through `rows` only what `intentRefs` names, writes nothing itself, and answers the same for the same rows.
 */
export function applyIntent(intent: Intent, rows: RowLookup, context: IntentContext): Applying {
  return ruleOf(intent).apply(intent, rows, context)
}
