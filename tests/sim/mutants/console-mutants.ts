import { getTableName } from 'drizzle-orm'
import { entityTables } from '#core/store/tables.ts'
import { type Entity, type EntityPut, entities, shapeOf } from '#domain/entities.ts'
import type { Mutant } from './mutant.ts'

const tableName = (entity: Entity) => getTableName(entityTables[entity])

/** Faults of the console. */
export const consoleMutants: readonly Mutant[] = [
  {
    name: 'cursor before rows',
    what: 'the cursor is kept in a transaction of its own before the rows',
    console: ({ store }) => {
      const apply = store.applyPage.bind(store)
      store.applyPage = (shape, page) => {
        const first = apply(shape, { ...page, changes: [] })
        if (first.kind === 'elsewhere') return first
        return apply(shape, { ...page, from: page.to })
      }
    },
  },
  {
    name: 'page.from unchecked',
    what: 'a page is applied wherever the cache stands',
    console: ({ store }) => {
      const apply = store.applyPage.bind(store)
      store.applyPage = (shape, page) => apply(shape, { ...page, from: store.shapeState(shape).cursor })
    },
  },
  {
    name: 'version guard missing',
    what: 'an older version of a row replaces a newer one',
    console: ({ store }) => {
      const apply = store.applyPage.bind(store)
      const withoutGuard: typeof apply = (shape, page) => {
        // Change by change, each time as if what is there were older than anything.
        let applied = apply(shape, { ...page, changes: [] })
        for (const change of page.changes) {
          if (applied.kind === 'elsewhere') return applied
          const { e, id } = change
          store.db.prepare(`update "${tableName(e)}" set v = -1 where id = ?`).run(id)
          const next = apply(shape, { ...page, from: page.to, changes: [change] })
          if (next.kind === 'elsewhere') return next
          applied = { ...next, changed: [...applied.changed, ...next.changed] }
        }
        return applied
      }
      store.applyPage = (shape, page) => store.db.transaction(() => withoutGuard(shape, page))()
    },
  },
  {
    name: 'tombstone ignored',
    what: 'deletions are not applied',
    console: ({ store }) => {
      const apply = store.applyPage.bind(store)
      store.applyPage = (shape, page) =>
        apply(shape, { ...page, changes: page.changes.filter(({ op }) => op !== 'del') })
    },
  },
  {
    name: 'evict ignored',
    what: 'rows that leave the feed stay',
    console: ({ store }) => {
      const apply = store.applyPage.bind(store)
      store.applyPage = (shape, page) =>
        apply(shape, { ...page, changes: page.changes.filter(({ op }) => op !== 'evict') })
    },
  },
  {
    name: 'reset keeps the rows',
    what: 'a feed is begun anew over what was there',
    console: ({ store }) => {
      const reset = store.resetShape.bind(store)
      store.resetShape = (shape) => {
        const rows = entities
          .filter((entity) => shapeOf[entity] === shape)
          .flatMap((entity) => store.all(entity).map((row) => ({ entity, row }) as EntityPut))
        reset(shape)
        store.repair(rows, [])
      }
    },
  },
  {
    name: 'rights reset ignored',
    what: 'rows of a feed that was lost stay on the machine',
    console: ({ store, work }) => {
      const reset = store.resetShape.bind(store)
      store.resetShape = (shape) => {
        if (work.account?.shapes.includes(shape) === true) reset(shape)
      }
    },
  },
  {
    name: 'reset wipes the outbox',
    what: 'changes that wait are thrown away with the cache',
    console: ({ store, outboxDb }) => {
      const reset = store.resetShape.bind(store)
      store.resetShape = (shape) => {
        reset(shape)
        outboxDb.prepare(`delete from change where state = 'pending'`).run()
      }
    },
  },
  {
    name: 'outbox lost on kill',
    what: 'the outbox does not reach the disk before the window says saved',
    console: ({ outboxDb }) => {
      outboxDb.prepare(`delete from change where state = 'pending'`).run()
    },
  },
  {
    name: 'drop intent on timeout',
    what: 'a change whose answer did not come is given up',
    console: ({ work, outboxDb }) => {
      const toSend = work.outbox.toSend.bind(work.outbox)
      let before = 0
      work.outbox.toSend = (limit) => {
        const waiting = toSend(limit)
        const first = waiting[0]?.n ?? 0
        // Asked for once more: the first try was not answered.
        if (first !== 0 && first === before) {
          outboxDb.prepare(`delete from change where n = ? and state = 'pending'`).run(first)
          return toSend(limit)
        }
        before = first
        return waiting
      }
    },
  },
  {
    name: 'resend tail with new keys',
    what: 'what a restored desk forgot is sent again as if it were new',
    console: ({ work, outboxDb }, chance) => {
      const align = work.outbox.align.bind(work.outbox)
      work.outbox.align = (expected) => {
        align(expected)
        const keys = outboxDb.prepare(`select key from change where state = 'pending'`).pluck().all()
        for (const key of keys)
          outboxDb.prepare('update change set key = ? where key = ?').run(chance.uuid(), key)
      }
    },
  },
  {
    name: 'nothing resent after a restore',
    what: 'what a restored desk forgot is not sent again',
    console: ({ work, outboxDb }) => {
      const align = work.outbox.align.bind(work.outbox)
      work.outbox.align = (expected) => {
        outboxDb
          .prepare(`update change set state = 'discarded' where state in ('applied', 'confirmed')`)
          .run()
        align(expected)
      }
    },
  },
  {
    name: 'confirm before echo',
    what: 'the optimistic view lets go of a change when the desk has answered, not when its rows have come',
    console: ({ work }) => {
      const settle = work.outbox.settle.bind(work.outbox)
      work.outbox.settle = (outcomes, at) => {
        settle(outcomes, at)
        work.outbox.confirm(Number.MAX_SAFE_INTEGER, at)
      }
    },
  },
  {
    name: 'overlay not replayed after a page',
    what: 'the optimistic view stands on rows of before',
    console: ({ work }) => {
      const replay = work.overlay.replay.bind(work.overlay)
      let times = 0
      work.overlay.replay = (changes, roleOf) => {
        if (times++ === 0) replay(changes, roleOf)
      }
    },
  },
  {
    name: 'optimistic value in the cache',
    what: 'a change is written into the desk’s rows before the desk has it',
    console: ({ work, store }) => {
      const keep = work.keep.bind(work)
      work.keep = (changes, also) => {
        const kept = keep(changes, also)
        for (const { intent } of kept) {
          if ('ticketId' in intent) {
            store.db.prepare(`update ticket set subject = subject || '~' where id = ?`).run(intent.ticketId)
          }
        }
        return kept
      }
    },
  },
  {
    name: 'downloads wait for uploads',
    what: 'no page is taken while changes wait to be sent',
    console: ({ work, store }) => {
      const apply = store.applyPage.bind(store)
      store.applyPage = (shape, page) =>
        work.outbox.counts().pending > 0 && shapeOf.ticket === shape && store.shapeState(shape).whole
          ? { kind: 'elsewhere' }
          : apply(shape, page)
    },
  },
  {
    name: 'last number kept over a reset',
    what: 'after a restore changes count as come that have not',
    console: ({ store }) => {
      store.lowerLastN = () => undefined
      const reset = store.resetShape.bind(store)
      store.resetShape = (shape) => {
        const { lastN } = store.shapeState(shape)
        reset(shape)
        store.db.prepare(`update sync_${shape} set last_n = ?`).run(lastN)
      }
    },
  },
]
