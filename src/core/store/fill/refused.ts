import type { FillRefusal } from './fill-messages.ts'

/** The snapshot is not what it should be. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly why: FillRefusal
  constructor(why: FillRefusal, options?: ErrorOptions) {
    super(`snapshot refused: ${why}`, options)
    this.why = why
  }
}
