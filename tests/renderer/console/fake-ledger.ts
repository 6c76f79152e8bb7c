import type { CallDetails, JournalRow } from '#bridge/calls.ts'
import type { LedgerRow, LedgerView } from '#bridge/ledger.ts'
import { callerKey } from '#domain/call/ledger-rows.ts'
import type { UserId } from '#domain/ids.ts'
import { ivan, romashka, users } from './fake-company.ts'

const minute = 60_000

function waiting(at: number, minutes: number, number: string | null, fields: Partial<LedgerRow>): LedgerRow {
  return {
    callerKey: callerKey.parse(number === null ? 'c:pbx-hidden' : `n:${number}`),
    number,
    numberRaw: number ?? '',
    callerName: '',
    hidden: number === null,
    contactId: null,
    contactName: null,
    organisationId: null,
    organisationName: null,
    callQueue: 'support',
    calls: 1,
    firstAt: at - minutes * minute,
    lastAt: at - minutes * minute,
    attempts: 0,
    lastAttemptAt: null,
    owner: null,
    ...fields,
  }
}

/** Callers who wait: over an hour, over half an hour, just now; one taken by a colleague, one hidden. */
export function ledgerOf(at: number): LedgerView {
  const known = {
    contactId: ivan.id,
    contactName: ivan.name,
    organisationId: romashka.id,
    organisationName: romashka.name,
  }
  const rows = [
    waiting(at, 154, '+74951112233', {
      ...known,
      calls: 3,
      lastAt: at - 12 * minute,
      attempts: 1,
      lastAttemptAt: at - 60 * minute,
    }),
    waiting(at, 47, '+78123332211', {
      callerName: 'Реснянский',
      owner: { userId: users[1]!.id, name: users[1]!.name, at: at - 5 * minute, confirmed: true },
    }),
    waiting(at, 33, '+79167778899', {
      owner: { userId: users[0]!.id, name: users[0]!.name, at: at - 2 * minute, confirmed: false },
    }),
    waiting(at, 4, null, {}),
  ]
  return {
    rows,
    count: rows.length,
    deaf: [
      {
        id: 'deaf-1',
        userId: 'somebody' as UserId,
        name: 'Анна Смирнова',
        from: at - 90 * minute,
        to: at - 86 * minute,
        missed: 2,
      },
    ],
  }
}

export function detailsOf(row: JournalRow, at: number): CallDetails {
  return {
    row,
    rangAt: [
      { userName: 'Марина Орлова', ringAt: row.record.ringAt, end: 'abandoned', answered: false },
      { userName: 'Анна Смирнова', ringAt: row.record.ringAt, end: 'rejected', answered: false },
    ],
    tickets: [{ ticketId: 'ticket-1' as never, number: '1234', subject: 'Касса не печатает чек' }],
    settlement: row.missed
      ? { how: 'handledOtherwise', at: at - 10 * minute, byName: 'Анна Смирнова', note: 'Написали на почту' }
      : null,
  }
}
