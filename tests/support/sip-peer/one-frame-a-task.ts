import { randomUUID } from 'node:crypto'
import type { SocketLike } from '#renderer/phone/guarded-transport.ts'

/** Longer than a hundred messages on a busy machine take. */
const waitMs = 10_000

/** What the phone did with one frame, in the task that brought it and the promises that settled in it. */
export type FrameTask = {
  frame: string
  /** Messages the phone sent. */
  sent: string[]
  /** Filled by whoever listens to the phone. */
  told: string[]
  /** What the phone let out of its hands. */
  threw: unknown
  /** What the task cost of the processor, its promises included, ms: the clock would count the neighbours of a busy machine. */
  cpuMs: number
}

/**
 * A socket between the real one and the phone that hands over each frame in a task of its own, as browsers do; Node's
 * hands over all that one read brought in one task. So it is known what came of each frame. Promises settle before the
 * next task begins.
 */
export class FrameTasks {
  /** The frame at work, or the last one. */
  current: FrameTask = { frame: '', sent: [], told: [], threw: null, cpuMs: 0 }
  #done: FrameTask[] = []
  readonly #waiting: { frame: string; work: () => void }[] = []
  readonly #marks = new Map<string, () => void>()
  #running = false

  readonly wrap = (socket: SocketLike): SocketLike => {
    const tasks = this
    // A mark on a socket that closes never comes.
    socket.addEventListener('close', () => {
      for (const reached of this.#marks.values()) reached()
      this.#marks.clear()
    })
    return {
      get readyState() {
        return socket.readyState
      },
      get binaryType() {
        return socket.binaryType
      },
      set binaryType(type) {
        socket.binaryType = type
      },
      close: () => socket.close(),
      send: (data) => {
        tasks.current.sent.push(String(data))
        socket.send(data)
      },
      addEventListener: ((type: string, listener: (event: Event) => void) => {
        if (type !== 'message') return socket.addEventListener(type, listener)
        socket.addEventListener('message', (event) => tasks.#queue(event, listener))
      }) as SocketLike['addEventListener'],
    }
  }

  /**
   * Sends a mark that the phone never sees; resolves when it comes or the socket closes, with what came of all frames before
   * it. Each frame is handed out once.
   */
  settled(send: (mark: string) => void): Promise<FrameTask[]> {
    const mark = `mark ${randomUUID()}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the mark never came')), waitMs)
      this.#marks.set(mark, () => {
        clearTimeout(timer)
        const done = this.#done
        this.#done = []
        resolve(done)
      })
      send(mark)
    })
  }

  #queue(event: MessageEvent, listener: (event: Event) => void): void {
    this.#waiting.push({ frame: String(event.data), work: () => listener(event) })
    if (!this.#running) this.#next()
  }

  #next(): void {
    const next = this.#waiting.shift()
    this.#running = next !== undefined
    if (!next) return
    const { frame, work } = next
    const reached = this.#marks.get(frame)
    this.#marks.delete(frame)
    setImmediate(() => {
      if (reached) {
        reached()
        this.#next()
        return
      }
      this.current = { frame, sent: [], told: [], threw: null, cpuMs: 0 }
      const began = process.threadCpuUsage()
      try {
        work()
      } catch (error) {
        this.current.threw = error
      }
      // The task after it: whatever promises the frame settled have run.
      setImmediate(() => {
        const { user, system } = process.threadCpuUsage(began)
        this.current.cpuMs = (user + system) / 1_000
        this.#done.push(this.current)
        this.#next()
      })
    })
  }
}
