import { connect, type Socket } from 'node:net'
import { type AmiFrame, AmiFrames, actionText, fieldOf } from './ami-frames.ts'

/**
 * The PBX said no to an action: wrong name or secret, a right the user does not have, or, while it starts, an action
 * whose module is not loaded yet.
 */
export class AmiRefused extends Error {
  override readonly name = 'AmiRefused'
  readonly action: string
  /** The user may not do this at all. */
  readonly noRight: boolean
  constructor(action: string, { noRight = false } = {}) {
    super(`the PBX refused ${action}${noRight ? ': no right to it' : ''}`)
    this.action = action
    this.noRight = noRight
  }

  /** Does not get right by trying. */
  get forGood(): boolean {
    return this.noRight || this.action === 'Login'
  }
}

const answerMs = 10_000

export interface AmiAddress {
  host: string
  port: number
  user: string
  secret: string
}

interface Waiting {
  action: string
  resolve: (frames: AmiFrame[]) => void
  reject: (error: Error) => void
  /** Events of an action that answers with a list. */
  list: AmiFrame[] | null
}

/** One logged-in connection to the PBX's manager interface. Events interleave with answers; ActionID tells them apart. */
export class AmiConnection {
  readonly #socket: Socket
  readonly #frames = new AmiFrames()
  readonly #waiting = new Map<string, Waiting>()
  readonly #onEvent: (frame: AmiFrame) => void
  readonly closed: Promise<void>
  #count = 0

  private constructor(socket: Socket, onEvent: (frame: AmiFrame) => void) {
    this.#socket = socket
    this.#onEvent = onEvent
    socket.setEncoding('utf8')
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 30_000)
    socket.on('data', (text: string) => this.#receive(text))
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        for (const { reject } of this.#waiting.values()) reject(new Error('the PBX closed the connection'))
        this.#waiting.clear()
        resolve()
      })
    })
  }

  /** Connects and logs in. Throws `AmiRefused`, or the socket's error. */
  static async open(
    { host, port, user, secret }: AmiAddress,
    onEvent: (frame: AmiFrame) => void,
    signal: AbortSignal,
  ): Promise<AmiConnection> {
    const socket = connect({ host, port, signal })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    // What breaks later ends in 'close', which everybody waits for.
    socket.on('error', () => undefined)
    const connection = new AmiConnection(socket, onEvent)
    try {
      await connection.ask('Login', { Username: user, Secret: secret, Events: 'agent' })
    } catch (error) {
      connection.close()
      throw error
    }
    return connection
  }

  /** The answer to an action: its list of events, or the one answer. Throws `AmiRefused` when the PBX says Error. */
  async ask(action: string, fields: Readonly<Record<string, string>> = {}): Promise<AmiFrame[]> {
    const id = `pult-${++this.#count}`
    const { promise, resolve, reject } = Promise.withResolvers<AmiFrame[]>()
    this.#waiting.set(id, { action, resolve, reject, list: null })
    // A PBX that takes the action and never answers is as good as gone.
    const timer = setTimeout(() => this.#socket.destroy(), answerMs)
    this.#socket.write(actionText(action, id, fields))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(text: string): void {
    let frames: AmiFrame[]
    try {
      frames = this.#frames.feed(text)
    } catch {
      // Something else answers at that port.
      this.#socket.destroy()
      return
    }
    for (const frame of frames) this.#take(frame)
  }

  #take(frame: AmiFrame): void {
    const waiting = this.#waiting.get(fieldOf(frame, 'ActionID'))
    const response = fieldOf(frame, 'Response')
    const list = fieldOf(frame, 'EventList').toLowerCase()
    if (response !== '') {
      if (waiting === undefined) return
      if (response === 'Error') {
        const noRight = fieldOf(frame, 'Message') === 'Permission denied'
        waiting.reject(new AmiRefused(waiting.action, { noRight }))
      } else if (list === 'start') waiting.list = []
      else waiting.resolve([frame])
      return
    }
    if (waiting?.list == null) this.#onEvent(frame)
    else if (list === 'complete') waiting.resolve(waiting.list)
    else waiting.list.push(frame)
  }
}
