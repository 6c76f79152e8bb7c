import type { CoreParts, Implementer } from './implementer.ts'
import { storing } from './write-errors.ts'

/** Tickets being written, kept as they are typed. */
export function draftHandlers(os: Implementer, { work }: CoreParts) {
  return os.drafts.router({
    list: os.drafts.list.handler(() => ({ drafts: work.drafts.list() })),
    put: os.drafts.put.handler(({ input, errors }) =>
      storing(errors, () => {
        const savedAt = work.ports.clock.now()
        work.durably(() => work.drafts.put({ ...input, savedAt }))
        return { savedAt }
      }),
    ),
    remove: os.drafts.remove.handler(({ input, errors }) =>
      storing(errors, () => {
        work.durably(() => work.drafts.remove(input.id))
        return {}
      }),
    ),
  })
}
