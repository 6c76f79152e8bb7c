import type { QueueId, SpaceId, UserId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import { type Board, board, type Presence } from '#wire/board.ts'
import type { Db } from '../db/db.ts'
import { readPbxRows } from '../pbx/pbx-rows.ts'
import { pbxSilentMs } from '../pbx/pbx-silent.ts'
import { silentMs } from './presence.ts'

type QueueRow = {
  id: QueueId
  name: string
  open: number
  breached: number
  due_id: string | null
  due_number: string | null
  due_subject: string | null
  due: number | null
}

/** Queues with their open tickets, how many are late, and the one due next; by place in lists. */
const queuesSql = `
with figures as (
  select queue_id, count(*) as open, count(*) filter (where sla_due < $2) as breached from tickets
  where space_id = $1 and status in ('new', 'assigned', 'inProgress', 'waiting') group by queue_id
)
select q.id, q.row->>'name' as name, coalesce(f.open, 0) as open, coalesce(f.breached, 0) as breached,
  due.id as due_id, due.number as due_number, due.row->>'subject' as due_subject, due.sla_due as due
from queues q left join figures f on f.queue_id = q.id
left join lateral (
  select t.id, t.number, t.row, t.sla_due from tickets t
  where t.space_id = $1 and t.queue_id = q.id and t.status in ('new', 'assigned', 'inProgress', 'waiting')
    and t.sla_due >= $2
  order by t.sla_due limit 1
) due on true
where q.space_id = $1 order by (q.row->>'position')::int, q.id`

const dispatchersSql = `
select u.id, u.row->>'name' as name, u.row->>'extension' as extension, p.state, p.heard_at from users u
left join presence p on p.space_id = u.space_id and p.user_id = u.id
where u.space_id = $1 and u.active order by u.row->>'name', u.id`

/** The whole board of a space as the database has it now. */
export async function readBoard(db: Db, spaceId: SpaceId, at: Instant): Promise<Board> {
  const queues = await db.query<QueueRow>(queuesSql, [spaceId, at])
  const people = await db.query<{
    id: UserId
    name: string
    extension: string | null
    state: Presence | null
    heard_at: number | null
  }>(dispatchersSql, [spaceId])
  const [pbx] = await db.query<{ at: number; live: boolean; rows: unknown }>(
    'select at, live, rows from pbx_state where space_id = $1',
    [spaceId],
  )
  const live = pbx?.live === true && pbx.at > at - pbxSilentMs
  const { queues: callQueues, members } = readPbxRows(pbx?.rows)
  return board.parse({
    at,
    queues: queues.map(({ id, name, open, breached, due_id, due_number, due_subject, due }) => ({
      queueId: id,
      name,
      open,
      breached,
      nearestDue:
        due_id === null ? null : { ticketId: due_id, number: due_number, subject: due_subject ?? '', due },
    })),
    dispatchers: people.map(({ id, name, extension, state, heard_at }) => ({
      userId: id,
      name,
      presence: state === null || heard_at === null ? null : heardOf(state, heard_at, at),
      heardAt: heard_at,
      pause: live ? (members.find((member) => member.extension === extension)?.pause ?? null) : null,
    })),
    callQueues: pbx === undefined ? null : { live, heardAt: pbx.at, rows: callQueues },
  })
}

/** Nothing lies: what was said by a console that fell silent is not the state of its dispatcher. */
function heardOf(state: Presence, heardAt: Instant, at: Instant): Presence {
  if (heardAt > at - silentMs || state.state === 'offline') return state
  return {
    ...{ state: 'offline', reason: null, since: heardAt + silentMs, line: 'off', call: null },
    ...{ doNotDisturb: false, wrapUpUntil: null, queuePause: null },
  }
}
