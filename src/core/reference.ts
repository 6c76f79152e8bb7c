import type { User } from '#domain/directory/staff.ts'
import type { CategoryId } from '#domain/ids.ts'
import type { RoutingRule } from '#domain/routing/routing-rule.ts'
import type { SlaPolicy } from '#domain/sla/sla-policy.ts'
import type { WorkCalendar } from '#domain/sla/work-calendar.ts'
import type { Category } from '#domain/ticket/category.ts'
import type { Rows } from './store/rows.ts'

/** Kinds whose names stand in lists; their rows lie all over a file of hundreds of megabytes. */
const namedKinds = ['organisation', 'contact', 'site'] as const
export type Named = (typeof namedKinds)[number]
export const isNamed = (entity: string): entity is Named => namedKinds.some((kind) => kind === entity)

/** About 1 MB. */
const namesMax = 8_192

/** Small tables every judgement asks, kept decoded until the reference feed moves. */
export class Reference {
  readonly #rows: Rows
  #kept: Tables | null = null
  readonly #names = new Map<string, string>()

  constructor(rows: Rows) {
    this.#rows = rows
  }

  forget(): void {
    this.#kept = null
    this.#names.clear()
  }

  /** This row is another now. */
  forgetName(entity: Named, id: string): void {
    this.#names.delete(`${entity} ${id}`)
  }

  /** A customer's name as lists show it; null: nobody is known by that id. */
  name(entity: Named, id: string | null): string | null {
    if (id === null) return null
    const key = `${entity} ${id}`
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const name = this.#rows.get(entity, id)?.name ?? null
    if (name === null) return null
    // The oldest goes: lists that are looked at again and again come back at once.
    if (this.#names.size >= namesMax) this.#names.delete(this.#names.keys().next().value ?? '')
    this.#names.set(key, name)
    return name
  }

  get calendars(): readonly WorkCalendar[] {
    return this.#tables().calendars
  }

  get rules(): readonly RoutingRule[] {
    return this.#tables().rules
  }

  policy(id: string | null): SlaPolicy | null {
    return id === null ? null : (this.#tables().policies.get(id) ?? null)
  }

  calendar(id: string | null): WorkCalendar | null {
    return this.#tables().calendars.find((calendar) => calendar.id === id) ?? null
  }

  user(id: string | null): User | null {
    return id === null ? null : (this.#tables().users.get(id) ?? null)
  }

  /** The colleague whose internal number this is. */
  colleague(extension: string): User | null {
    return this.#tables().byExtension.get(extension) ?? null
  }

  /** The category and its parents, nearest first; a ring in the data ends the walk. */
  categoryPath(id: CategoryId | null): CategoryId[] {
    const { categories } = this.#tables()
    const path: CategoryId[] = []
    for (let at = id; at !== null && !path.includes(at); at = categories.get(at)?.parentId ?? null)
      path.push(at)
    return path
  }

  #tables(): Tables {
    this.#kept ??= read(this.#rows)
    return this.#kept
  }
}

interface Tables {
  calendars: WorkCalendar[]
  rules: RoutingRule[]
  policies: Map<string, SlaPolicy>
  users: Map<string, User>
  byExtension: Map<string, User>
  categories: Map<string, Category>
}

function read(rows: Rows): Tables {
  const users = rows.all('user')
  const reached = users.filter(({ active, extension }) => active && extension !== null)
  return {
    calendars: rows.all('workCalendar'),
    rules: rows.all('routingRule').sort((a, b) => a.position - b.position),
    policies: new Map(rows.all('slaPolicy').map((policy) => [policy.id, policy])),
    users: new Map(users.map((user) => [user.id, user])),
    byExtension: new Map(reached.map((user) => [user.extension ?? '', user])),
    categories: new Map(rows.all('category').map((category) => [category.id, category])),
  }
}
