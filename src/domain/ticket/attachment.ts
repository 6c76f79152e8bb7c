import { z } from 'zod'

/** A file's content by its SHA-256, lower-case hex: the same photo sent twice is kept once. */
export const contentHash = z.string().regex(/^[0-9a-f]{64}$/)

/** 100 MiB: a minute of video from a telephone. */
export const attachmentBytesMax = 100 * 1024 * 1024

/** What a ticket says of a file; the bytes travel apart and never hold the words up. */
export const attachment = z.object({
  sha256: contentHash,
  /** As the person's machine called it, without a folder. */
  name: z.string().min(1).max(200),
  /** Media type as told, believed by nobody: a file is saved, never run. */
  type: z.string().max(100),
  size: z.number().int().min(0).max(attachmentBytesMax),
})
export type Attachment = z.infer<typeof attachment>
