import { expect, test } from 'vitest'
import { advisePlace, type RoutingRequest } from '#domain/routing/advise-place.ts'
import type { RoutingRule } from '#domain/routing/routing-rule.ts'
import { as } from '../rows.ts'

const anything = { categoryId: null, industry: null, siteId: null, equipmentKind: null, priority: null }
const rule = (
  position: number,
  name: string,
  when: Partial<RoutingRule['when']>,
  queue = name,
): RoutingRule => ({
  id: as(name),
  v: 1,
  position,
  name,
  when: { ...anything, ...when },
  to: { queueId: as(queue), assigneeId: null },
})
const rules = [
  rule(9, 'rest', {}),
  rule(1, 'urgent cash', { categoryId: as('cash'), priority: 'critical' }),
  rule(2, 'cash', { categoryId: as('cash') }),
  rule(3, 'vip', { siteId: as('hq') }),
  rule(4, 'retail servers', { industry: 'retail', equipmentKind: 'server' }),
]
const request: RoutingRequest = {
  categoryId: null,
  categoryPath: [],
  industry: null,
  siteId: null,
  equipmentKind: null,
  priority: 'normal',
}

test.each([
  [{}, 'rest'],
  [{ categoryId: as<never>('cash') }, 'cash'],
  [{ categoryId: as<never>('cash'), priority: 'critical' as const }, 'urgent cash'],
  [{ categoryId: as<never>('receipt'), categoryPath: [as<never>('receipt'), as<never>('cash')] }, 'cash'],
  [{ siteId: as<never>('hq') }, 'vip'],
  [{ industry: 'retail' as const, equipmentKind: 'server' }, 'retail servers'],
  [{ industry: 'facility' as const, equipmentKind: 'server' }, 'rest'],
])('%j goes by "%s"', (more, name) => {
  expect(advisePlace(rules, { ...request, ...more })).toEqual({
    place: { queueId: name, assigneeId: null },
    rule: name,
  })
})

test('without a rule that fits there is no advice', () => {
  expect(advisePlace(rules.slice(1), request)).toBeNull()
})
