import type { TicketId } from '#domain/ids.ts'
import { type Attachment, attachmentBytesMax } from '#domain/ticket/attachment.ts'
import { createStore, type Store } from '#renderer/ui/external-store.ts'
import { errorWords } from '../words/error-words.ts'
import { bytesText } from '../words/size-words.ts'
import type { ConsoleModel } from './console-model.ts'
import { namesOf } from './names.ts'

/** What travels between window and core at once, bytes: a multiple of three, so that base64 has no padding inside. */
const pieceBytes = 256 * 1024

/** A file that is on its way between this window and the core. */
export type FileMove = { name: string; done: number; size: number; cancel: () => void }
export type FileMoves = Store<readonly FileMove[]>
export const createFileMoves = (): FileMoves => createStore<readonly FileMove[]>([])

/** Puts files on a ticket, one after another, with progress; what is too large is said and the rest goes on. */
export async function attachFiles(
  model: ConsoleModel,
  ticketId: TicketId,
  files: readonly File[],
): Promise<void> {
  for (const file of files) {
    if (file.size > attachmentBytesMax) {
      const max = bytesText(model.t, attachmentBytesMax)
      model.toaster.say('breach', model.t('attachment.tooLarge', { name: file.name, max }))
      continue
    }
    await moving(model, file.name, file.size, (step) => give(model, ticketId, file, step))
  }
}

type Step = (done: number) => 'go' | 'stop'

async function give(model: ConsoleModel, ticketId: TicketId, file: File, step: Step): Promise<void> {
  const { attachments } = model.links.core
  const name = file.name.slice(0, 200) || model.t('attachment.unnamed')
  const { uploadId } = await attachments.begin({ name, type: file.type.slice(0, 100), size: file.size })
  for (let at = 0; at < file.size; at += pieceBytes) {
    const bytes = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer())
    await attachments.put({ uploadId, data: base64(bytes) })
    if (step(at + bytes.length) === 'stop') return void (await attachments.cancel({ uploadId }))
  }
  await attachments.finish({ uploadId, ticketId })
}

/** Saves a file of a ticket to the person's disk. It is never opened here. */
export async function saveAttachment(model: ConsoleModel, { sha256, name, size }: Attachment): Promise<void> {
  await moving(model, name, size, async (step) => {
    const parts: Uint8Array<ArrayBuffer>[] = []
    for (let at = 0; ; ) {
      const piece = await model.links.core.attachments.read({ sha256, at })
      const bytes = fromBase64(piece.data)
      parts.push(bytes)
      at += bytes.length
      if (step(at) === 'stop') return
      if (at >= piece.size || bytes.length === 0) break
    }
    // Whatever it calls itself: a browser must not take it for a page.
    const address = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    URL.revokeObjectURL(address)
  })
}

async function moving(
  model: ConsoleModel,
  name: string,
  size: number,
  work: (step: Step) => Promise<void>,
): Promise<void> {
  const { fileMoves, toaster, t } = model
  let stopped = false
  let move: FileMove = {
    name,
    size,
    done: 0,
    cancel: () => {
      stopped = true
    },
  }
  const swap = (next: FileMove | null) => {
    const old = move
    fileMoves.set((moves) => [...moves.filter((one) => one !== old), ...(next ? [next] : [])])
    if (next) move = next
  }
  swap(move)
  try {
    await work((done) => {
      swap({ ...move, done })
      return stopped ? 'stop' : 'go'
    })
  } catch (error) {
    toaster.say('breach', errorWords(t, error, namesOf(model)))
  } finally {
    swap(null)
  }
}

/** In slices: one call with all bytes as arguments would be too deep. */
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  }
  return btoa(text)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}
