import type { ContactId, OrganisationId } from '#domain/ids.ts'
import type { Instant } from '#domain/instant.ts'
import type { Sqlite } from '../files/encrypted-db.ts'
import type { Outbox } from './outbox.ts'

/** Who dispatchers of this machine said a number is. */
export interface LearntChoice {
  contactId: ContactId | null
  organisationId: OrganisationId | null
  times: number
  at: Instant
}

/** A choice counts half after so long without being made again. */
const halfLifeMs = 90 * 86_400_000

/** Choices by number; all in memory too (a machine learns some hundreds), because every pop asks. */
export class LearntChoices {
  readonly #db: Sqlite
  readonly #outbox: Outbox
  readonly #known = new Map<string, LearntChoice>()

  constructor(db: Sqlite, outbox: Outbox) {
    this.#db = db
    this.#outbox = outbox
    const rows = db
      .prepare(
        'select number, contact_id as contactId, organisation_id as organisationId, times, at from learnt',
      )
      .all() as (LearntChoice & { number: string })[]
    for (const { number, ...choice } of rows) this.#known.set(number, choice)
  }

  get(number: string): LearntChoice | null {
    return this.#known.get(number) ?? null
  }

  /** How much a choice of this contact weighs now: times made, faded with age; 0: another or none. */
  weight(number: string, contactId: ContactId, now: Instant): number {
    const choice = this.#known.get(number)
    if (choice?.contactId !== contactId) return 0
    return choice.times * 0.5 ** (Math.max(0, now - choice.at) / halfLifeMs)
  }

  /** Call it inside the commit of the change that tells the desk. Another choice than before begins at one. */
  learn(
    number: string,
    contactId: ContactId | null,
    organisationId: OrganisationId | null,
    at: Instant,
  ): void {
    const before = this.#known.get(number)
    const same = before?.contactId === contactId && before.organisationId === organisationId
    const choice = { contactId, organisationId, times: same ? before.times + 1 : 1, at }
    this.#outbox.write(() =>
      this.#db
        .prepare(
          'insert or replace into learnt (number, contact_id, organisation_id, times, at) values (?, ?, ?, ?, ?)',
        )
        .run(number, contactId, organisationId, choice.times, at),
    )
    this.#known.set(number, choice)
  }

  clear(): void {
    this.#outbox.write(() => this.#db.exec('delete from learnt'))
    this.#known.clear()
  }
}
