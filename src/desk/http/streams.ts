import type { ConsoleStream } from '../feed/console-stream.ts'
import type { Metrics } from './metrics.ts'

/** A console takes 40 s of silence for a dead connection. */
const keepAliveMs = 15_000
/** Consoles of a node that goes away come back spread over so long. */
const spreadMs = 5_000

/** All streams of this node: kept alive together, ended together. */
export class Streams {
  readonly #open = new Set<ConsoleStream>()
  readonly #timer: NodeJS.Timeout
  readonly #random: () => number
  #ending = false

  constructor(metrics: Metrics, random: () => number) {
    this.#random = random
    metrics.gauge('pult_streams_open', () => this.#open.size)
    metrics.gauge(
      'pult_consoles_connected',
      () => new Set([...this.#open].map(({ of }) => `${of.spaceId} ${of.consoleId}`)).size,
    )
    this.#timer = setInterval(() => {
      for (const stream of this.#open) stream.keepAlive()
    }, keepAliveMs)
    this.#timer.unref()
  }

  /** False once the node is going away. */
  get accepting(): boolean {
    return !this.#ending
  }

  add(stream: ConsoleStream): () => void {
    this.#open.add(stream)
    return () => {
      this.#open.delete(stream)
    }
  }

  /** Ends every stream and tells each console when to come again. */
  endAll(): void {
    this.#ending = true
    clearInterval(this.#timer)
    for (const stream of [...this.#open]) {
      stream.end({ end: 'comeAgain', afterMs: 200 + Math.floor(this.#random() * spreadMs) })
    }
  }
}
