import type { DeskPolicy } from '#domain/call/desk-policy.ts'
import type { DeskSound } from '#domain/call/desk-state.ts'
import type { CallId } from '#domain/ids.ts'
import type { CallSessions } from '../call/call-sessions.ts'
import type { MediaPort, RingKind } from '../media/media-port.ts'
import type { DeskHands } from './desk-runner.ts'

/** A dispatcher who is about to be on the air hears so long that it is so, ms. */
const beepMs = 500

const ringOf: Readonly<Record<DeskSound, RingKind>> = { none: 'none', ring: 'ring', soft: 'callWaiting' }

export type SipHandsPorts = {
  sessions: CallSessions
  media: MediaPort
  after: (ms: number, then: () => void) => () => void
  policy: () => DeskPolicy
}

/** Does what the desk decided with the SIP sessions and the sound. */
export class SipHands implements DeskHands {
  readonly #ports: SipHandsPorts

  constructor(ports: SipHandsPorts) {
    this.#ports = ports
  }

  async answer(id: CallId, auto: boolean): Promise<boolean> {
    const { sessions, media } = this.#ports
    if (auto) {
      await this.#beep()
      const microphone = await media.openMicrophone()
      // A person may have refused it during the beep.
      if (!microphone.ok || !sessions.find(id, ['ringing']).ok) return false
    }
    return (await sessions.get(id)?.answer()) ?? false
  }

  hold(id: CallId): void {
    this.#ports.sessions.get(id)?.hold(true)
  }

  resume(id: CallId): void {
    this.#ports.sessions.get(id)?.hold(false)
  }

  refuseBusy(id: CallId): void {
    this.#ports.sessions.get(id)?.reject('doNotDisturb', this.#ports.policy().doNotDisturbAnswer)
  }

  giveUp(id: CallId): void {
    this.#ports.sessions.get(id)?.hangUp()
  }

  microphone(ids: readonly CallId[]): void {
    this.#ports.sessions.each((call) => call.setOnAir(ids.includes(call.id)))
  }

  sound(sound: DeskSound): void {
    this.#ports.media.ring(ringOf[sound])
  }

  #beep(): Promise<void> {
    const { media, after } = this.#ports
    media.ring('autoAnswer')
    return new Promise((resolve) => {
      after(beepMs, () => {
        media.ring('none')
        resolve()
      })
    })
  }
}
