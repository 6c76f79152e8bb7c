import type { ConsoleId } from '#domain/ids.ts'
import type { Tokens } from '#wire/session.ts'
import { type DeskClient, type DeskLink, DeskUnreachable } from '../desk-link.ts'
import type { Clock, Ports, Secrets } from '../ports.ts'
import { isCode } from './desk-failure.ts'

const refreshName = 'desk-refresh'
/** An access token is renewed this long before it runs out, so that a request under way does not meet its end. */
const earlyMs = 20_000
/** A person who leaves does not wait longer for a desk that does not answer; the token runs out by itself. */
const signOutMs = 2_000

/** There is no token that would let us in: a person must sign in. */
export class MustSignIn extends Error {
  override readonly name = 'MustSignIn'
}

/** The tokens of one desk. The access token lives in memory; the refresh token, of one use, in the secret store. */
export class DeskTokens {
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #link: DeskLink
  readonly #open: DeskClient
  readonly client: DeskClient
  readonly #consoleId: () => ConsoleId
  /** Desk's clock minus ours, ms: a token's end is told by the desk's. */
  readonly #skewMs: () => number
  #access: { token: string; until: number } | null = null
  #refreshing: Promise<void> | null = null

  constructor(
    link: DeskLink,
    { secrets, clock }: Pick<Ports, 'secrets' | 'clock'>,
    consoleId: () => ConsoleId,
    skewMs: () => number,
  ) {
    this.#secrets = secrets
    this.#clock = clock
    this.#consoleId = consoleId
    this.#skewMs = skewMs
    this.#link = link
    this.#open = link.client(() => null)
    this.client = link.client(() => this.#access?.token ?? null)
  }

  async take(tokens: Tokens): Promise<void> {
    // The old refresh token died with this answer: the new one is kept before anything else is done.
    await this.#secrets.set(refreshName, tokens.refresh)
    this.#access = { token: tokens.access, until: tokens.accessUntil }
  }

  /** Asks the desk with a token that lives; one that died on the way is renewed once. Throws `MustSignIn`. */
  async ask<Answer>(request: (client: DeskClient) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    const leftMs = (this.#access?.until ?? 0) - this.#clock.now() - this.#skewMs()
    if (leftMs < earlyMs) await this.renew(signal)
    const used = this.#access
    try {
      return await request(this.client)
    } catch (error) {
      if (!isCode(error, 'SIGNED_OUT')) throw error
      if (this.#access === used) await this.renew(signal)
    }
    try {
      return await request(this.client)
    } catch (error) {
      // The desk has just given this token: whoever says no to it is in trouble, or not the desk. No person can help.
      if (isCode(error, 'SIGNED_OUT')) throw new DeskUnreachable('failing', { cause: error })
      throw error
    }
  }

  /** A file of the desk, with a token that lives; see `DeskLink.download`. */
  download(
    path: string,
    part: { from: number; etag: string },
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>> {
    return this.ask(() => this.#link.download(path, this.#access?.token ?? null, part, signal), signal)
  }

  /** One renewal at a time, whoever asks. */
  renew(signal: AbortSignal): Promise<void> {
    this.#refreshing ??= this.#renew(signal).finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #renew(signal: AbortSignal): Promise<void> {
    const refresh = await this.#secrets.get(refreshName)
    if (refresh === null) throw new MustSignIn('no refresh token')
    try {
      const { tokens } = await this.#open.session.refresh(
        { refresh, consoleId: this.#consoleId() },
        { signal },
      )
      await this.take(tokens)
    } catch (error) {
      if (isCode(error, 'SIGNED_OUT')) throw new MustSignIn('the desk took the token back', { cause: error })
      throw error
    }
  }

  async forget(): Promise<void> {
    const refresh = await this.#secrets.get(refreshName)
    this.#access = null
    await this.#secrets.remove(refreshName)
    const signal = AbortSignal.timeout(signOutMs)
    if (refresh !== null) await this.#open.session.signOut({ refresh }, { signal }).catch(() => {})
  }

  async has(): Promise<boolean> {
    return (await this.#secrets.get(refreshName)) !== null
  }
}
