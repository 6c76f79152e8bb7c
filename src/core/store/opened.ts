import type { Sqlite } from '../files/encrypted-db.ts'
import { CallLists } from './call-lists.ts'
import { NumberLookup } from './number-lookup.ts'
import { OwedTexts } from './owed-texts.ts'
import { RowReader } from './row-reader.ts'
import { RowWriter } from './row-writer.ts'
import { syncStates } from './sync-state.ts'
import { TextDebt } from './text-debt.ts'
import { TextSearch } from './text-search.ts'
import { TicketLists } from './ticket-lists.ts'

/** The parts that ask and write, with their statements prepared over one open cache. */
export interface Opened {
  db: Sqlite
  reader: RowReader
  writer: RowWriter
  numbers: NumberLookup
  lists: TicketLists
  calls: CallLists
  texts: TextSearch
  debt: TextDebt
  sync: ReturnType<typeof syncStates>
}

export function opened(db: Sqlite): Opened {
  const debt = new TextDebt(db)
  const owed = new OwedTexts(db)
  return {
    db,
    reader: new RowReader(db),
    writer: new RowWriter(db, debt),
    numbers: new NumberLookup(db),
    lists: new TicketLists(db, owed),
    calls: new CallLists(db),
    texts: new TextSearch(db, owed),
    debt,
    sync: syncStates(db),
  }
}
