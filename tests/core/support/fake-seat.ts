import { systemClock } from '#core/node-ports.ts'
import type { Clock } from '#core/ports.ts'
import { shapeOf } from '#domain/entities.ts'
import { smallCompany } from '#tests/desk/floor/company.ts'
import { account } from './account.ts'
import { FakeDesk } from './fake-desk.ts'
import { memoryPorts } from './memory-ports.ts'
import { isLive, type Workplace, workplace } from './workplace.ts'

/** What signs in at a fake desk, which lets everybody in as Anna. */
export const fakeSignIn = { address: account.address, login: 'anna', password: 'x' }

/** Anna at a fake desk, which has the small company's reference data besides what the test published before. */
export async function signInAtFake({
  desk = new FakeDesk(),
  clock = systemClock,
}: {
  desk?: FakeDesk
  clock?: Clock
} = {}): Promise<Workplace & { desk: FakeDesk }> {
  desk.publish(
    'ref',
    smallCompany().filter(({ entity }) => shapeOf[entity] === 'ref'),
  )
  const place = await workplace({ ports: memoryPorts({ clock, deskLink: () => desk.link() }) })
  await place.window.session.signIn(fakeSignIn)
  await place.until(isLive)
  return { ...place, desk }
}
