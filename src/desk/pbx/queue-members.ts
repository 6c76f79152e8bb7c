import { type AmiFrame, fieldOf } from './ami-frames.ts'

/** One member of one call queue, as the PBX has it. */
export interface QueueMember {
  queue: string
  /** What the PBX calls it: `PJSIP/101`, `Local/101@from-queue/n`. */
  interface: string
  extension: string
  paused: boolean
  reason: string
}

/** Extension of `PJSIP/101`, `SIP/101`, `Local/101@from-queue/n`; null: a member that is no single phone. */
export function extensionOf(name: string): string | null {
  return /^(?:PJSIP|SIP|IAX2|Local)\/([^@/;]+)(?:[@/;].*)?$/i.exec(name)?.[1] ?? null
}

/** Who is a member of which call queue, and paused: folded from a snapshot (QueueStatus) and the events after it. */
export class QueueMembers {
  readonly #members = new Map<string, QueueMember>()

  beginSnapshot(): void {
    this.#members.clear()
  }

  apply(frame: AmiFrame): void {
    const queue = fieldOf(frame, 'Queue')
    // `QueueMember` of a snapshot calls it Location, events call it Interface.
    const name = fieldOf(frame, 'Interface') || fieldOf(frame, 'Location')
    if (queue === '' || name === '') return
    const key = `${queue}\n${name}`
    switch (fieldOf(frame, 'Event')) {
      case 'QueueMember':
      case 'QueueMemberAdded':
      case 'QueueMemberStatus':
      case 'QueueMemberPause': {
        const extension = extensionOf(name) ?? extensionOf(fieldOf(frame, 'StateInterface'))
        if (extension === null) return
        const paused = fieldOf(frame, 'Paused') === '1'
        const reason = paused ? fieldOf(frame, 'PausedReason') : ''
        this.#members.set(key, { queue, interface: name, extension, paused, reason })
        return
      }
      case 'QueueMemberRemoved':
        this.#members.delete(key)
    }
  }

  all(): QueueMember[] {
    return [...this.#members.values()]
  }
}
