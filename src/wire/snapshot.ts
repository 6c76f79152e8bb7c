import { z } from 'zod'
import { type Entity, entities, entitySchemas, type Shape, shape, shapeOf } from '#domain/entities.ts'
import { instant } from '#domain/instant.ts'
import { cursor } from './feed.ts'

/**
 * A whole shape as one file, for a first sync: a zstd stream of images. Each image is four bytes of length (little
 * endian) and a small SQLite database with one table named as the entity and one column for each field of its schema,
 * in the schema's order: text, integer, null, nested parts as JSON text, flags as 0 and 1. Rows come in the order of
 * their ids. Images are small so that neither side ever holds the whole in memory.
 */
export const snapshotFormat = 1

/** The tables of a shape with their columns, in the order they travel. */
export function snapshotTables(of: Shape): readonly { entity: Entity; fields: readonly string[] }[] {
  return entities
    .filter((entity) => shapeOf[entity] === of)
    .map((entity) => ({ entity, fields: Object.keys(entitySchemas[entity].shape) }))
}

/** The table of an image, as SQLite keeps its text. */
export function imageTable(entity: Entity, fields: readonly string[]): string {
  return `CREATE TABLE "${entity}" (${fields.map((field) => `"${field}"`).join(', ')})`
}

/** What both sides must agree on to the letter; its SHA-256 is the manifest's `schema`. */
export function snapshotForm(of: Shape): string {
  return JSON.stringify([snapshotFormat, of, snapshotTables(of)])
}

/** Raw size of one image before compression: about this much, and never more than the limit. */
export const imageBytes = 8 * 1024 * 1024
export const imageBytesMax = 32 * 1024 * 1024
/** No shape of any space we serve comes near it: what claims more is not a snapshot. */
export const snapshotRawMax = 16 * 1024 * 1024 * 1024
/** Log2 of the window a reader must keep: 8 MiB. */
export const snapshotWindowLog = 23

/** Everything a console must know before it fetches a snapshot, and what it checks it against. */
export const snapshotManifest = z.object({
  shape,
  /** Where the feed goes on from. */
  cursor,
  schema: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the compressed file, and of what comes out of it. */
  bytes: z.number().int().positive(),
  rawBytes: z.number().int().positive().max(snapshotRawMax),
  rows: z.number().int().nonnegative(),
  /** Of the compressed file; also its name and its ETag. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Desk's clock when the rows were read. */
  at: instant,
})
export type SnapshotManifest = z.infer<typeof snapshotManifest>

/** The file of a manifest: plain bytes with ETag, Range and If-Range. */
export const snapshotPath = (of: Shape, sha256: string) => `/sync/v1/snapshot/${of}/${sha256}`
