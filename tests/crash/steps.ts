import { basename, dirname } from 'node:path'

type Rule = readonly [RegExp, string]

/** Statements that write, by what they do. The first that fits names the step. */
const outboxRules: readonly Rule[] = [
  [/^insert into change /, 'change appended'],
  [/^update change set state = 'confirmed'/, 'changes confirmed'],
  [/^update change set state = 'pending'/, 'changes asked for again'],
  [/^update change set n = \? where/, 'number moved'],
  [/^update change set n = n -/, 'numbers aligned'],
  [/^delete from change where state in/, 'settled changes pruned'],
  [/^delete from change where state <>/, 'settled changes wiped'],
  [/^delete from change$/, 'outbox begun anew'],
  [/^insert or replace into draft/, 'draft kept'],
  [/^delete from draft where/, 'draft removed'],
  [/^delete from draft$/, 'drafts wiped'],
  [/^insert or replace into learnt/, 'choice learnt'],
  [/^delete from learnt/, 'choices wiped'],
  [/^insert into upload/, 'upload listed'],
  [/^update upload/, 'upload settled'],
  [/^delete from upload where/, 'uploads pruned'],
  [/^delete from upload$/, 'uploads wiped'],
  [/'n-floor'/, 'kept n-floor'],
  [/^delete from kept/, 'kept thing removed'],
  [/^pragma user_version=/, 'outbox migrated to'],
  [/^pragma wal_checkpoint/, 'outbox gathered'],
]

const cacheRules: readonly Rule[] = [
  [/^insert into sync_/, 'page and cursor'],
  [/^insert into meta/, 'cache made'],
  [/^insert into "/, 'row of a page'],
  [/^delete from search_debt_\w+ where/, 'search of changes paid'],
  [/^(update|delete from) search_fill_\w+ .*where/, 'search of a fill paid'],
  [/^delete from contact_phone$/, 'feed of customers emptied'],
  [/^delete from search_ticket$/, 'feed of tickets emptied'],
]

const nextRules: readonly Rule[] = [
  [/^insert into meta/, 'next cache begun'],
  [/^create (unique )?index/, 'next cache indexed'],
  [/^insert into search_fill_/, 'next cache owes its search'],
  [/^insert into sync_/, 'next cache with its cursor'],
]

/** Name of the durable step a statement makes on a file of the core; null: none that is counted. */
export function sqlSteps(file: string, sql: string, args: readonly unknown[]): string | null {
  const text = sql.trim()
  switch (basename(file)) {
    case 'outbox.db': {
      if (/^insert or replace into kept/.test(text) && !text.includes('n-floor'))
        return `kept ${String(args[0])}`
      if (/^delete from kept/.test(text)) return `kept ${String(args[0])} removed`
      if (/^update change set state = \?/.test(text)) return `change ${String(args[0])}`
      const version = /^pragma user_version=(\d)/.exec(text)?.[1]
      if (version) return `outbox migrated to ${version}`
      return ruled(outboxRules, text)
    }
    case 'cache-ref.db':
    case 'cache-hot.db':
    case 'cache-timeline.db':
    // The connection that works with all three is one to a database in memory, with the files attached.
    case ':memory:':
      return ruled(cacheRules, text)
    case 'cache-ref.db.next':
    case 'cache-hot.db.next':
    case 'cache-timeline.db.next':
      return ruled(nextRules, text)
    default:
      return null
  }
}

const ruled = (rules: readonly Rule[], text: string) => rules.find(([rule]) => rule.test(text))?.[1] ?? null

const fileRules: readonly Rule[] = [
  [/^writeFileSync core\.lock$/, 'lock taken'],
  [/^rmSync core\.lock$/, 'lock removed'],
  [/^writeFileSync secrets\.json\.next$/, 'secrets written beside'],
  [/^renameSync secrets\.json\.next secrets\.json$/, 'secrets put in place'],
  [/^copyFileSync outbox\.db outbox\.db\.before-\d+$/, 'outbox copied before migration'],
  [/^rmSync cache-\w+\.db$/, 'cache removed'],
  [/^rmSync cache-\w+\.db-wal$/, 'journal of the cache removed'],
  [/^writeFileSync snapshot-\w+\.json$/, 'note of a snapshot'],
  [/^appendFileSync snapshot-\w+\.part$/, 'part of a snapshot'],
  [/^rmSync snapshot-\w+\.part$/, 'part of a snapshot removed'],
  [/^fsyncSync cache-\w+\.db\.next$/, 'next cache flushed'],
  [/^renameSync cache-(\w+)\.db\.next cache-\1\.db$/, 'cache swapped'],
  [/^openSync blobs\/\w+\.new$/, 'file begun'],
  [/^writeSync blobs\/\w+\.new$/, 'piece of a file'],
  [/^fsyncSync blobs\/\w+\.new$/, 'file flushed'],
  [/^renameSync blobs\/\w+\.new /, 'file named'],
  [/^rmSync blobs\/\w+\.new$/, 'unfinished file removed'],
  [/^rmSync blobs$/, 'files wiped'],
]

/** Name of the durable step of a call of `node:fs`. */
export function fileSteps(call: string, from: string, to: string): string | null {
  const place = (path: string) =>
    basename(dirname(path)) === 'blobs' ? `blobs/${basename(path)}` : basename(path)
  const two = call === 'renameSync' || call === 'copyFileSync'
  return ruled(fileRules, `${call} ${place(from)}${two ? ` ${place(to)}` : ''}`)
}

const requestRules: readonly Rule[] = [
  [/\/sign-in$/, 'sign-in answered'],
  [/\/refresh$/, 'token renewed at the desk'],
  [/\/hello$/, 'hello answered'],
  [/\/push$/, 'push answered'],
  [/\/piece$/, 'piece taken by the desk'],
  [/\/wiped$/, 'wipe told'],
]

/** Name of a request whose answer is here and not yet read. */
export function requestSteps(path: string): string | null {
  return ruled(requestRules, path)
}
