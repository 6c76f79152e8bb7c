import { EventEmitter } from 'node:events'

/** Loaded before the core process: gives it the `process.parentPort` of an Electron utility process. */
type Down =
  | { standin: 'message'; data: unknown; ports: number[] }
  | { standin: 'port'; id: number; data: unknown }
  | { standin: 'closed'; id: number }

class UtilityPort extends EventEmitter {
  readonly #id: number
  #started = false
  readonly #queue: unknown[] = []
  constructor(id: number) {
    super()
    this.#id = id
  }
  postMessage(data: unknown): void {
    process.send?.({ standin: 'port', id: this.#id, data })
  }
  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }
  close(): void {
    process.send?.({ standin: 'closed', id: this.#id })
  }
  receive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#queue.push(data)
  }
}

const ports = new Map<number, UtilityPort>()
const waiting: { data: unknown; ports: UtilityPort[] }[] = []

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => void process.send?.({ standin: 'message', data }),
})
// As in Electron: what comes before somebody listens is kept.
parentPort.on('newListener', (event) => {
  if (event === 'message') {
    queueMicrotask(() => {
      for (const message of waiting.splice(0)) parentPort.emit('message', message)
    })
  }
})

process.on('message', (down: Down) => {
  if (down.standin === 'port') ports.get(down.id)?.receive(down.data)
  else if (down.standin === 'closed') {
    ports.get(down.id)?.emit('close')
    ports.delete(down.id)
  } else {
    const given = down.ports.map((id) => {
      const port = new UtilityPort(id)
      ports.set(id, port)
      return port
    })
    const message = { data: down.data, ports: given }
    if (parentPort.listenerCount('message') > 0) parentPort.emit('message', message)
    else waiting.push(message)
  }
})
// The main process died without a word.
process.on('disconnect', () => process.exit(0))
Object.defineProperty(process, 'parentPort', { value: parentPort })
