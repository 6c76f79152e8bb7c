import { expect, test } from 'vitest'
import type { CallEvent } from '#domain/call/call-event.ts'
import type { Contact } from '#domain/directory/contact.ts'
import { contactId } from '#domain/ids.ts'
import { ids, smallCompany } from '#tests/desk/floor/company.ts'
import { handClock, memoryPorts } from '../support/memory-ports.ts'
import { draftForRomashka, seated } from '../support/seated.ts'
import { ringing, type Workplace } from '../support/workplace.ts'

const olga = smallCompany().find(({ entity }) => entity === 'contact')?.row as Contact
const next = (type: string, id: string, fields = {}) =>
  ({ type, callId: id, at: Date.now(), ...fields }) as unknown as CallEvent
const popOf = ({ window }: Workplace, id: string) => window.calls.pop({ callId: id as never })
const report = ({ window }: Workplace, ...events: CallEvent[]) => window.calls.report({ events })

/** Another person with the number of Olga. */
function alsoOlgas(id: string, fields: Partial<Contact> = {}): Contact {
  return { ...olga, id: contactId.parse(id), name: id, v: 1, ...fields }
}

test.each([['+79161112233'], ['8 (916) 111-22-33'], ['79161112233'], ['9161112233']])(
  '%s pops the same customer',
  async (number) => {
    const anna = await seated()
    await report(anna, ringing('c', number))
    expect((await popOf(anna, 'c')).who).toMatchObject({
      kind: 'known',
      card: { contact: { id: ids.contact }, match: 'exact', maybe: false, openCount: 0, siteCount: 1 },
    })
  },
)

test('the record of a call is kept at ring, then answered, then ended; repeats change nothing', async () => {
  const anna = await seated()
  const record = () => anna.core.work.rows.get('callRecord', 'c')
  await report(anna, ringing('c', '+79161112233'))
  expect(record()).toMatchObject({ contactId: ids.contact, answeredAt: null, userId: 'user-anna' })
  await report(anna, ringing('c', '+79161112233'), next('answered', 'c'), next('answered', 'c'))
  expect(record()?.answeredAt).not.toBeNull()
  const quality = {
    codec: 'PCMA',
    mosMin: 3.4,
    mosAvg: 4.2,
    lossPercent: 0.5,
    jitterMs: 3,
    roundTripMs: null,
  }
  const over = next('ended', 'c', { end: 'endedByThem', sipCode: null, quality })
  await report(anna, over, over)
  expect(record()).toMatchObject({ end: 'endedByThem', quality })
  const kinds = anna.core.work.outbox.unsettled().map(({ intent }) => intent.kind)
  expect(kinds).toEqual(['call.rang', 'call.answered', 'call.ended'])
})

test('the pop is told before the disk is touched', async () => {
  const anna = await seated()
  const order: string[] = []
  const news = await anna.window.calls.watch()
  await news.next()
  anna.core.work.outbox.changed.on(() => order.push('disk'))
  const popped = news.next().then(() => order.push('pop'))
  await report(anna, ringing('c', '+79161112233'))
  await popped
  expect(order).toEqual(['pop', 'disk'])
  await news.return?.(undefined)
})

test('a missed call is in the journal and waits; one taken elsewhere is not missed', async () => {
  const anna = await seated()
  const end = (id: string, how: string) => next('ended', id, { end: how, sipCode: null })
  await report(anna, ringing('gone', '+79161112233'), end('gone', 'abandoned'))
  await report(anna, ringing('taken', '+79161112233'), end('taken', 'answeredElsewhere'))
  const journal = await anna.window.calls.journal({ only: 'missed' })
  const { value: ledger } = await (await anna.window.ledger.watch())[Symbol.asyncIterator]().next()
  expect(ledger).toMatchObject({ count: 1, rows: [{ contactName: 'Ольга Кукушкина', calls: 1 }] })
  expect(journal.rows).toMatchObject([{ record: { id: 'gone' }, contactName: 'Ольга Кукушкина' }])
})

test('several owners are offered, nobody is picked; a choice is kept with the call and learnt for the next', async () => {
  const anna = await seated()
  const organisation = smallCompany().find(({ entity }) => entity === 'organisation')?.row
  const lily = { ...organisation, id: 'org-lily', name: 'Лилия', mainNumber: null } as never
  const pavel = alsoOlgas('Павел', { organisationId: 'org-lily' as never })
  anna.core.work.store.load(
    [
      { entity: 'organisation', row: lily },
      { entity: 'contact', row: pavel },
    ],
    1,
  )
  await report(anna, ringing('c-1', '+79161112233'))
  const first = await popOf(anna, 'c-1')
  expect(first.who).toMatchObject({ kind: 'several', total: 2, shared: false })

  const chosen = await anna.window.calls.choose({
    callId: 'c-1' as never,
    contactId: pavel.id,
    organisationId: null,
  })
  expect(chosen.who).toMatchObject({ kind: 'known', card: { match: 'chosen', contact: { name: 'Павел' } } })
  expect(anna.core.work.rows.get('callRecord', 'c-1')?.contactId).toBe(pavel.id)

  const again = await anna.restart()
  await report(again, ringing('c-2', '+79161112233'))
  expect((await popOf(again, 'c-2')).who).toMatchObject({
    kind: 'known',
    card: { contact: { name: 'Павел' } },
    others: [{ name: 'Ольга Кукушкина' }],
  })
})

test('several people of one organisation: the organisation is shown at once, the person is asked for', async () => {
  const anna = await seated()
  anna.core.work.store.load([{ entity: 'contact', row: alsoOlgas('Павел') }], 1)
  await report(anna, ringing('c-1', '+79161112233'))
  expect((await popOf(anna, 'c-1')).who).toMatchObject({
    kind: 'known',
    card: { contact: null, organisation: { id: ids.organisation } },
    others: [{}, {}],
  })
})

test('a number of many organisations is shared: even what was learnt picks nobody', async () => {
  const anna = await seated()
  const organisation = smallCompany().find(({ entity }) => entity === 'organisation')?.row
  for (const nth of [1, 2, 3, 4]) {
    const organisationId = `org-${nth}` as Contact['organisationId']
    anna.core.work.store.load(
      [
        { entity: 'organisation', row: { ...organisation, id: organisationId, mainNumber: null } as never },
        { entity: 'contact', row: alsoOlgas(`c-${nth}`, { organisationId }) },
      ],
      1,
    )
  }
  await report(anna, ringing('c-1', '+79161112233'))
  await anna.window.calls.choose({ callId: 'c-1' as never, contactId: 'c-2' as never, organisationId: null })
  await report(anna, ringing('c-2', '+79161112233'))
  expect((await popOf(anna, 'c-2')).who).toMatchObject({
    kind: 'several',
    shared: true,
    total: 5,
    candidates: [{ contactId: 'c-2', ranked: 'learnt' }, {}, {}, {}, {}],
  })
})

test('hidden, colleague, block of a main number, unknown', async () => {
  const anna = await seated()
  const hidden = { number: '', name: '', source: 'from', hidden: true } as const
  await report(anna, ringing('h', '', { caller: hidden } as never))
  await report(anna, ringing('i', '101'), ringing('b', '+74951234599'), ringing('u', '+78120000000'))
  expect((await popOf(anna, 'h')).who).toEqual({ kind: 'hidden' })
  expect((await popOf(anna, 'i')).who).toEqual({ kind: 'colleague', name: 'Анна', extension: '101' })
  expect((await popOf(anna, 'b')).who).toMatchObject({
    kind: 'known',
    card: { contact: null, match: 'mainBlock', maybe: true, organisation: { id: ids.organisation } },
  })
  expect((await popOf(anna, 'u')).who).toEqual({ kind: 'unknown' })
})

test('a call handed over by a colleague pops again for the one who speaks now', async () => {
  const anna = await seated()
  await report(anna, ringing('c', '101'), next('answered', 'c'))
  const caller = { number: '+79161112233', name: '', source: 'assertedIdentity', hidden: false }
  await report(anna, next('numbered', 'c', { caller }))
  expect((await popOf(anna, 'c')).who).toMatchObject({
    kind: 'known',
    card: { contact: { id: ids.contact } },
  })
})

test('a number attached to a contact is known from the next call on, before the desk heard of it', async () => {
  const anna = await seated()
  await report(anna, ringing('c-1', '+78120000000'))
  await anna.window.directory.attachNumber({ contactId: ids.contact, number: '8 812 000-00-00' })
  await report(anna, ringing('c-2', '+78120000000'))
  expect((await popOf(anna, 'c-2')).who).toMatchObject({
    kind: 'known',
    card: { contact: { id: ids.contact } },
  })
})

test('a ticket made on the call is among the open ones at the next', async () => {
  const anna = await seated()
  await report(anna, ringing('c-1', '+79161112233'))
  await anna.window.tickets.create({ fields: draftForRomashka, callId: 'c-1' as never })
  await report(anna, ringing('c-2', '+79161112233'))
  expect((await popOf(anna, 'c-2')).who).toMatchObject({
    kind: 'known',
    card: {
      openCount: 1,
      openTickets: [{ subject: 'Не печатает касса' }],
      recentCalls: [{ callId: 'c-1' }],
    },
  })
})

test('a call that rang at two consoles stands once among the last calls, as the one that was answered', async () => {
  const anna = await seated()
  const both = { pbxCallId: 'one-call' } as Partial<Parameters<typeof ringing>[2]>
  await report(anna, ringing('at-boris', '+79161112233', both), ringing('at-anna', '+79161112233', both))
  await report(anna, next('answered', 'at-anna'))
  await report(anna, ringing('later', '+79161112233'))
  expect((await popOf(anna, 'later')).who).toMatchObject({
    kind: 'known',
    card: { recentCalls: [{ callId: 'at-anna', answered: true }] },
  })
})

test('a call cut by a crash gets its end a minute after the restart, unless the phone still speaks of it', async () => {
  const clock = handClock()
  const anna = await seated({ ports: memoryPorts({ clock }) })
  await report(anna, ringing('lost', '+79161112233'), ringing('alive', '+79161112233'))
  const again = await anna.restart()
  await report(again, ringing('alive', '+79161112233'))
  clock.pass(59_000)
  expect(again.core.work.rows.get('callRecord', 'lost')?.end).toBeNull()
  clock.pass(2_000)
  expect(again.core.work.rows.get('callRecord', 'lost')?.end).toBe('crash')
  expect(again.core.work.rows.get('callRecord', 'alive')?.end).toBeNull()
})
