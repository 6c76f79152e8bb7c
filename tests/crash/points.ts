import type { Prepare } from './messages.ts'

export interface CrashPoint {
  /** A step's name (`steps.ts`); `…, not committed`: written, its transaction still open. */
  name: string
  /** What brings the workstation there; null: any working day does. */
  prepare: Prepare | null
  /** It happens at least so often in a life: which of them is chosen by the seed. */
  times: number
}

const points = (prepare: Prepare | null, names: Readonly<Record<string, number>>): CrashPoint[] =>
  Object.entries(names).map(([name, times]) => ({ name, prepare, times }))

/** Where the process is killed. Every durable step of the core, and the desk's answers before they are read. */
export const crashPoints: readonly CrashPoint[] = [
  ...points(null, {
    'lock taken': 1,
    'change appended': 9,
    'change appended, not committed': 9,
    'change applied': 1,
    'change applied, not committed': 5,
    'change refused': 1,
    'changes confirmed': 1,
    'changes confirmed, not committed': 1,
    'change discarded': 1,
    'settled changes pruned': 1,
    'settled changes pruned, not committed': 1,
    'draft kept': 4,
    'draft kept, not committed': 4,
    'draft removed': 2,
    'draft removed, not committed': 2,
    'choice learnt': 1,
    'choice learnt, not committed': 1,
    'kept provisional-counter': 1,
    'kept conversations': 2,
    'kept lease': 1,
    'file begun': 1,
    'piece of a file': 1,
    'file flushed': 1,
    'file named': 1,
    'upload listed': 1,
    'upload listed, not committed': 1,
    'piece taken by the desk': 1,
    'upload settled': 1,
    'uploads pruned': 1,
    'token renewed at the desk': 1,
    'secrets written beside': 1,
    'secrets put in place': 1,
    'hello answered': 1,
    'push answered': 2,
    'page and cursor': 2,
    'page and cursor, not committed': 2,
    'row of a page, not committed': 2,
    'search of changes paid': 1,
    'search of changes paid, not committed': 1,
    'lock removed': 1,
  }),
  ...points('newFolder', {
    'outbox migrated to 1': 1,
    'outbox migrated to 1, not committed': 1,
    'outbox migrated to 3': 1,
    'secrets put in place': 3,
    'secrets written beside': 3,
    'cache made': 1,
    'sign-in answered': 1,
    'kept console-id': 1,
    'kept space': 1,
    'kept account': 1,
    'kept settings': 1,
  }),
  ...points('oldOutbox', {
    'outbox gathered': 1,
    'outbox copied before migration': 1,
    'outbox migrated to 2': 1,
    'outbox migrated to 3, not committed': 1,
  }),
  ...points('numbersGone', {
    'changes asked for again, not committed': 1,
    'number moved, not committed': 5,
    'numbers aligned': 1,
  }),
  ...points('emptyCache', {
    'note of a snapshot': 3,
    'part of a snapshot': 3,
    'next cache begun': 1,
    'next cache owes its search': 1,
    'search of a fill paid': 1,
    'search of a fill paid, not committed': 1,
    'next cache with its cursor': 1,
    'next cache flushed': 1,
    'journal of the cache removed': 1,
    'cache swapped': 3,
    'part of a snapshot removed': 3,
  }),
  ...points('spoiltCache', { 'cache removed': 1, 'cache made, not committed': 1 }),
  ...points('otherEpoch', { 'feed of customers emptied': 1, 'feed of tickets emptied': 1 }),
  ...points('wipe', {
    'kept wipe-begun': 1,
    'cache removed': 1,
    'settled changes wiped': 1,
    'drafts wiped, not committed': 1,
    'files wiped': 1,
    'kept account removed': 1,
    'kept wiped-at, not committed': 1,
    'wipe told': 1,
  }),
]

/** How reports call a point: with what it takes to get there. */
export const nameOf = ({ name, prepare }: CrashPoint) => (prepare === null ? name : `${name} (${prepare})`)
