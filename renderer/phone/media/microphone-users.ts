import type { Result } from '#shared/result.ts'
import type { MicrophoneFault } from '../phone.ts'
import type { Microphone } from './microphone.ts'

/** Who needs the microphone open: the calls, a level that is shown, a check. The last one to leave closes it. */
export class MicrophoneUsers {
  readonly #microphone: Microphone
  readonly #users = new Set<symbol>()

  constructor(microphone: Microphone) {
    this.#microphone = microphone
  }

  async take(user: symbol): Promise<Result<null, MicrophoneFault>> {
    this.#users.add(user)
    const opened = await this.#microphone.open()
    if (!opened.ok || !this.#users.has(user)) this.leave(user)
    return opened
  }

  leave(user: symbol): void {
    this.#users.delete(user)
    if (this.#users.size === 0) this.#microphone.release()
  }
}
