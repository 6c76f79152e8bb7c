import { smallCompany } from '#tests/desk/floor/company.ts'
import { account } from './account.ts'
import { type Workplace, workplace } from './workplace.ts'

export { account, draftForRomashka } from './account.ts'

/** A workplace of somebody who signed in before, with the small company in the cache, and no desk to be reached. */
export async function seated(options: Parameters<typeof workplace>[0] = {}): Promise<Workplace> {
  const place = await workplace(options)
  place.core.work.store.load([...smallCompany(), { entity: 'user', row: account.user }], Date.now())
  place.core.work.setAccount(account)
  place.core.work.reference.forget()
  return place
}
