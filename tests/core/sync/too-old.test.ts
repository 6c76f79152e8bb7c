import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { signInAtFake } from '../support/fake-seat.ts'
import { draftForRomashka } from '../support/seated.ts'

const tooOld = () => new ORPCError('CONSOLE_TOO_OLD', { status: 426, data: { oldestServed: 9 } })

/** Somebody who made a ticket while the desk was away, and whose desk came back newer. */
async function beforeAnUpdate() {
  const place = await signInAtFake()
  const { desk } = place
  desk.fail('push', ...Array.from({ length: 20 }, () => new ORPCError('BUSY', { status: 503 })))
  await place.window.tickets.create({ fields: draftForRomashka, callId: null })
  return { place, desk }
}
const isTooOld = ({ desk }: { desk: { state: string; fault?: string } }) => desk.fault === 'tooOld'

test('a desk that wants a newer console still takes what waits, before the person is told', async () => {
  const { place, desk } = await beforeAnUpdate()
  desk.fail('push')
  desk.fail('hello', tooOld(), tooOld())
  const again = await place.restart()
  const status = await again.until(isTooOld)
  expect(status.notAccepted).toBe(0)
  expect(again.core.work.outbox.toSend(1)).toEqual([])
  expect(desk.lastN).toBe(1)
})

test('where not even that is taken, the changes stay, and a file can be made of them', async () => {
  const { place, desk } = await beforeAnUpdate()
  desk.fail('push', ...Array.from({ length: 20 }, tooOld))
  desk.fail('hello', tooOld(), tooOld())
  const again = await place.restart()
  const { pending } = await again.until(isTooOld)
  expect(pending).toBe(1)
  const { text } = await again.window.outbox.export()
  const saved = JSON.parse(text)
  expect(saved).toMatchObject({
    format: 'pult-outbox',
    changes: [
      {
        n: 1,
        state: 'pending',
        intent: { kind: 'ticket.create', ticket: { subject: draftForRomashka.subject } },
      },
    ],
  })
})
