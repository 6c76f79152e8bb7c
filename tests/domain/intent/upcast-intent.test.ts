import fc from 'fast-check'
import { expect, test } from 'vitest'
import { intent } from '#domain/intent/intent.ts'
import {
  intentVersion,
  type Upcaster,
  upcasters,
  upcastIntent,
  versionsBack,
} from '#domain/intent/upcast-intent.ts'

/** What the first Pult wrote at a ring. */
const firstRing = {
  kind: 'call.rang',
  record: {
    id: 'call-1',
    v: 0,
    direction: 'in',
    userId: 'anna',
    pbxCallId: 'p',
    sipCallId: 's',
    callQueue: null,
    dialledNumber: null,
    numberRaw: '84951112233',
    number: '+74951112233',
    callerName: '',
    hidden: false,
    contactId: null,
    organisationId: null,
    ticketIds: [],
    ringAt: 1,
    answeredAt: null,
    endedAt: null,
    end: null,
  },
}

test('what the first version wrote is read today', () => {
  const upcast = upcastIntent(firstRing, 1)
  expect(upcast.ok && intent.parse(upcast.value)).toMatchObject({
    kind: 'call.rang',
    record: { number: '+74951112233', wrapUpCode: null },
  })
})

const rename: Upcaster = ({ title, ...rest }) => ({ ...rest, subject: title })
const shout: Upcaster = (raw) => ({ ...raw, subject: `${raw.subject}!` })
const third: Upcaster = (raw) => ({ ...raw, third: true })

test('steps are taken from its own version on, in order', () => {
  expect(upcastIntent({ title: 'a' }, 1, [rename, shout])).toMatchObject({ value: { subject: 'a!' } })
  expect(upcastIntent({ subject: 'a' }, 2, [rename, shout])).toMatchObject({ value: { subject: 'a!' } })
  expect(upcastIntent({ subject: 'a' }, 3, [rename, shout])).toMatchObject({ value: { subject: 'a' } })
})

test('two versions back are taken, three are not', () => {
  const steps = [rename, shout, third]
  expect(versionsBack).toBe(2)
  expect(upcastIntent({ subject: 'a' }, 2, steps).ok).toBe(true)
  expect(upcastIntent({ title: 'a' }, 1, steps)).toEqual({ ok: false, refusal: 'tooOld' })
})

test('a newer console is heard: what it wrote is handed on as it is', () => {
  expect(upcastIntent({ kind: 'of.tomorrow' }, intentVersion + 5)).toEqual({
    ok: true,
    value: { kind: 'of.tomorrow' },
  })
})

test('no step breaks on anything, and none forgets a kind', () => {
  fc.assert(
    fc.property(fc.anything(), fc.integer({ min: 1, max: intentVersion }), (raw, from) => {
      const upcast = upcastIntent(raw, from)
      if (typeof raw === 'object' && raw !== null && 'kind' in raw) {
        expect(upcast.ok && (upcast.value as { kind: unknown }).kind).toBe(raw.kind)
      }
    }),
    { numRuns: 2000 },
  )
  expect(upcasters.length).toBe(intentVersion - 1)
})
