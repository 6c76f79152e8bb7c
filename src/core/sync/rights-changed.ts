import type { Role } from '#domain/directory/staff.ts'
import type { Workstation } from '../workstation.ts'

/** What this person may see is another than at the last hello: the desk is asked anew before anything goes on. */
export class RightsChanged extends Error {
  override readonly name = 'RightsChanged'
}

/** Throws `RightsChanged` when the person's own row says another role than the desk's hello did. */
export function checkOwnRole(work: Workstation, changed: readonly { entity: string; id: string }[]): void {
  const me = work.account?.user
  if (me === undefined || !changed.some(({ entity, id }) => entity === 'user' && id === me.id)) return
  const role: Role | undefined = work.store.get('user', me.id)?.role
  if (role !== undefined && role !== me.role) throw new RightsChanged('the role is another')
}
