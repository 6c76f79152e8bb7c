import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Ledger } from '#core/calls/ledger.ts'
import type { CallRecord } from '#domain/call/call-record.ts'
import type { LedgerClaim, LedgerClosure } from '#domain/call/ledger-rows.ts'
import { callerKeyOf } from '#domain/call/missed-call.ts'
import { reckonLedger } from '#domain/call/missed-ledger.ts'
import type { EntityPut } from '#domain/entities.ts'
import { aCallRecord, as } from '#tests/domain/rows.ts'
import { seated } from '../support/seated.ts'

const minute = 60_000

/** A history of records, their later versions among them, claims and closures, in the order the feed brings them. */
function history(now: number): fc.Arbitrary<EntityPut[]> {
  const record = fc
    .record({
      ago: fc.integer({ min: 20, max: 400 }),
      kind: fc.constantFrom('missed', 'answered', 'out', 'weTalked', 'elsewhere', 'unended'),
      caller: fc.nat(3),
      contact: fc.option(fc.nat(2), { nil: null }),
      hidden: fc.boolean(),
      call: fc.nat(8),
      id: fc.nat(30),
    })
    .map(({ ago, kind, caller, contact, hidden, call, id }): EntityPut => {
      const ringAt = now - ago * minute
      const number = hidden ? null : `+7495000000${caller}`
      const outgoing = kind === 'out' || kind === 'weTalked'
      const talked = kind === 'answered' || kind === 'weTalked'
      const row: CallRecord = aCallRecord({
        id: as(`record-${id}-${kind}`),
        v: 1,
        direction: outgoing ? 'out' : 'in',
        pbxCallId: outgoing ? `out-${id}-${ago}` : `shared-${call}`,
        numberRaw: number ?? '',
        number,
        hidden,
        contactId: contact === null ? null : as(`contact-${contact}`),
        ringAt,
        answeredAt: talked ? ringAt + 5_000 : null,
        endedAt: kind === 'unended' ? null : ringAt + minute,
        end:
          kind === 'unended'
            ? null
            : kind === 'elsewhere'
              ? 'answeredElsewhere'
              : kind === 'out'
                ? 'noAnswer'
                : talked
                  ? 'endedByThem'
                  : 'abandoned',
      })
      return { entity: 'callRecord', row }
    })
  return fc.uniqueArray(record, { maxLength: 25, selector: ({ row }) => row.id }).chain((puts) => {
    const records = puts.flatMap((put) => (put.entity === 'callRecord' ? put.row : []))
    if (records.length === 0) return fc.constant(puts)
    const closure = fc
      .record({ of: fc.nat(records.length - 1), id: fc.nat(50) })
      .map(({ of, id }): EntityPut => {
        const record = records[of] as CallRecord
        const row: LedgerClosure = {
          id: `closure-${id}`,
          v: 1,
          callerKey: callerKeyOf(record),
          pbxCallIds: [record.pbxCallId],
          reason: 'spam',
          note: '',
          by: as('anna'),
          at: now,
        }
        return { entity: 'ledgerClosure', row }
      })
    const claim = fc.nat(records.length - 1).map((of): EntityPut => {
      const record = records[of] as CallRecord
      const row: LedgerClaim = {
        id: callerKeyOf(record),
        v: 1,
        userId: as('boris'),
        at: now,
        pbxCallIds: [record.pbxCallId],
      }
      return { entity: 'ledgerClaim', row }
    })
    // Nobody closes or claims what they have not seen: the records come before.
    return fc
      .tuple(
        fc.shuffledSubarray(puts, { minLength: puts.length }),
        fc.array(fc.oneof(closure, claim), { maxLength: 6 }),
      )
      .map(([first, then]) => [...first, ...then])
  })
}

test('however the rows come, the ledger of a console is the one that follows from all of them', async () => {
  const anna = await seated()
  const { work } = anna.core
  const now = work.ports.clock.now()
  let cursor = 0
  const apply = (puts: readonly EntityPut[]) => {
    const from = work.store.shapeState('timeline').cursor
    const to = `00000000-0000-0000-0000-000000000000.${++cursor}.1`
    const changes = puts.map(({ entity, row }) => ({
      e: entity,
      id: row.id,
      op: 'put' as const,
      v: row.v,
      row,
    }))
    const applied = work.store.applyPage('timeline', { from, to, more: false, changes, at: now, lastN: null })
    if (applied.kind !== 'applied') throw new Error('the page was not taken')
    expect(applied.unreadable).toBe(0)
    work.tell(applied.changed)
  }
  fc.assert(
    fc.property(history(now), fc.integer({ min: 1, max: 6 }), (puts, size) => {
      work.store.resetShape('timeline')
      const ledger = new Ledger(work)
      try {
        for (let at = 0; at < puts.length; at += size) {
          apply(puts.slice(at, at + size))
          // Asked between the pages too: what it remembers from then must not hide what comes later.
          const rows = {
            records: work.rows.all('callRecord'),
            claims: work.rows.all('ledgerClaim'),
            closures: work.rows.all('ledgerClosure'),
          }
          const whole = reckonLedger(rows.records, rows.claims, rows.closures, now)
          expect(ledger.now.open).toEqual(whole.open)
        }
      } finally {
        ledger.close()
      }
    }),
    { numRuns: 500 },
  )
}, 60_000)
