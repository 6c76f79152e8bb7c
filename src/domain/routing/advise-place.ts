import type { Industry } from '../directory/organisation.ts'
import type { CategoryId, SiteId } from '../ids.ts'
import type { Place } from '../intent/intent.ts'
import type { Priority } from '../ticket/ticket.ts'
import type { RoutingRule } from './routing-rule.ts'

export type RoutingRequest = {
  categoryId: CategoryId | null
  /** The category itself and its parents: a rule for the parent holds for all below it. */
  categoryPath: readonly CategoryId[]
  industry: Industry | null
  siteId: SiteId | null
  equipmentKind: string | null
  priority: Priority
}

/** Where a ticket goes by the first rule that fits, and the rule's name; null when none does. */
export function advisePlace(
  rules: readonly RoutingRule[],
  request: RoutingRequest,
): { place: Place; rule: string } | null {
  const first = [...rules]
    .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1))
    .find((rule) => fits(rule.when, request))
  return first === undefined ? null : { place: { ...first.to }, rule: first.name }
}

function fits(when: RoutingRule['when'], request: RoutingRequest): boolean {
  return (
    (when.categoryId === null ||
      when.categoryId === request.categoryId ||
      request.categoryPath.includes(when.categoryId)) &&
    (when.industry === null || when.industry === request.industry) &&
    (when.siteId === null || when.siteId === request.siteId) &&
    (when.equipmentKind === null || when.equipmentKind === request.equipmentKind) &&
    (when.priority === null || when.priority === request.priority)
  )
}
