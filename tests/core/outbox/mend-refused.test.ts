import { expect, test } from 'vitest'
import type { TicketId } from '#domain/ids.ts'
import { ticketRow } from '#tests/desk/floor/company.ts'
import { FakeDesk } from '../support/fake-desk.ts'
import { signInAtFake } from '../support/fake-seat.ts'
import { draftForRomashka } from '../support/seated.ts'

/** Somebody whose changes the desk refuses until told otherwise. */
async function refusedOnce() {
  const desk = new FakeDesk()
  desk.onPush = (intents) => {
    desk.lastN = intents.at(-1)?.n ?? desk.lastN
    return {
      outcomes: intents.map(({ n, key }) => ({
        n,
        key: key as never,
        outcome: 'refused',
        refusal: { code: 'invalid', field: 'subject' },
      })),
      expected: desk.lastN + 1,
    }
  }
  desk.publish('hot', [{ entity: 'ticket', row: { ...ticketRow('t-1'), v: 1 } }])
  const place = await signInAtFake({ desk })
  await place.window.tickets.create({ fields: draftForRomashka, callId: null })
  await place.until(({ notAccepted }) => notAccepted === 1)
  return place
}

test('a refused ticket becomes a draft with every word of it, and leaves the tray in the same commit', async () => {
  const { window, core, restart } = await refusedOnce()
  const { notAccepted } = await window.outbox.list()
  const draft = await window.outbox.toDraft({ n: notAccepted[0]?.n ?? 0 })
  expect(draft.fields).toEqual(draftForRomashka)
  expect(core.status.notAccepted).toBe(0)
  const again = await restart()
  expect((await again.window.drafts.list()).drafts.map(({ id }) => id)).toEqual([draft.id])
  expect(again.core.status.notAccepted).toBe(0)
})

test('what is no refused ticket cannot become one', async () => {
  const { window } = await refusedOnce()
  await expect(window.outbox.toDraft({ n: 99 })).rejects.toMatchObject({ code: 'NO_SUCH_CHANGE' })
  await expect(window.outbox.reword({ n: 1, text: 'x' })).rejects.toMatchObject({ code: 'NO_SUCH_CHANGE' })
})

test('a refused comment is sent again with other words, once', async () => {
  const place = await refusedOnce()
  const { window, desk } = place
  await window.outbox.discard({ n: 1 })
  desk.onPush = (intents) => ({
    outcomes: intents.map(({ n, key }) => {
      desk.lastN = n
      return { n, key: key as never, outcome: 'refused', refusal: { code: 'notFound', what: 'ticket' } }
    }),
    expected: desk.lastN + 1,
  })
  const ticketId = 't-1' as TicketId
  await window.tickets.comment({ ticketId, text: 'Первые слова', internal: false })
  await place.until(({ notAccepted }) => notAccepted === 1)
  const { notAccepted } = await window.outbox.list()
  const said: unknown[] = []
  desk.onPush = (intents) => {
    said.push(...intents.map(({ intent }) => (intent as { text: string }).text))
    return desk.take(intents)
  }
  await window.outbox.reword({ n: notAccepted[0]?.n ?? 0, text: 'Другие слова' })
  await place.until((status) => status.notAccepted === 0 && status.pending === 0)
  expect(said).toEqual(['Другие слова'])
})
