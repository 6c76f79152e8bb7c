import { z } from 'zod'
import { industry } from '../directory/organisation.ts'
import { categoryId, queueId, routingRuleId, siteId, userId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'
import { priority } from '../ticket/ticket.ts'

/** Rules are tried by `position`; the first whose every named condition fits says where a ticket goes. */
export const routingRule = z.object({
  id: routingRuleId,
  v: rowVersion,
  position: z.number().int(),
  name: z.string().max(200),
  when: z.object({
    categoryId: categoryId.nullable(),
    industry: industry.nullable(),
    siteId: siteId.nullable(),
    equipmentKind: z.string().max(100).nullable(),
    priority: priority.nullable(),
  }),
  to: z.object({ queueId, assigneeId: userId.nullable() }),
})
export type RoutingRule = z.infer<typeof routingRule>
