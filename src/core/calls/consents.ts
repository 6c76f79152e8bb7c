import type { RecordingConsent } from '#domain/call/recording.ts'
import type { CallId } from '#domain/ids.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Workstation } from '../workstation.ts'
import type { Calls } from './calls.ts'

type Noted = { consents: { callId: CallId; consent: RecordingConsent }[] }

/** What the customers of the calls in sight said to being recorded; the records keep it for good. */
export class Consents {
  readonly #work: Workstation
  readonly #calls: Calls
  readonly #noted = new Map<CallId, RecordingConsent>()
  readonly changed = new Emitter<Noted>()

  constructor(work: Workstation, calls: Calls) {
    this.#work = work
    this.#calls = calls
    calls.news.on((news) => {
      if (news.type !== 'calls') return
      for (const id of this.#noted.keys())
        if (!news.calls.some((call) => call.id === id)) this.#noted.delete(id)
    })
  }

  get all(): Noted {
    return { consents: [...this.#noted].map(([callId, consent]) => ({ callId, consent })) }
  }

  note(callId: CallId, consent: RecordingConsent): void {
    // The record must be there before something is said of it.
    this.#calls.keep()
    const about = this.#calls.pop(callId)?.callerName ?? ''
    this.#work.write({ kind: 'call.recorded', callId, recording: null, consent }, about)
    this.#noted.set(callId, consent)
    this.changed.emit(this.all)
  }
}
