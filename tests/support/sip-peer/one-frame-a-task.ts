import type { SocketLike } from '#renderer/phone/guarded-transport.ts'

/** What the phone did with one frame, in the task that brought it and the promises that settled in it. */
export type FrameTask = {
  frame: string
  /** Messages the phone sent. */
  sent: string[]
  /** Filled by whoever listens to the phone. */
  told: string[]
  /** How long the task lasted, its promises included, ms. */
  ms: number
}

/**
 * A socket between the real one and the phone that hands over each frame in a task of its own, as browsers do; Node's
 * hands over all that one read brought in one task. So it is known what came of each frame. Promises settle before the
 * next task begins.
 */
export class FrameTasks {
  /** The frame at work, or the last one. */
  current: FrameTask = { frame: '', sent: [], told: [], ms: 0 }
  #done: FrameTask[] = []
  readonly #waiting: (() => void)[] = []
  readonly #marks: (() => void)[] = []
  #running = false

  readonly wrap = (socket: SocketLike): SocketLike => {
    const tasks = this
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

  /** Resolves when the peer's next `mark` was worked on, with all that came before it; each frame is handed out once. */
  untilMark(): Promise<FrameTask[]> {
    return new Promise((resolve) => {
      this.#marks.push(() => {
        const done = this.#done
        this.#done = []
        resolve(done)
      })
    })
  }

  #queue(event: MessageEvent, listener: (event: Event) => void): void {
    this.#waiting.push(() => {
      this.current = { frame: String(event.data), sent: [], told: [], ms: 0 }
      listener(event)
    })
    if (!this.#running) this.#next()
  }

  #next(): void {
    const work = this.#waiting.shift()
    this.#running = work !== undefined
    if (!work) return
    setImmediate(() => {
      const began = performance.now()
      work()
      // The task after it: whatever promises the frame settled have run.
      setImmediate(() => {
        this.current.ms = performance.now() - began
        if (this.current.frame === mark) this.#marks.shift()?.()
        else this.#done.push(this.current)
        this.#next()
      })
    })
  }
}

/** The answer to a keep-alive of RFC 5626 §3.5.1, which asks nothing of the phone. */
export const mark = '\r\n'
