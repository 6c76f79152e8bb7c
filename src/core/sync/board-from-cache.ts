import type { BoardView } from '#bridge/board.ts'
import type { Workstation } from '../workstation.ts'

/** The desk is away: what the cache knows of the queues, said without a desk's time. */
export function boardFromCache({ store, rows, ports }: Workstation): BoardView {
  const figures = store.queueFigures(ports.clock.now())
  return {
    at: null,
    queues: rows
      .all('queue')
      .sort((a, b) => a.position - b.position)
      .map((queue) => {
        const own = figures.find(({ queueId }) => queueId === queue.id)
        const nearest = own ? store.nearestDue(queue.id) : null
        return {
          queueId: queue.id,
          name: queue.name,
          open: own?.open ?? 0,
          breached: own?.breached ?? 0,
          nearestDue:
            nearest === null || nearest.slaDue === null
              ? null
              : {
                  ticketId: nearest.id,
                  number: nearest.number,
                  subject: nearest.subject,
                  due: nearest.slaDue,
                },
        }
      }),
    dispatchers: rows
      .all('user')
      .filter(({ active, role }) => active && role === 'dispatcher')
      .map((user) => ({ userId: user.id, name: user.name, presence: null, heardAt: null, pause: null })),
    callQueues: null,
  }
}
