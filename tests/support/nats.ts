import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'

const programs = ['/usr/sbin/nats-server', '/usr/bin/nats-server', '/usr/local/bin/nats-server']
const program = programs.find(existsSync) ?? null

/** Why tests that need a real NATS server cannot run here, or null. In CI a missing server is a failure, not a reason. */
export const noNats: string | null =
  program === null && process.env.CI !== 'true' ? 'nats-server is not installed' : null

/** A real NATS server on the loopback that can be killed and started again at the same port. */
export class TestNats {
  readonly port: number
  readonly #args: readonly string[]
  #child: ChildProcess | null = null

  constructor(port: number, ...args: string[]) {
    this.port = port
    this.#args = args
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    if (program === null) throw new Error(`none of ${programs.join(', ')}: install the package nats-server`)
    const child = spawn(program, ['-a', '127.0.0.1', '-p', String(this.port), ...this.#args], {
      stdio: 'ignore',
    })
    this.#child = child
    let ended = false
    child.once('exit', () => {
      ended = true
    })
    while (!(await answers(this.port))) {
      if (ended) throw new Error('nats-server ended at once')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
