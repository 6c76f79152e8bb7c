import type { BoardWatch } from '../board/board-watch.ts'
import type { Db } from '../db/db.ts'
import type { Replicas } from '../db/replicas.ts'
import type { FeedReader } from '../feed/feed-reader.ts'
import type { Tailer } from '../feed/tailer.ts'
import type { ListCache } from '../push/space-lists.ts'
import type { Sessions } from '../session/sessions.ts'
import type { DeskLog } from './desk-log.ts'
import type { Metrics } from './metrics.ts'
import type { Streams } from './streams.ts'

/** What the routes of one desk work with. */
export interface DeskParts {
  db: Db
  now: () => number
  random: () => number
  log: DeskLog
  metrics: Metrics
  sessions: Sessions
  replicas: Replicas
  /** Pages of the feed, from a replica or the primary. */
  pages: FeedReader
  tailer: Tailer
  streams: Streams
  boards: BoardWatch
  lists: ListCache
}
