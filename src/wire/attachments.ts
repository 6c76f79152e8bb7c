import { z } from 'zod'
import { attachment, attachmentBytesMax, contentHash } from '#domain/ticket/attachment.ts'

/** A piece of a file: 256 KiB, about 350 KB as base64, well under the desk's limit of a request. */
export const pieceBytes = 256 * 1024

const base64 = z.base64().max(Math.ceil(pieceBytes / 3) * 4)

export const putPiece = z.object({
  sha256: contentHash,
  size: attachment.shape.size,
  /** Where the piece begins. */
  at: z.number().int().min(0).max(attachmentBytesMax),
  data: base64,
})

/** How much of a file the desk holds; `whole` once its hash was found right. */
export const heldPart = z.object({ have: z.number().int().nonnegative(), whole: z.boolean() })
export type HeldPart = z.infer<typeof heldPart>

export const askPiece = z.object({ sha256: contentHash, at: z.coerce.number().int().min(0) })
export const piece = z.object({ size: attachment.shape.size, data: base64 })
