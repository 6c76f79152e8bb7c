import { fullJitterMs } from '#shared/backoff.ts'
import { pieceBytes } from '#wire/attachments.ts'
import { faultOf, isCode } from '../sync/desk-failure.ts'
import { type DeskTokens, MustSignIn } from '../sync/desk-tokens.ts'
import { Waiter } from '../sync/waiter.ts'
import type { Workstation } from '../workstation.ts'
import type { BlobFolder } from './blob-folder.ts'
import type { Upload, UploadList } from './upload-list.ts'

const backoff = { baseMs: 1_000, capMs: 60_000 }
/** A file above this waits for a good link. */
const largeBytes = 25 * 1024 * 1024
/** A link that carries less than this is kept for words, bytes/s. */
const goodLink = 256 * 1024
/** A poor link is looked at again after this, ms. */
const lookAgainMs = 300_000

/**
 * Sends files to the desk, piece by piece, going on where the desk has come: words never wait for it. A cut, a restart
 * and a desk that forgot all end in the same question: how much do you have?
 */
export class Uploader {
  readonly #work: Workstation
  readonly #tokens: DeskTokens
  readonly #blobs: BlobFolder
  readonly #list: UploadList
  readonly #waiter: Waiter
  /** Of the last piece; null before there was one. */
  #bytesPerS: number | null = null
  #failures = 0

  constructor(
    work: Workstation,
    tokens: DeskTokens,
    { blobs, list }: { blobs: BlobFolder; list: UploadList },
  ) {
    this.#work = work
    this.#tokens = tokens
    this.#blobs = blobs
    this.#list = list
    this.#waiter = new Waiter(work.ports.clock)
  }

  /** There is something to send. */
  poke(): void {
    this.#waiter.poke()
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#sendAll(() => this.#fitting(), signal)
      if (!signal.aborted) await this.#waiter.wait(this.#restMs(), signal)
    }
  }

  /** Sends everything of this person, whatever the link is worth. */
  async drain(signal: AbortSignal): Promise<void> {
    await this.#sendAll(() => this.#mine()[0], signal)
  }

  async #sendAll(next: () => Upload | undefined, signal: AbortSignal): Promise<void> {
    for (let upload = next(); upload && !signal.aborted; upload = next()) {
      const wait = await this.#send(upload, signal)
      if (wait > 0 && !signal.aborted) await this.#waiter.wait(wait, signal)
    }
  }

  #mine(): Upload[] {
    const me = this.#work.account?.user.id
    return this.#list.waiting().filter(({ userId }) => userId === me)
  }

  #fitting(): Upload | undefined {
    const poor = this.#bytesPerS !== null && this.#bytesPerS < goodLink
    return this.#mine().find(({ size }) => size <= largeBytes || !poor)
  }

  /** Null: until poked. A large file that waits for a better link is tried again by and by. */
  #restMs(): number | null {
    if (this.#mine().length === 0) return null
    this.#bytesPerS = null
    return lookAgainMs
  }

  /** Sends one file, or as much of it as the link lets. Answers after how many ms to go on. */
  async #send({ sha256, size }: Upload, signal: AbortSignal): Promise<number> {
    const { clock, log, random } = this.#work.ports
    try {
      let { have, whole } = await this.#tokens.ask(
        (client) => client.attachments.held({ sha256 }, { signal }),
        signal,
      )
      while (!whole && !signal.aborted) {
        const bytes = this.#blobs.piece(sha256, Math.floor(have / pieceBytes))
        if (bytes === null && size > 0) return this.#giveUp(sha256, 'attachment.lost')
        const data = (bytes ?? Buffer.alloc(0)).subarray(have % pieceBytes).toString('base64')
        const began = clock.monotonic()
        const held = await this.#tokens.ask(
          (client) => client.attachments.put({ sha256, size, at: have, data }, { signal }),
          signal,
        )
        this.#bytesPerS = ((held.have - have) * 1000) / Math.max(1, clock.monotonic() - began)
        ;({ have, whole } = held)
        this.#failures = 0
        this.#list.changed.emit({})
        if (size > largeBytes && this.#bytesPerS < goodLink) return 0
      }
      if (whole) this.#work.durably(() => this.#list.settle(sha256, 'done', clock.now()))
      return 0
    } catch (error) {
      if (signal.aborted) return 0
      if (error instanceof MustSignIn) throw error
      if (isCode(error, 'BAD_CONTENT')) return this.#giveUp(sha256, 'attachment.refused')
      const failed = faultOf(error)
      if (failed === null) log.surprise('attachment.send', error)
      else if (failed.fault === 'tooOld' || failed.fault === 'signedOut') throw error
      this.#failures += 1
      return (failed?.retryAfterMs ?? 0) + fullJitterMs(this.#failures - 1, random, backoff)
    }
  }

  #giveUp(sha256: string, event: string): number {
    const { log, clock } = this.#work.ports
    log.warn(event)
    this.#work.durably(() => this.#list.settle(sha256, 'refused', clock.now()))
    return 0
  }
}
