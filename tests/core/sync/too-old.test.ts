import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { shapeOf } from '#domain/entities.ts'
import { smallCompany } from '#tests/desk/floor/company.ts'
import { FakeDesk } from '../support/fake-desk.ts'
import { memoryPorts } from '../support/memory-ports.ts'
import { draftForRomashka } from '../support/seated.ts'
import { isLive, workplace } from '../support/workplace.ts'

const tooOld = () => new ORPCError('CONSOLE_TOO_OLD', { status: 426, data: { oldestServed: 9 } })

/** Somebody who made a ticket while the desk was away, and whose desk came back newer. */
async function beforeAnUpdate() {
  const desk = new FakeDesk()
  desk.publish(
    'ref',
    smallCompany().filter(({ entity }) => shapeOf[entity] === 'ref'),
  )
  const place = await workplace({ ports: memoryPorts({ deskLink: () => desk.link() }) })
  await place.window.session.signIn({ address: 'http://127.0.0.1:9', login: 'anna', password: 'x' })
  await place.until(isLive)
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
