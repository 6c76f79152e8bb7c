import { randomBytes } from 'node:crypto'
import { argon2id, argon2Verify } from 'hash-wasm'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const

/** Waiting longer than this many hashes (some 50 ms each) is worse for everybody than coming back. */
const queueMax = 64

export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy'
}

/** Hashes passwords one at a time: each takes the whole thread and 19 MiB. */
export class Passwords {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #nobody: Promise<string> | null = null

  /** Encoded form, with its own salt and parameters. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hashOnce(password))
  }

  /** `null`: there is no such user; takes as long as for one that exists. */
  async verify(password: string, hash: string | null): Promise<boolean> {
    this.#nobody ??= this.#inTurn(() => hashOnce(randomBytes(16).toString('hex')))
    const against = hash ?? (await this.#nobody)
    const matches = await this.#inTurn(() => argon2Verify({ password, hash: against }))
    return matches && hash !== null
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= queueMax) throw new PasswordsBusy('too many passwords to check')
    this.#waiting++
    const turn = this.#last.then(work).finally(() => this.#waiting--)
    this.#last = turn.catch(() => undefined)
    return await turn
  }
}

function hashOnce(password: string): Promise<string> {
  return argon2id({ ...parameters, password, salt: randomBytes(16), outputType: 'encoded' })
}
