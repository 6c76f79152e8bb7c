import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DeskUnreachable } from '#core/desk-link.ts'
import { askWipe, listConsoles } from '#desk/session/consoles.ts'
import { mainSpace } from '#desk/session/spaces.ts'
import { password } from '#tests/desk/floor/desk.ts'
import { FakeDesk } from '../support/fake-desk.ts'
import { signInAtFake } from '../support/fake-seat.ts'
import { deskForAll, signIn } from '../support/live-desk.ts'
import { draftForRomashka } from '../support/seated.ts'
import { cutOff, isLive, isSettled } from '../support/workplace.ts'

const at = deskForAll()

async function signedIn() {
  const place = await signIn(at.desk)
  return { ...place, code: place.core.work.account?.consoleCode ?? '' }
}

test('what waits is sent first, then nothing of the customers is left and the desk is told', async () => {
  const place = await signedIn()
  const { ports, window, folder, code } = place
  const offline = await cutOff(place)
  const made = await offline.window.tickets.create({ fields: draftForRomashka, callId: null })
  await offline.window.drafts.put({ id: 'draft-1' as never, callId: null, fields: draftForRomashka })
  await askWipe(at.db, mainSpace, code, Date.now())

  const oldKey = ports.secrets.all.get('cache-key')
  const online = await offline.online()
  const { wipedAt } = await online.until((status) => status.wipedAt !== null)
  await expect
    .poll(async () => (await listConsoles(at.db, mainSpace)).find((one) => one.code === code))
    .toMatchObject({
      wipeAskedAt: null,
      wipedAt: expect.any(Number),
    })

  const [ticket] = await at.db.query('select id from tickets where id = $1', [made.row.ticket.id])
  expect(ticket).toEqual({ id: made.row.ticket.id })
  const { work } = online.core
  expect(work.store.all('organisation')).toEqual([])
  expect(work.drafts.list()).toEqual([])
  expect(work.account).toBeNull()
  expect(work.outbox.unsettled()).toEqual([])
  expect(ports.secrets.all.get('cache-key')).not.toBe(oldKey)
  expect([...ports.secrets.all.keys()].sort()).toEqual(['blob-key', 'cache-key', 'outbox-key'])
  expect(readFileSync(join(folder, 'outbox.db')).includes(Buffer.from('Ромашка'))).toBe(false)
  expect(window).toBeDefined()
  expect(wipedAt).toBeGreaterThan(0)
})

test('a wipe that a crash cut off is finished at the next start, before anything is served', async () => {
  const place = await signedIn()
  place.core.work.kept.set('wipe-begun', true)
  const again = await place.restart()
  expect(again.core.work.store.all('organisation')).toEqual([])
  expect(again.core.work.account).toBeNull()
  expect(again.core.status.wipedAt).not.toBeNull()
})

test('a desk that cannot be told of it any more is no surprise', async () => {
  const desk = new FakeDesk()
  const place = await signInAtFake({ desk })
  desk.wipe = true
  desk.fail('wiped', new DeskUnreachable('cut'))
  const again = await place.restart()
  await again.until((status) => status.wipedAt !== null && status.desk.state === 'none')
  expect(desk.asked.at(-1)?.path).toBe('signOut')
  expect(again.ports.log.surprises).toEqual([])
})

test('whoever signs in afterwards works as on a new machine', async () => {
  const place = await signedIn()
  await askWipe(at.db, mainSpace, place.code, Date.now())
  const again = await place.restart()
  await again.until((status) => status.wipedAt !== null && status.desk.state === 'none')
  await again.window.session.signIn({ address: at.desk.address, login: place.user.login, password })
  await again.until(isLive)
  expect(again.core.status.wipedAt).toBeNull()
  await again.window.tickets.create({ fields: draftForRomashka, callId: null })
  await again.until(isSettled)
  expect(again.core.status.notAccepted).toBe(0)
})

test('a code nobody has is said to be none', async () => {
  expect(await askWipe(at.db, mainSpace, 'ZZ99', Date.now())).toBe(false)
})
