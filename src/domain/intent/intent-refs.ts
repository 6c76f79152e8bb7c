import type { EntityRef } from '../entities.ts'
import type { Intent } from './intent.ts'
import { ruleOf } from './intent-rules.ts'

/** Rows that applying an intent reads or writes, what it would create included, so that "already exists" is seen. */
export function intentRefs(intent: Intent): EntityRef[] {
  return ruleOf(intent).refs(intent)
}
