import { callIntents } from './call-intents.ts'
import { contactIntents } from './contact-intents.ts'
import type { Intent, IntentKind } from './intent.ts'
import type { IntentRule, IntentRules } from './intent-rule.ts'
import { ledgerIntents } from './ledger-intents.ts'
import { recordingIntents } from './recording-intents.ts'
import { ticketFieldIntents } from './ticket-field-intents.ts'
import { ticketIntents } from './ticket-intents.ts'

const rules: IntentRules<IntentKind> = {
  ...callIntents,
  ...ledgerIntents,
  ...recordingIntents,
  ...contactIntents,
  ...ticketIntents,
  ...ticketFieldIntents,
}

/** The rule of an intent. The table pairs each kind with its own; TypeScript cannot follow that through a lookup. */
export const ruleOf = (intent: Intent) => rules[intent.kind] as unknown as IntentRule<IntentKind>
