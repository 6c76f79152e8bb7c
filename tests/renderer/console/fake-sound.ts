import { implement } from '@orpc/server'
import { phoneMedia, type SoundView } from '#bridge/phone-media.ts'
import { nextSelfTest, noSelfTest } from '#domain/sound/self-test.ts'
import { Piece } from './piece.ts'

const headset = { id: 'headset-in', label: 'Jabra Evolve2 40 (микрофон)' }
const webcam = { id: 'webcam', label: 'Logitech C920 (микрофон)' }
const earphone = { id: 'headset-out', label: 'Jabra Evolve2 40' }
const desk = { id: 'desk', label: 'Realtek, колонки' }

/** Devices of a usual desk, with a headset whose buttons are heard. */
export const usualSound: SoundView = {
  microphones: [headset, webcam],
  outputs: [earphone, desk],
  inUse: { microphone: headset, speaker: earphone, ring: desk },
  notices: [],
  headsets: [{ name: 'Jabra Evolve2 40', mute: true, lamps: true }],
  selfTest: noSelfTest,
}

/** The phone's part that speaks of sound, with everything asked of it written down. */
export class FakeSound {
  readonly view = new Piece<SoundView>(usualSound)
  /** What the next check of the microphone finds. */
  microphone: 'ok' | 'denied' | 'missing' | 'busy' = 'ok'
  readonly #note: (verb: string, input: unknown) => void

  constructor(note: (verb: string, input: unknown) => void) {
    this.#note = note
  }

  /** Moves the self-test one step on, as the phone would. */
  tell(event: Parameters<typeof nextSelfTest>[1]): void {
    this.view.change((now) => ({ ...now, selfTest: nextSelfTest(now.selfTest, event) }))
  }

  handlers() {
    const os = implement(phoneMedia)
    const asked = (verb: string) => (input: unknown) => {
      this.#note(`phone.${verb}`, input)
      return {}
    }
    return {
      watchSound: os.watchSound.handler(({ signal }) => this.view.follow(signal)),
      watchMicrophone: os.watchMicrophone.handler(async function* ({ signal }) {
        yield* new Piece({ level: 0.62, speech: true }).follow(signal)
      }),
      checkMicrophone: os.checkMicrophone.handler(({ errors }) => {
        this.#note('phone.checkMicrophone', undefined)
        if (this.microphone !== 'ok') throw errors.MICROPHONE({ data: { why: this.microphone } })
        return {}
      }),
      testTone: os.testTone.handler(({ input }) => asked('testTone')(input)),
      dismissDeviceNotices: os.dismissDeviceNotices.handler(() => {
        this.view.change((now) => ({ ...now, notices: [] }))
        return asked('dismissDeviceNotices')(undefined)
      }),
      headsetAllowed: os.headsetAllowed.handler(() => asked('headsetAllowed')(undefined)),
      startSelfTest: os.startSelfTest.handler(() => {
        this.tell({ type: 'begin' })
        return asked('startSelfTest')(undefined)
      }),
      stopSelfTest: os.stopSelfTest.handler(() => {
        this.tell({ type: 'stop', by: 'person' })
        return asked('stopSelfTest')(undefined)
      }),
      answerSelfTest: os.answerSelfTest.handler(({ input }) => {
        this.tell(input.heard ? { type: 'passed' } : { type: 'failed', why: 'notHeard' })
        return asked('answerSelfTest')(input)
      }),
    }
  }
}
