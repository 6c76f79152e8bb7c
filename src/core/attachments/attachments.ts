import { createHash, type Hash } from 'node:crypto'
import type { TicketId, TimelineEntryId } from '#domain/ids.ts'
import type { Attachment } from '#domain/ticket/attachment.ts'
import { pieceBytes } from '#wire/attachments.ts'
import { newDbKey } from '../files/db-keys.ts'
import { isDiskFull } from '../files/encrypted-db.ts'
import { DiskFull } from '../outbox/disk-full.ts'
import { isCode } from '../sync/desk-failure.ts'
import type { DeskTokens } from '../sync/desk-tokens.ts'
import type { Workstation } from '../workstation.ts'
import type { BlobFolder, OpenBlob } from './blob-folder.ts'
import { FetchedFiles } from './fetched-files.ts'
import type { UploadList } from './upload-list.ts'
import { Uploader } from './uploader.ts'

type Taking = { blob: OpenBlob; hash: Hash; have: number; file: Omit<Attachment, 'sha256'> }

/** What the desk has is kept here so long, then the least used goes. */
const keptMs = 72 * 3_600_000
const keptBytesMax = 200 * 1024 * 1024
const tidyEveryMs = 3_600_000

export type ReadPiece = { size: number; data: Buffer } | 'notSentYet' | 'deskAway'

/** What the link to the desk needs of them. */
export interface FilesOfTickets {
  run(tokens: DeskTokens, signal: AbortSignal): Promise<void>
  sendAll(tokens: DeskTokens, signal: AbortSignal): Promise<void>
  wipe(): Promise<void>
}

/** Files of tickets on this machine: taken from the window, kept sealed, sent by the uploader, fetched when asked for. */
export class Attachments implements FilesOfTickets {
  readonly #work: Workstation
  readonly blobs: BlobFolder
  readonly list: UploadList
  readonly #taking = new Map<string, Taking>()
  readonly #stop: () => void
  readonly #fetched: FetchedFiles
  #tokens: DeskTokens | null = null

  constructor(work: Workstation, blobs: BlobFolder) {
    this.#work = work
    this.blobs = blobs
    this.list = work.uploads
    this.#fetched = new FetchedFiles(blobs)
    let cancel = () => {}
    const tidy = () => {
      cancel = work.ports.clock.after(tidyEveryMs, tidy)
      this.#tidy()
    }
    cancel = work.ports.clock.after(tidyEveryMs, tidy)
    this.#stop = () => cancel()
  }

  close(): void {
    this.#stop()
    for (const { blob } of this.#taking.values()) blob.discard()
    this.#taking.clear()
    this.#fetched.discardAll()
  }

  /** While the desk answers: it can be asked for files, and gets ours. */
  async run(tokens: DeskTokens, signal: AbortSignal): Promise<void> {
    const uploader = new Uploader(this.#work, tokens, this)
    const stop = this.list.changed.on(() => uploader.poke())
    this.#tokens = tokens
    try {
      await uploader.run(signal)
    } finally {
      stop()
      this.#tokens = null
    }
  }

  /** Everything of this person goes to the desk, whatever the link is worth. */
  async sendAll(tokens: DeskTokens, signal: AbortSignal): Promise<void> {
    await new Uploader(this.#work, tokens, this).drain(signal)
  }

  /** Everything goes, and the key with it. */
  async wipe(): Promise<void> {
    this.blobs.wipe(await newDbKey(this.#work.ports.secrets, 'blob-key'))
  }

  begin(file: Omit<Attachment, 'sha256'>): string {
    return roomFor(() => {
      const blob = this.blobs.begin()
      this.#taking.set(blob.id, { blob, hash: createHash('sha256'), have: 0, file })
      return blob.id
    })
  }

  /** Null: no such upload, or more bytes than were said. */
  put(id: string, bytes: Buffer): number | null {
    const taking = this.#taking.get(id)
    if (!taking) return null
    if (taking.have + bytes.length > taking.file.size) {
      this.cancel(id)
      return null
    }
    roomFor(() => taking.blob.write(bytes))
    taking.hash.update(bytes)
    taking.have += bytes.length
    return taking.have
  }

  /** Throws what `Workstation.write` throws; the file is then as if it had never been given. */
  finish(id: string, ticketId: TicketId, about: string): Attachment | null {
    const taking = this.#taking.get(id)
    if (!taking || taking.have !== taking.file.size) return null
    this.#taking.delete(id)
    const attached: Attachment = { ...taking.file, sha256: taking.hash.digest('hex') }
    const { ports, me } = this.#work
    taking.blob.finish(attached.sha256)
    const entryId = ports.newId() as TimelineEntryId
    const { sha256, size } = attached
    this.#work.write({ kind: 'ticket.attach', ticketId, attachment: attached, entryId }, about, () =>
      this.list.add({ sha256, size, userId: me.id }, ports.clock.now()),
    )
    this.list.changed.emit({})
    return attached
  }

  cancel(id: string): void {
    this.#taking.get(id)?.blob.discard()
    this.#taking.delete(id)
  }

  /** A piece from here, else of the desk; a file that is read through from its beginning stays here afterwards. */
  async read(sha256: string, at: number, signal: AbortSignal | undefined): Promise<ReadPiece> {
    const size = this.blobs.sizeOf(sha256)
    if (size !== null && at >= size) return { size, data: Buffer.alloc(0) }
    const here = this.blobs.piece(sha256, Math.floor(at / pieceBytes))
    if (here !== null && size !== null) {
      this.blobs.touch(sha256, this.#work.ports.clock.now())
      return { size, data: here.subarray(at % pieceBytes) }
    }
    const tokens = this.#tokens
    if (tokens === null) return 'deskAway'
    const ends = signal ?? new AbortController().signal
    try {
      const piece = await tokens.ask(
        (client) => client.attachments.get({ sha256, at }, { signal: ends }),
        ends,
      )
      const data = Buffer.from(piece.data, 'base64')
      this.#fetched.keep(sha256, at, piece.size, data)
      return { size: piece.size, data }
    } catch (error) {
      if (isCode(error, 'NOT_HERE')) return 'notSentYet'
      if (ends.aborted) throw error
      return 'deskAway'
    }
  }

  #tidy(): void {
    const { ports } = this.#work
    const since = ports.clock.now() - keptMs
    try {
      const needed = [...this.list.waiting().map(({ sha256 }) => sha256), ...this.list.doneSince(since)]
      this.list.forgetDoneBefore(since)
      this.blobs.tidy(keptBytesMax, needed)
    } catch (error) {
      ports.log.surprise('attachment.tidy', error)
    }
  }
}

/** No room on the disk has one name, whoever finds out. */
function roomFor<Answer>(run: () => Answer): Answer {
  try {
    return run()
  } catch (error) {
    if (isDiskFull(error)) throw new DiskFull({ cause: error })
    throw error
  }
}
