import { Emitter } from '#shared/emitter.ts'
import type { Identity } from './identity.ts'
import type { PhoneLeg } from './phone-leg.ts'

export type LegEntry = { leg: PhoneLeg; remote: Identity; direction: 'incoming' | 'outgoing' }

/** All legs that live, by dialog and by extension. `changed` names the extension whose legs changed in any way. */
export class LegBook {
  readonly changed = new Emitter<string>()
  readonly #byCallId = new Map<string, LegEntry>()

  add(entry: LegEntry): void {
    const { leg } = entry
    this.#byCallId.set(leg.dialog.callId, entry)
    leg.news.on((news) => {
      if (news.type === 'over') this.#byCallId.delete(leg.dialog.callId)
      this.changed.emit(leg.extension)
    })
    this.changed.emit(leg.extension)
  }

  find(callId: string): PhoneLeg | null {
    return this.#byCallId.get(callId)?.leg ?? null
  }

  of(extension: string): LegEntry[] {
    return [...this.#byCallId.values()].filter(({ leg }) => leg.extension === extension)
  }

  all(): PhoneLeg[] {
    return [...this.#byCallId.values()].map(({ leg }) => leg)
  }
}
