import { describe, expect, test } from 'vitest'
import type { Intent } from '#domain/intent/intent.ts'
import { aCallRecord, aContact, aPhone, as, Rows } from '../rows.ts'
import { apply, boris, chief, refused, soAlready, world } from './world.ts'

describe('a call', () => {
  test('rang, answered, ended: three writes make one record, and a repeat changes nothing', () => {
    const rows = new Rows()
    const steps: Intent[] = [
      { kind: 'call.rang', record: aCallRecord({ v: 0 }) },
      { kind: 'call.answered', callId: as('call-1'), at: 1500 },
      { kind: 'call.ended', callId: as('call-1'), at: 9000, end: 'endedByThem' },
    ]
    for (const step of steps) {
      expect(apply(rows, step)).toMatchObject({ ok: true, value: { notice: null } })
      expect(apply(rows, step)).toEqual(soAlready)
    }
    expect(rows.lookup('callRecord', as('call-1'))).toMatchObject({
      ringAt: 1000,
      answeredAt: 1500,
      endedAt: 9000,
      end: 'endedByThem',
    })
    expect(apply(rows, { kind: 'call.ended', callId: as('call-1'), at: 9100, end: 'crash' })).toEqual(
      soAlready,
    )
  })

  test('belongs to whoever reports it', () => {
    const rows = new Rows()
    apply(rows, { kind: 'call.rang', record: aCallRecord({ v: 0, userId: as('boris') }) })
    expect(rows.lookup('callRecord', as('call-1'))?.userId).toBe('anna')
  })

  test('that nobody reported is not found', () => {
    expect(apply(new Rows(), { kind: 'call.answered', callId: as('call-1'), at: 1 })).toEqual(
      refused({ code: 'notFound', what: 'callRecord' }),
    )
  })

  test('is identified with the contact and thereby the organisation; the last word stands', () => {
    const rows = world({ entity: 'callRecord', row: aCallRecord() })
    const said: Intent = {
      kind: 'call.identified',
      callId: as('call-1'),
      contactId: as('contact-1'),
      organisationId: null,
    }
    apply(rows, said)
    expect(rows.lookup('callRecord', as('call-1'))).toMatchObject({
      contactId: 'contact-1',
      organisationId: 'org-1',
    })
    expect(apply(rows, said)).toEqual(soAlready)
    apply(rows, { ...said, contactId: null, organisationId: as('org-1') })
    expect(rows.lookup('callRecord', as('call-1'))).toMatchObject({
      contactId: null,
      organisationId: 'org-1',
    })
    expect(apply(rows, { ...said, contactId: as('nobody') })).toEqual(
      refused({ code: 'notFound', what: 'contact' }),
    )
  })

  test('keeps the code of its wrap-up, the last one said', () => {
    const rows = world({ entity: 'callRecord', row: aCallRecord() })
    const said: Intent = { kind: 'call.wrappedUp', callId: as('call-1'), code: 'advice' }
    apply(rows, said)
    expect(rows.lookup('callRecord', as('call-1'))?.wrapUpCode).toBe('advice')
    expect(apply(rows, said)).toEqual(soAlready)
    apply(rows, { ...said, code: 'complaint' })
    expect(rows.lookup('callRecord', as('call-1'))?.wrapUpCode).toBe('complaint')
    expect(apply(new Rows(), said)).toEqual(refused({ code: 'notFound', what: 'callRecord' }))
  })
})

describe('a contact', () => {
  const create = (mayRequest: boolean): Intent => ({
    kind: 'contact.create',
    contact: aContact({
      id: as('contact-2'),
      v: 0,
      authority: { mayRequest, mayApprovePaid: false, siteIds: null, until: null },
    }),
  })

  test('is created once, and by a dispatcher without authority only', () => {
    const rows = world()
    expect(apply(rows, create(true))).toEqual(refused({ code: 'forbidden', what: 'authority' }))
    expect(apply(rows, create(false))).toMatchObject({ ok: true })
    expect(apply(rows, create(false))).toEqual(refused({ code: 'alreadyExists', what: 'contact' }))
    expect(apply(world(), create(true), chief)).toMatchObject({ ok: true })
    expect(apply(new Rows(), create(false))).toEqual(refused({ code: 'notFound', what: 'organisation' }))
  })

  test('gets a number from each of two consoles, and a guess becomes certain', () => {
    const rows = world()
    const add = (number: string, source: 'mined' | 'confirmed'): Intent => ({
      kind: 'contact.addPhone',
      contactId: as('contact-1'),
      phone: aPhone({ number, source }),
    })
    apply(rows, add('+74951112233', 'mined'))
    apply(rows, add('+79161112233', 'confirmed'), boris)
    apply(rows, add('+74951112233', 'confirmed'))
    expect(apply(rows, add('+74951112233', 'mined'))).toEqual(soAlready)
    expect(rows.lookup('contact', as('contact-1'))?.phones).toMatchObject([
      { number: '+74951112233', source: 'confirmed' },
      { number: '+79161112233', source: 'confirmed' },
    ])
    for (let n = 10; n < 28; n++) apply(rows, add(`+749511122${n}`, 'mined'))
    expect(apply(rows, add('+74950000000', 'confirmed'))).toEqual(
      refused({ code: 'invalid', field: 'phones' }),
    )
  })
})
