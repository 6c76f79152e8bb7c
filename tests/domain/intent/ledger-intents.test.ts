import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callerKey } from '#domain/call/ledger-rows.ts'
import type { UserId } from '#domain/ids.ts'
import { applyIntent } from '#domain/intent/apply-intent.ts'
import type { Intent } from '#domain/intent/intent.ts'
import { intentRefs } from '#domain/intent/intent-refs.ts'
import { as, Rows } from '#tests/domain/rows.ts'

const key = callerKey.parse('n:+74951112233')
const claim = (expected: string | null = null, pbxCallIds = ['p1']): Intent => ({
  kind: 'ledger.claim',
  callerKey: key,
  pbxCallIds,
  expected: expected === null ? null : as<UserId>(expected),
})
const release = (expected: string): Intent => ({
  kind: 'ledger.release',
  callerKey: key,
  expected: as(expected),
})
const close = (id: string, pbxCallIds = ['p1']): Intent => ({
  kind: 'ledger.close',
  closure: { id, callerKey: key, pbxCallIds, reason: 'spam', note: '' },
})

/** A desk of rows: applies what its rules allow, as the real one does. */
function desk() {
  const rows = new Rows()
  return {
    rows,
    take(intent: Intent, by: string, at = 100, role: 'dispatcher' | 'supervisor' = 'dispatcher') {
      const applied = applyIntent(intent, rows.lookup, { by: as(by), role, at })
      if (applied.ok) rows.write(applied.value.puts)
      return applied
    },
    get owner() {
      return rows.lookup('ledgerClaim', key)?.userId ?? null
    },
  }
}

describe('a missed caller', () => {
  test('is the first’s who claims; the second is told who and since when; said twice is no news', () => {
    const { take, rows } = desk()
    expect(take(claim(), 'anna').ok).toBe(true)
    expect(rows.lookup('ledgerClaim', key)).toMatchObject({ userId: 'anna', at: 100 })
    expect(take(claim(), 'boris', 200)).toEqual({
      ok: false,
      refusal: { code: 'takenBy', userId: 'anna', at: 100 },
    })
    expect(take(claim(), 'anna', 300)).toMatchObject({ value: { puts: [], notice: { code: 'alreadySo' } } })
  })

  test('is given back by the owner, or by a supervisor for the owner they saw', () => {
    const one = desk()
    one.take(claim(), 'anna')
    expect(one.take(release('anna'), 'boris')).toMatchObject({ refusal: { code: 'forbidden' } })
    expect(one.take(release('boris'), 'vera', 200, 'supervisor')).toMatchObject({
      refusal: { code: 'takenBy' },
    })
    expect(one.take(release('anna'), 'vera', 200, 'supervisor').ok).toBe(true)
    expect(one.owner).toBeNull()
    expect(one.take(claim(), 'boris').ok).toBe(true)
  })

  test('is taken over by a supervisor from the owner they saw', () => {
    const one = desk()
    one.take(claim(), 'anna')
    expect(one.take(claim('boris'), 'vera', 200, 'supervisor').ok).toBe(false)
    expect(one.take(claim('anna'), 'vera', 200, 'supervisor').ok).toBe(true)
    expect(one.owner).toBe('vera')
  })

  test('is closed by who has them; the same closure again is no news, under a foreign name it is refused', () => {
    const one = desk()
    one.take(claim(), 'anna')
    expect(one.take(close('c1'), 'boris')).toMatchObject({ refusal: { code: 'takenBy', userId: 'anna' } })
    expect(one.take(close('c1'), 'anna').ok).toBe(true)
    expect(one.take(close('c1'), 'anna')).toMatchObject({ value: { notice: { code: 'alreadySo' } } })
    expect(one.take(close('c1'), 'vera', 300, 'supervisor')).toMatchObject({
      refusal: { code: 'alreadyExists' },
    })
  })

  test('a rule reads and writes only what it names', () => {
    for (const intent of [claim(), release('anna'), close('c1')]) {
      const named = intentRefs(intent).map(({ entity, id }) => `${entity} ${id}`)
      const one = desk()
      one.take(claim(), 'anna')
      const applied = applyIntent(intent, one.rows.lookup, { by: as('anna'), role: 'dispatcher', at: 1 })
      if (!applied.ok) throw new Error(applied.refusal.code)
      for (const { entity, row } of applied.value.puts) expect(named).toContain(`${entity} ${row.id}`)
    }
  })

  test('whoever claims, gives back and dials in whatever order, two never dial at once, and a loser is told the owner', () => {
    const person = fc.constantFrom('anna', 'boris', 'kira')
    const deed = fc.record({ by: person, what: fc.constantFrom('callBack', 'release', 'hangUp') })
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
        const one = desk()
        const dialling = new Set<string>()
        deeds.forEach(({ by, what }, at) => {
          if (what === 'hangUp') dialling.delete(by)
          else if (what === 'release') {
            // A console gives back nobody it is talking to.
            if (!dialling.has(by)) one.take(release(by), by, at)
          } else {
            const before = one.owner
            const answer = one.take(claim(), by, at)
            if (answer.ok) dialling.add(by)
            else expect(answer.refusal).toMatchObject({ code: 'takenBy', userId: before })
            expect(answer.ok).toBe(before === null || before === by)
          }
          expect(dialling.size).toBeLessThanOrEqual(1)
        })
      }),
      { numRuns: 10_000 },
    )
  })
})

test('a deaf time is its author’s, kept once, and ends after it began', () => {
  const { take, rows } = desk()
  const deaf = (from: number, to: number): Intent => ({ kind: 'line.wasDeaf', deaf: { id: 'd1', from, to } })
  expect(take(deaf(20, 10), 'anna')).toMatchObject({ refusal: { code: 'invalid' } })
  expect(take(deaf(10, 20), 'anna').ok).toBe(true)
  expect(rows.lookup('deafTime', 'd1')).toMatchObject({ userId: 'anna', from: 10, to: 20 })
  expect(take(deaf(10, 30), 'anna')).toMatchObject({ value: { puts: [] } })
})
