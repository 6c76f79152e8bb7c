import { z } from 'zod'
import { entity } from '#domain/entities.ts'
import { change, cursor } from './feed.ts'

/**
 * Rows are counted and hashed in so many buckets a kind. A row's bucket is the first byte of the MD5 of its id; its
 * hash the first eight bytes of the MD5 of the row as PostgreSQL writes a jsonb (keys by length, then by bytes; one
 * space after each comma and colon). A bucket's hash is the exclusive or of its rows', as a signed 64-bit number. MD5
 * because the database has it: this finds what a disk or a fault of ours did, not what somebody forged.
 */
export const checkBuckets = 256

/** Sums of one bucket: rows and hash, in decimal. */
const sum = z.tuple([z.number().int().nonnegative(), z.string().regex(/^-?\d{1,19}$/)])
export type BucketSum = z.infer<typeof sum>

export const checkAnswer = z.object({
  /** Buckets by number; those without rows are absent. */
  sums: z.partialRecord(entity, z.record(z.string().regex(/^\d{1,3}$/), sum)),
  /** Buckets with changes after the sums or after the asker's cursor: they say nothing. Null: too many to tell. */
  moved: z.array(z.tuple([entity, z.number().int().min(0).max(255)])).nullable(),
})
export type CheckAnswer = z.infer<typeof checkAnswer>

/** Every row of one bucket as it is at the desk, and where its feed stood. */
export const bucketAnswer = z.object({
  to: cursor,
  rows: z.array(change.pick({ id: true, v: true, row: true })),
})
export type BucketAnswer = z.infer<typeof bucketAnswer>
