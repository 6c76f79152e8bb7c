import { once } from 'node:events'
import { type WebSocket, WebSocketServer } from 'ws'
import { readSip, replyTo } from '#tests/support/sip-peer/sip-text.ts'

/** A registrar for many phones at once that lets everybody in, and notes when each REGISTER came. */
export class Registrar {
  /** performance.now() of each REGISTER. */
  readonly registers: number[] = []
  readonly #port: number
  #server: WebSocketServer | null = null

  constructor(port: number) {
    this.#port = port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/ws`
  }

  async open(): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: this.#port, handleProtocols: () => 'sip' })
    await once(server, 'listening')
    server.on('connection', (socket) => {
      socket.on('message', (data) => this.#onMessage(socket, String(data)))
      socket.on('error', () => socket.terminate())
    })
    this.#server = server
  }

  /** Cuts everybody without a word, as a killed process does. */
  async kill(): Promise<void> {
    const server = this.#server
    this.#server = null
    for (const client of server?.clients ?? []) client.terminate()
    if (!server) return
    const closed = once(server, 'close')
    server.close()
    await closed
  }

  #onMessage(socket: WebSocket, text: string): void {
    const request = readSip(text)
    if (request.method === 'OPTIONS') socket.send(replyTo(request, '200 OK'))
    if (request.method !== 'REGISTER') return
    this.registers.push(performance.now())
    const [contact = ''] = request.headers.get('contact') ?? []
    socket.send(
      replyTo(request, '200 OK', {
        headers: [`Contact: ${contact.replace(/;expires=\d+/, '')};expires=300`],
      }),
    )
  }
}
