import { Agent, request } from 'node:http'
import type { PushAnswer, PushRequest } from '#wire/push.ts'
import { wireVersion, wireVersionHeader } from '#wire/version.ts'
import type { Seat } from './bench-desk.ts'

/** One console's pushes over one kept connection, without a client library's own work in the figures. */
export class Pusher {
  readonly #url: URL
  readonly #seat: Seat
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  #n = 0

  constructor(address: string, seat: Seat) {
    this.#url = new URL('/sync/v1/push', address)
    this.#seat = seat
  }

  /** Sends intents under the next numbers. Throws unless every one was applied. */
  async push(intents: readonly { key: string; intent: unknown }[]): Promise<void> {
    const { consoleId } = this.#seat
    const numbered = intents.map(({ key, intent }) => ({ n: ++this.#n, key, madeAt: Date.now(), intent }))
    const answer = await this.#post({ consoleId, intents: numbered as PushRequest['intents'] })
    const applied = answer.outcomes.filter(({ outcome }) => outcome === 'applied').length
    if (applied !== intents.length) throw new Error(`not applied: ${JSON.stringify(answer)}`)
  }

  close(): void {
    this.#agent.destroy()
  }

  #post(body: PushRequest): Promise<PushAnswer> {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${this.#seat.access}`,
      [wireVersionHeader]: String(wireVersion),
    }
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(parts).toString()
          if (response.statusCode === 200) resolve(JSON.parse(text) as PushAnswer)
          else reject(new Error(`${response.statusCode}: ${text}`))
        })
      })
      sent.on('error', reject)
      sent.end(JSON.stringify(body))
    })
  }
}
