import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { closedFar, type FarSide, farSideGone, type PortMain, postedFar } from './ports.ts'
import { record } from './record.ts'

const side = new URL('./utility-side.ts', import.meta.url).href

type Up =
  | { standin: 'message'; data: unknown }
  | { standin: 'port'; id: number; data: unknown }
  | { standin: 'closed'; id: number }

/** A Node process with a `parentPort`. */
class Utility extends EventEmitter {
  readonly #child: ChildProcess
  readonly #far: FarSide

  constructor(path: string, args: readonly string[]) {
    super()
    this.#child = fork(path, args, {
      execArgv: ['--import', side],
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    record.utilityPids.push(this.#child.pid ?? 0)
    this.#far = {
      deliver: (id, data) => this.#send({ standin: 'port', id, data }),
      closed: (id) => this.#send({ standin: 'closed', id }),
    }
    this.#child.on('message', (up: Up) => {
      if (up.standin === 'message') this.emit('message', up.data)
      else if (up.standin === 'port') postedFar(up.id, up.data)
      else closedFar(up.id)
    })
    this.#child.on('exit', (code) => {
      farSideGone(this.#far)
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  postMessage(data: unknown, transfer: readonly PortMain[] = []): void {
    // First the message with the ids, then what the ports had queued: the child must know a port before it hears it.
    this.#send({ standin: 'message', data, ports: transfer.map(({ id }) => id) })
    for (const port of transfer) port.handOver(this.#far)
  }

  kill(): boolean {
    return this.#child.kill()
  }

  #send(down: object): void {
    if (this.#child.connected) this.#child.send(down)
  }
}

export const utilityProcess = {
  fork: (path: string, args: readonly string[] = []) => new Utility(path, args),
}
