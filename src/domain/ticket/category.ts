import { z } from 'zod'
import { categoryId } from '../ids.ts'
import { rowVersion } from '../row-version.ts'
import { priority } from './ticket.ts'

export const category = z.object({
  id: categoryId,
  v: rowVersion,
  name: z.string().max(200),
  parentId: categoryId.nullable(),
  defaultPriority: priority,
  position: z.number().int(),
})
export type Category = z.infer<typeof category>
