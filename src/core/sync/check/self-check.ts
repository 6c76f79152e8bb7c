import { ORPCError } from '@orpc/client'
import { type Entity, type EntityPut, entitySchemas, type Shape } from '#domain/entities.ts'
import { type BucketAnswer, bucketAnswer, type CheckAnswer, checkAnswer, checkBuckets } from '#wire/check.ts'
import { DeskUnreachable } from '../../desk-link.ts'
import type { Workstation } from '../../workstation.ts'
import type { DeskTokens } from '../desk-tokens.ts'
import { Waiter } from '../waiter.ts'
import { eachRow, ownSums } from './own-sums.ts'
import { bucketOf, hashOf } from './row-hash.ts'

const everyMs = 3_600_000
/** More in one hour is not a damaged row: the rest waits for the next. */
const bucketsMax = 8

type Bucket = readonly [entity: Entity, nth: number]
const keyOf = ([entity, nth]: Bucket) => `${entity} ${nth}`

/**
 * Asks once an hour whether the cache still holds what the desk holds, by counts and hashes of buckets. A bucket that
 * differs twice is pulled from the desk anew and reported. The desk's hash is never taken for the truth by itself:
 * only rows change rows.
 */
export class SelfCheck {
  readonly #work: Workstation
  readonly #tokens: DeskTokens
  readonly #shapes: readonly Shape[]
  /** Changed by the feed while a check ran: nothing can be said of them. Null: none runs. */
  #touched: Set<string> | null = null
  /** Buckets that differ still, with rows just pulled: reported once. */
  readonly #given = new Set<string>()

  constructor(work: Workstation, tokens: DeskTokens, shapes: readonly Shape[]) {
    this.#work = work
    this.#tokens = tokens
    this.#shapes = shapes
  }

  /** The feed changed these rows. */
  touch(changed: readonly { entity: Entity; id: string }[]): void {
    const touched = this.#touched
    if (touched !== null) for (const { entity, id } of changed) touched.add(keyOf([entity, bucketOf(id)]))
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, log } = this.#work.ports
    // Consoles that start together in the morning do not ask together.
    let wait = random() * everyMs
    for (;;) {
      await new Waiter(clock).wait(wait, signal)
      if (signal.aborted) return
      try {
        for (const shape of this.#shapes) await this.checkShape(shape, signal)
      } catch (error) {
        if (signal.aborted) return
        // A desk that does not know the question, or is away: the feeds say so by themselves.
        if (!(error instanceof DeskUnreachable || error instanceof ORPCError)) log.surprise('check', error)
      }
      wait = everyMs
    }
  }

  /** One check. Answers the number of rows that were put right. */
  async checkShape(shape: Shape, signal: AbortSignal): Promise<number> {
    try {
      return await this.#check(shape, signal)
    } finally {
      this.#touched = null
    }
  }

  async #check(shape: Shape, signal: AbortSignal): Promise<number> {
    const { log, clock } = this.#work.ports
    const began = clock.monotonic()
    const first = await this.#differing(shape, signal)
    if (first.length === 0 || signal.aborted) return 0
    // A change that came in between looks the same as damage: only what differs in two looks does.
    const again = new Set((await this.#differing(shape, signal)).map(keyOf))
    let repaired = 0
    for (const bucket of first.filter((one) => again.has(keyOf(one))).slice(0, bucketsMax)) {
      if (signal.aborted) return repaired
      repaired += await this.#pull(shape, bucket, signal)
    }
    log.info('check.done', { shape, repaired, ms: Math.round(clock.monotonic() - began) })
    return repaired
  }

  /** What the feed changes from now on. */
  #noteTouched(): Set<string> {
    const touched = new Set<string>()
    this.#touched = touched
    return touched
  }

  async #differing(shape: Shape, signal: AbortSignal): Promise<Bucket[]> {
    const { store } = this.#work
    const { cursor, whole } = store.shapeState(shape)
    if (cursor === null || !whole) return []
    const touched = this.#noteTouched()
    const raw = await this.#tokens.ask((client) => client.sync.check({ shape, cursor }, { signal }), signal)
    const { sums, moved } = checkAnswer.parse(raw) satisfies CheckAnswer
    if (moved === null) return []
    const quiet = new Set(moved.map(keyOf))
    const found: Bucket[] = []
    for (const [entity, theirs] of Object.entries(sums) as [Entity, Record<string, [number, string]>][]) {
      const own = await ownSums(store, entity, signal)
      if (signal.aborted) return []
      for (let nth = 0; nth < checkBuckets; nth++) {
        const [a, b] = [own.get(String(nth)), theirs[nth]]
        const same = a?.[0] === b?.[0] && a?.[1] === b?.[1]
        if (!same && !quiet.has(keyOf([entity, nth]))) found.push([entity, nth])
      }
    }
    return found.filter((bucket) => !touched.has(keyOf(bucket)) && !this.#given.has(keyOf(bucket)))
  }

  /** Puts one bucket right by its rows. Answers how many were wrong. */
  async #pull(shape: Shape, bucket: Bucket, signal: AbortSignal): Promise<number> {
    const [entity, nth] = bucket
    const { store, ports } = this.#work
    const touched = this.#noteTouched()
    const raw = await this.#tokens.ask(
      (client) => client.sync.checkRows({ shape, entity, bucket: nth }, { signal }),
      signal,
    )
    const answer = bucketAnswer.parse(raw)
    const own = new Map<string, { id: string; v: number }>()
    await eachRow(store, entity, signal, (row) => {
      if (bucketOf(row.id) === nth) own.set(row.id, row)
    })
    // The feed moved on meanwhile: the answer may be older than what is here. The next hour asks again.
    if (signal.aborted || touched.has(keyOf(bucket)) || !reaches(answer, store.shapeState(shape).cursor))
      return 0
    const { puts, ghosts } = differences(entity, answer, own)
    if (puts.length + ghosts.length === 0) {
      this.#given.add(keyOf(bucket))
      ports.log.warn('check.disagrees', { shape, entity, bucket: nth })
      return 0
    }
    store.repair(
      puts,
      ghosts.map((id) => ({ entity, id })),
    )
    ports.log.warn('check.repaired', { shape, entity, bucket: nth, put: puts.length, removed: ghosts.length })
    this.#work.replay()
    this.#work.tell([
      ...puts.map(({ row }) => ({ entity, id: row.id })),
      ...ghosts.map((id) => ({ entity, id })),
    ])
    return puts.length + ghosts.length
  }
}

/** Was the answer read at our own cursor or later? */
function reaches({ to }: BucketAnswer, own: string | null): boolean {
  if (own === null) return false
  const [epoch, tx = '0', k = '0'] = own.split('.')
  const [theirEpoch, theirTx = '0', theirK = '0'] = to.split('.')
  if (epoch !== theirEpoch) return false
  return BigInt(theirTx) > BigInt(tx) || (BigInt(theirTx) === BigInt(tx) && Number(theirK) >= Number(k))
}

function differences(
  entity: Entity,
  { rows }: BucketAnswer,
  own: ReadonlyMap<string, { id: string; v: number }>,
): { puts: EntityPut[]; ghosts: string[] } {
  const puts: EntityPut[] = []
  for (const { id, v, row } of rows) {
    const read = entitySchemas[entity].safeParse(row)
    if (!read.success || read.data.id !== id || read.data.v !== v) continue
    const known = own.get(id)
    if (known === undefined || (known.v <= v && hashOf(known) !== hashOf(read.data)))
      puts.push({ entity, row: read.data } as EntityPut)
  }
  const there = new Set(rows.map(({ id }) => id))
  return { puts, ghosts: [...own.keys()].filter((id) => !there.has(id)) }
}
