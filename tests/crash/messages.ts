/** What must be true before a life begins, done by the child before it starts the core for the second time. */
export type Prepare =
  /** The cache is not there: a copy of the desk's fills it. */
  | 'emptyCache'
  /** A page of the cache is damaged. */
  | 'spoiltCache'
  /** The cache stands in a history the desk no longer has. */
  | 'otherEpoch'
  /** The outbox is as the first Pult wrote it. */
  | 'oldOutbox'
  /** By the parent: the desk has taken numbers this outbox does not know, as after an older copy of it. */
  | 'numbersGone'
  /** By the parent: IT asks that the workstation be emptied. */
  | 'wipe'
  /** By the parent: nobody was ever here. */
  | 'newFolder'

export interface LifeOrder {
  folder: string
  /** Where is written what was said to be saved, line by line, before the next thing is done. */
  said: string
  /** The code of the filling worker. */
  fillWorker: string
  checkpointWorker: string
  address: string
  login: string
  password: string
  /** Of what is done in this life; its texts carry it. */
  life: string
  seed: number
  prepare: Prepare | null
  /** Absent: look only, then end in order. */
  kill: { point: string; nth: number } | null
  /** Work until the parent's kill comes. */
  endless: boolean
}

/** What was said to the person, in order. */
export type Said =
  | { type: 'changes'; keys: string[]; token: string | null }
  | { type: 'draft'; id: string; subject: string }
  | { type: 'draftGone'; id: string }
  | { type: 'file'; sha256: string; size: number }
  | { type: 'learnt'; number: string; contactId: string }
  | { type: 'surprise'; event: string; text: string }
  | { type: 'killed'; point: string }

/** What a workstation holds when everything it had to say is said. */
export interface Report {
  consoleId: string
  waiting: number
  uploads: number
  keptAside: string | null
  drafts: { id: string; subject: string }[]
  learnt: Record<string, string>
  /** Every row of the cache, `entity id` → hash of the row. */
  rows: Record<string, string>
}

export type FromLife =
  | { type: 'report'; report: Report }
  | { type: 'prepared' }
  | { type: 'worked'; steps: string[] }
export type ToLife = 'goOn' | 'again'
