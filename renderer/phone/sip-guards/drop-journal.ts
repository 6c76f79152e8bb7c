import type { Instant } from '#domain/instant.ts'
import { redact } from './redact.ts'

export type DroppedMessage = { at: Instant; why: string; head: string }

/** Enough for a bad hour; each is at most `headMax` characters. */
const kept = 50
const headMax = 2000

/** What was not let through, newest last, redacted, with a count of all since the page began. */
export class DropJournal {
  readonly #entries: DroppedMessage[] = []
  #count = 0

  note(entry: { at: Instant; why: string; text: string }): void {
    this.#count++
    this.#entries.push({
      at: entry.at,
      why: entry.why,
      head: redact(entry.text.slice(0, headMax * 2)).slice(0, headMax),
    })
    if (this.#entries.length > kept) this.#entries.shift()
  }

  get count(): number {
    return this.#count
  }

  entries(): readonly DroppedMessage[] {
    return [...this.#entries]
  }
}
