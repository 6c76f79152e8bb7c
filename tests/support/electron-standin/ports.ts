import { EventEmitter } from 'node:events'

/** Where the other half of a port lives after it was handed over: a page, or the utility process. */
export interface FarSide {
  deliver(portId: number, data: unknown): void
  closed(portId: number): void
}

const known = new Map<number, PortMain>()
let lastId = 0

/** One end of a channel as the main process holds it, until it is handed over. */
export class PortMain extends EventEmitter {
  readonly id: number
  peer: PortMain | null = null
  #far: FarSide | null = null
  #started = false
  #open = true
  #queue: unknown[] = []

  constructor() {
    super()
    lastId += 1
    this.id = lastId
    known.set(this.id, this)
  }

  postMessage(data: unknown, transfer: readonly PortMain[] = []): void {
    if (this.#far) throw new Error('This port was handed over')
    if (transfer.length > 0) throw new Error('The stand-in hands ports over only from the main process')
    this.peer?.receive(structuredClone(data))
  }

  start(): void {
    this.#started = true
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    known.delete(this.id)
    this.emit('close')
    this.#far?.closed(this.id)
    this.peer?.close()
  }

  /** Something for this end: to its far side, to a listener, or kept until somebody listens. */
  receive(data: unknown): void {
    if (this.#far) this.#far.deliver(this.id, data)
    else if (this.#started) queueMicrotask(() => this.emit('message', { data, ports: [] }))
    else this.#queue.push(data)
  }

  /** Gives this end away; what came meanwhile goes along. */
  handOver(far: FarSide): number {
    if (this.#far) throw new Error('This port was handed over already')
    this.#far = far
    for (const data of this.#queue.splice(0)) far.deliver(this.id, data)
    return this.id
  }

  isAt(far: FarSide): boolean {
    return this.#far === far
  }
}

export class ChannelMain {
  readonly port1 = new PortMain()
  readonly port2 = new PortMain()
  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}

/** Something a far side posted on its end. */
export function postedFar(portId: number, data: unknown): void {
  known.get(portId)?.peer?.receive(data)
}

/** A far side closed its end. */
export function closedFar(portId: number): void {
  known.get(portId)?.close()
}

/** A page was left or a process ended: all its ends close. */
export function farSideGone(far: FarSide): void {
  for (const port of [...known.values()]) if (port.isAt(far)) port.close()
}
