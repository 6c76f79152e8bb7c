import type { Names } from '../words/refusal-words.ts'
import type { ConsoleModel } from './console-model.ts'

/** Names of queues and people, from the small lists a console holds whole. */
export function namesOf({ live }: Pick<ConsoleModel, 'live'>): Names {
  const { queues, users } = live.reference.get()
  return {
    queue: (id) => queues.find((queue) => queue.id === id)?.name ?? null,
    user: (id) => users.find((user) => user.id === id)?.name ?? null,
  }
}
