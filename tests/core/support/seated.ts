import { spaceId, userId } from '#domain/ids.ts'
import { ids, smallCompany } from '#tests/desk/floor/company.ts'
import { emptyDraft, type Workplace, workplace } from './workplace.ts'

export const anna = {
  id: userId.parse('user-anna'),
  v: 1,
  login: 'anna',
  name: 'Анна',
  role: 'dispatcher',
  teamIds: [],
  extension: '101',
  active: true,
} as const

export const account = {
  address: 'http://127.0.0.1:9',
  user: { ...anna, teamIds: [] },
  spaceId: spaceId.parse('space-1'),
  spaceName: 'Сервис',
  shapes: ['ref', 'hot', 'timeline'] as ('ref' | 'hot' | 'timeline')[],
  consoleCode: 'N7',
}

/** A workplace of somebody who signed in before, with the small company in the cache, and no desk to be reached. */
export async function seated(options: Parameters<typeof workplace>[0] = {}): Promise<Workplace> {
  const place = await workplace(options)
  place.core.work.store.load([...smallCompany(), { entity: 'user', row: account.user }], Date.now())
  place.core.work.setAccount(account)
  place.core.work.reference.forget()
  return place
}

export const draftForRomashka = {
  ...emptyDraft,
  organisationId: ids.organisation,
  contactId: ids.contact,
  categoryId: ids.category,
}
