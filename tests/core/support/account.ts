import { spaceId, userId } from '#domain/ids.ts'
import { ids } from '#tests/desk/floor/company.ts'
import { emptyDraft } from './ringing.ts'

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

export const draftForRomashka = {
  ...emptyDraft,
  organisationId: ids.organisation,
  contactId: ids.contact,
  categoryId: ids.category,
}
