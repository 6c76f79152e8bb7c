import type { Shape } from '#domain/entities.ts'
import type { DbKey } from '../../files/encrypted-db.ts'

/** Why a snapshot was not taken: a code for the log. Nothing changed then. */
export type FillRefusal =
  /** More or less came than was said. */
  | 'size'
  /** The bytes are not those the desk named. */
  | 'hash'
  /** Not zstd, or compressed for a larger memory than agreed. */
  | 'packing'
  /** Not the tables and columns agreed. */
  | 'form'
  /** A row that does not fit its schema, twice the same id, another number of rows than was said. */
  | 'rows'
  /** No room for it. */
  | 'diskFull'

/** What is filled, and what it will be checked against. */
export interface FillOrder {
  /** The file to make. */
  target: string
  key: DbKey
  shape: Shape
  cursor: string
  at: number
  bytes: number
  rawBytes: number
  rows: number
  sha256: string
}

export type ToFiller = { type: 'bytes'; chunk: Uint8Array } | { type: 'end' }

export type FromFiller =
  /** The bytes up to there are worked in. */
  | { type: 'taken'; bytes: number; rows: number }
  /** The file is made, whole and on the disk. */
  | { type: 'filled' }
  | { type: 'refused'; why: FillRefusal }
