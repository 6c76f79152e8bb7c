import type { QueuePauseAnswer } from '#domain/call/queue-pause.ts'
import { AmiRefused } from './ami-connection.ts'
import type { QueueMember } from './queue-members.ts'

/** Pauses of ours carry this before the reason: whoever paused somebody by another way keeps the say over it. */
const ours = 'pult: '
/** What was asked for and not yet seen in an event is asked again after this, ms. */
const askAgainMs = 5_000
/** A right that was refused may be given later; until then the PBX is not asked at every change, ms. */
const refusedMs = 60_000

/** Asks the PBX one thing; throws `AmiRefused` when it says no. */
type Ask = (action: string, fields: Readonly<Record<string, string>>) => Promise<unknown>

/**
 * Brings the members of the call queues to what the dispatchers' states want. Asking twice changes nothing at the PBX,
 * and only its events say that something is done.
 */
export class QueuePauses {
  readonly #now: () => number
  readonly #asked = new Map<string, { want: string | null; at: number }>()
  #wanted: ReadonlyMap<string, string> = new Map()
  #refusedAt: number | null = null

  constructor(now: () => number) {
    this.#now = now
  }

  /** A new connection: what the last one was asked, and what it may not, is no news any more. */
  begin(): void {
    this.#asked.clear()
    this.#refusedAt = null
  }

  /** Asks for what is not as wanted (reason by extension). Resolves when everything was asked. */
  async settle(
    members: readonly QueueMember[],
    wanted: ReadonlyMap<string, string>,
    ask: Ask,
  ): Promise<void> {
    this.#wanted = wanted
    const now = this.#now()
    if (this.#refusedAt !== null && now - this.#refusedAt < refusedMs) return
    for (const member of members) {
      const want = wanted.get(member.extension) ?? null
      if (isAs(member, want) || this.#wasAsked(member, want, now)) continue
      this.#asked.set(keyOf(member), { want, at: now })
      try {
        await ask('QueuePause', {
          Interface: member.interface,
          Queue: member.queue,
          Paused: want === null ? 'false' : 'true',
          ...(want === null ? {} : { Reason: ours + want }),
        })
        this.#refusedAt = null
      } catch (error) {
        if (!(error instanceof AmiRefused)) throw error
        // A member that left meanwhile is refused too; only the right is worth a word.
        if (!error.noRight) continue
        this.#refusedAt = now
        return
      }
    }
  }

  /** How each extension that is a member stands, for its console. */
  answers(members: readonly QueueMember[]): { extension: string; pause: QueuePauseAnswer }[] {
    const byExtension = Map.groupBy(members, ({ extension }) => extension)
    return [...byExtension].map(([extension, own]) => ({ extension, pause: this.#answer(extension, own) }))
  }

  #answer(extension: string, members: readonly QueueMember[]): QueuePauseAnswer {
    const [first] = members
    if (first !== undefined && members.every(({ paused }) => paused)) {
      const mine = members.find(({ reason }) => reason.startsWith(ours))
      return mine
        ? { state: 'paused', reason: mine.reason.slice(ours.length) }
        : { state: 'byOthers', reason: first.reason.slice(0, 80) }
    }
    const refused = this.#refusedAt !== null && this.#wanted.has(extension)
    return { state: refused ? 'noRight' : 'notPaused', reason: null }
  }

  #wasAsked(member: QueueMember, want: string | null, now: number): boolean {
    const asked = this.#asked.get(keyOf(member))
    return asked !== undefined && asked.want === want && now - asked.at < askAgainMs
  }
}

const keyOf = (member: QueueMember) => `${member.queue}\n${member.interface}`

function isAs({ paused, reason }: QueueMember, want: string | null): boolean {
  const mine = paused && reason.startsWith(ours)
  if (want === null) return !mine
  return paused && (!mine || reason === ours + want)
}
