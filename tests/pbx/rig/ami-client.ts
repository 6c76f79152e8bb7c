import { connect, type Socket } from 'node:net'
import { Emitter } from '#shared/emitter.ts'

/** One block of AMI: names as Asterisk spells them. A name that came several times keeps all its values. */
export type AmiMessage = Readonly<Record<string, string>> & {
  readonly Event?: string
  readonly Response?: string
}

type Waiting = { resolve(list: AmiMessage[]): void; reject(error: Error): void; list: AmiMessage[] | null }

/** How long a test waits for an event or an answer unless it says otherwise. */
const patienceMs = 10_000

/** Asterisk answered an action with "Response: Error". */
export class AmiRefusal extends Error {}

/** A small AMI client for tests: actions, lists, events. */
export class AmiClient {
  readonly events = new Emitter<AmiMessage>()
  readonly #socket: Socket
  readonly #waiting = new Map<string, Waiting>()
  readonly #history: AmiMessage[] = []
  #received = ''
  #greeting: string | null = null
  #nextAction = 1

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8').setNoDelay(true)
    socket.on('data', (text: string) => this.#take(text))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the AMI connection was closed'))
      this.#waiting.clear()
    })
  }

  /** Connects and logs in; a wrong secret is an AmiRefusal. */
  static async connect(to: { port: number; username: string; secret: string }): Promise<AmiClient> {
    const socket = connect(to.port, '127.0.0.1')
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    const client = new AmiClient(socket)
    try {
      await client.action('Login', { Username: to.username, Secret: to.secret })
    } catch (error) {
      client.close()
      throw error
    }
    return client
  }

  /** The greeting line, such as "Asterisk Call Manager/11.0.0"; empty until it came. */
  get greeting(): string {
    return this.#greeting ?? ''
  }

  /** Every event since the connection was made, oldest first. */
  get history(): readonly AmiMessage[] {
    return this.#history
  }

  /** Sends an action and answers its response. Rejects with AmiRefusal when Asterisk refuses it. */
  async action(name: string, fields: Record<string, string | number> = {}): Promise<AmiMessage> {
    const [response] = await this.#send(name, fields)
    return response!
  }

  /** Sends an action that answers with a list of events, such as QueueStatus, and answers the list. */
  async list(name: string, fields: Record<string, string | number> = {}): Promise<AmiMessage[]> {
    return (await this.#send(name, fields)).slice(1)
  }

  /**
   * The next event of this name that passes the filter. Events seen before this call do not count: ask before the
   * thing that causes it.
   */
  once(
    event: string,
    filter: (message: AmiMessage) => boolean = () => true,
    withinMs: number = patienceMs,
  ): Promise<AmiMessage> {
    return new Promise((resolve, reject) => {
      const stop = this.events.on((message) => {
        if (message.Event !== event || !filter(message)) return
        clearTimeout(timer)
        stop()
        resolve(message)
      })
      const timer = setTimeout(() => {
        stop()
        const seen = this.#history.slice(-12).map(({ Event }) => Event)
        reject(new Error(`no ${event} within ${withinMs} ms; last events: ${seen.join(', ')}`))
      }, withinMs)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #send(action: string, fields: Record<string, string | number>): Promise<AmiMessage[]> {
    const id = `t${this.#nextAction++}`
    // A line break inside a value would end the field and begin another one.
    const lines = Object.entries({ Action: action, ActionID: id, ...fields }).map(
      ([key, value]) => `${key}: ${String(value).replace(/[\r\n]+/g, ' ')}\r\n`,
    )
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error('the AMI connection is closed'))
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        reject(new Error(`AMI did not answer ${action} within ${patienceMs} ms`))
      }, patienceMs)
      this.#waiting.set(id, {
        list: null,
        resolve: (list) => {
          clearTimeout(timer)
          resolve(list)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
      this.#socket.write(`${lines.join('')}\r\n`)
    })
  }

  #take(text: string): void {
    this.#received += text
    if (this.#greeting === null) {
      const end = this.#received.indexOf('\r\n')
      if (end < 0) return
      this.#greeting = this.#received.slice(0, end)
      this.#received = this.#received.slice(end + 2)
    }
    const blocks = this.#received.split('\r\n\r\n')
    this.#received = blocks.pop()!
    for (const block of blocks) this.#dispatch(parseBlock(block))
  }

  #dispatch(message: AmiMessage): void {
    const id = message.ActionID ?? ''
    const waiting = this.#waiting.get(id)
    if (waiting && (message.Response || waiting.list)) {
      this.#answer(id, waiting, message)
      return
    }
    if (!message.Event) return
    this.#history.push(message)
    this.events.emit(message)
  }

  #answer(id: string, waiting: Waiting, message: AmiMessage): void {
    if (message.Response === 'Error') {
      this.#waiting.delete(id)
      waiting.reject(new AmiRefusal(message.Message ?? 'refused'))
      return
    }
    waiting.list ??= []
    waiting.list.push(message)
    const mark = message.EventList?.toLowerCase()
    if (mark === 'start' || (mark === undefined && message.Event)) return
    if (mark === 'complete') waiting.list.pop()
    this.#waiting.delete(id)
    waiting.resolve(waiting.list)
  }
}

/** Values may hold ": "; a name may repeat (Output, Variable): its values are joined by line breaks. */
function parseBlock(block: string): AmiMessage {
  const message: Record<string, string> = {}
  for (const line of block.split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const key = line.slice(0, colon)
    const value = line.slice(colon + 1).trimStart()
    message[key] = key in message ? `${message[key]}\n${value}` : value
  }
  return message
}
