import { type Role, role as roleSchema } from '#domain/directory/staff.ts'
import { type Shape, shape as shapeSchema, shapes } from '#domain/entities.ts'

/** Which feeds each role may follow; a role that is not named follows all. Customers and lists (`ref`) everybody needs. */
export type RoleFeeds = Readonly<Partial<Record<Role, readonly Shape[]>>>

export function feedsOf(feeds: RoleFeeds, role: Role): readonly Shape[] {
  return feeds[role] ?? shapes
}

/** Says that `PULT_ROLE_FEEDS` cannot be read. */
export class BadRoleFeeds extends Error {
  override readonly name = 'BadRoleFeeds'
}

/** Reads `admin=ref;supervisor=ref,hot`. Throws `BadRoleFeeds` with a sentence. */
export function roleFeedsFrom(text: string | undefined): RoleFeeds {
  const feeds: Partial<Record<Role, readonly Shape[]>> = {}
  for (const part of (text ?? '').split(';').filter((one) => one.trim() !== '')) {
    const [name = '', list = ''] = part.split('=')
    const role = roleSchema.safeParse(name.trim())
    const named = list.split(',').map((one) => shapeSchema.safeParse(one.trim()))
    const own = named.flatMap(({ data }) => (data === undefined ? [] : [data]))
    if (!role.success || own.length < named.length || !own.includes('ref')) {
      throw new BadRoleFeeds(
        `PULT_ROLE_FEEDS must be like "admin=ref;supervisor=ref,hot,timeline" (ref always); "${part.trim()}" is not.`,
      )
    }
    feeds[role.data] = own
  }
  return feeds
}
