import type { SpaceId } from '#domain/ids.ts'
import { Emitter, type Unsubscribe } from '#shared/emitter.ts'
import type { Board } from '#wire/board.ts'
import type { Db } from '../db/db.ts'
import type { Tailer } from '../feed/tailer.ts'
import type { DeskLog } from '../http/desk-log.ts'
import { readBoard } from './read-board.ts'

/** A board is not redrawn faster than an eye follows it. */
const leastMs = 1_000
/**
 * Presence told to other nodes and consoles that fell silent show at the next look; the board that comes of it also
 * tells the watcher that the figures are alive.
 */
const lookMs = 3_000

interface Watched {
  boards: Emitter<Board>
  nextAt: number
  timer: NodeJS.Timeout | null
  reading: boolean
  /** Something changed while the board was being read. */
  again: boolean
  /** Ours in the tail of the space: the way out of it. */
  joined: Promise<Unsubscribe>
}

export interface BoardPorts {
  db: Db
  tailer: Tailer
  now: () => number
  log: DeskLog
}

/** One board a space and node, however many supervisors watch it; nobody watching costs nothing. */
export class BoardWatch {
  readonly #ports: BoardPorts
  readonly #spaces = new Map<SpaceId, Watched>()
  readonly #stopping = new AbortController()

  constructor(ports: BoardPorts) {
    this.#ports = ports
  }

  /** Something that is on the board changed in this process. */
  touch(spaceId: SpaceId): void {
    const watched = this.#spaces.get(spaceId)
    if (watched !== undefined) this.#plan(spaceId, watched, Math.max(0, watched.nextAt - this.#ports.now()))
  }

  /** First the whole board, then a new one at each change, at most one a second, until the signal aborts. */
  async *watch(spaceId: SpaceId, signal: AbortSignal | undefined): AsyncGenerator<Board, void, void> {
    const fresh: Board[] = []
    let wake: () => void = () => undefined
    const watched = this.#enter(spaceId)
    const stop = watched.boards.on((board) => {
      // A slow watcher gets the newest board, not all it missed.
      fresh.splice(0, fresh.length, board)
      wake()
    })
    const over =
      signal === undefined ? this.#stopping.signal : AbortSignal.any([signal, this.#stopping.signal])
    const onAbort = () => wake()
    over.addEventListener('abort', onAbort)
    try {
      await watched.joined
      yield await readBoard(this.#ports.db, spaceId, this.#ports.now())
      while (!over.aborted) {
        const next = fresh.shift()
        if (next !== undefined) yield next
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
            if (over.aborted || fresh.length > 0) resolve()
          })
        }
      }
    } finally {
      stop()
      over.removeEventListener('abort', onAbort)
      if (watched.boards.listenerCount === 0) this.#leave(spaceId, watched)
    }
  }

  /** Ends every watch. */
  stop(): void {
    this.#stopping.abort()
    for (const [spaceId, watched] of [...this.#spaces]) this.#leave(spaceId, watched)
  }

  /** Found or made without waiting, so that whoever leaves meanwhile does not close what another just entered. */
  #enter(spaceId: SpaceId): Watched {
    const known = this.#spaces.get(spaceId)
    if (known !== undefined) return known
    const joined = this.#ports.tailer
      .join(spaceId, null, (news) => {
        if (news.kind === 'page' && news.shape !== 'timeline') this.touch(spaceId)
      })
      .then(({ leave }) => leave)
    // Those who watch await it and are told; nobody else needs to hear.
    joined.catch(() => undefined)
    const watched: Watched = {
      boards: new Emitter(),
      nextAt: this.#ports.now() + leastMs,
      timer: null,
      reading: false,
      again: false,
      joined,
    }
    this.#spaces.set(spaceId, watched)
    this.#plan(spaceId, watched, lookMs)
    return watched
  }

  #leave(spaceId: SpaceId, watched: Watched): void {
    if (this.#spaces.get(spaceId) === watched) this.#spaces.delete(spaceId)
    if (watched.timer !== null) clearTimeout(watched.timer)
    void watched.joined.then(
      (leave) => leave(),
      () => undefined,
    )
  }

  #plan(spaceId: SpaceId, watched: Watched, ms: number): void {
    if (this.#stopping.signal.aborted) return
    if (watched.timer !== null) clearTimeout(watched.timer)
    watched.timer = setTimeout(() => void this.#look(spaceId, watched), ms)
    watched.timer.unref()
  }

  async #look(spaceId: SpaceId, watched: Watched): Promise<void> {
    if (watched.reading) {
      watched.again = true
      return
    }
    watched.reading = true
    watched.again = false
    watched.nextAt = this.#ports.now() + leastMs
    try {
      const board = await readBoard(this.#ports.db, spaceId, this.#ports.now())
      watched.boards.emit(board)
    } catch (error) {
      this.#ports.log.fault('board', error)
    } finally {
      watched.reading = false
      if (this.#spaces.get(spaceId) === watched)
        this.#plan(spaceId, watched, watched.again ? leastMs : lookMs)
    }
  }
}
