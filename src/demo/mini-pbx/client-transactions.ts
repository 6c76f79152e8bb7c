import { randomBytes } from 'node:crypto'
import { header, type SipHeaders, type SipRequest, type SipResponse, writeSip } from './sip-message.ts'
import type { SipConnection } from './ws-door.ts'

/** RFC 3261 timers B and F: 64 × T1 (500 ms). After it the far end is taken for gone. */
const giveUpMs = 32_000

type Listener = (response: SipResponse | null) => void
type Pending = { listener: Listener; timer: NodeJS.Timeout; isInvite: boolean }

export function newBranch(): string {
  return `z9hG4bK${randomBytes(9).toString('hex')}`
}

export function newTag(): string {
  return randomBytes(5).toString('hex')
}

/** Our own requests and who waits for their answers. Nothing is repeated: a WebSocket loses no message. */
export class ClientTransactions {
  readonly #host: string
  readonly #pending = new Map<string, Pending>()

  constructor(host: string) {
    this.#host = host
  }

  /**
   * Sends a request with our Via on top. `listener` hears each answer, the final one last, or `null` when there was
   * none at all for 32 s. Answers the branch, which a CANCEL and the ACK of a refusal must repeat.
   */
  send(connection: SipConnection, request: SipRequest, listener: Listener = () => {}): string {
    const branch = newBranch()
    const timer = setTimeout(() => {
      this.#pending.delete(branch)
      listener(null)
    }, giveUpMs)
    this.#pending.set(branch, { listener, timer, isInvite: request.method === 'INVITE' })
    this.sendWithBranch(connection, request, branch)
    return branch
  }

  /** For ACK and CANCEL, to which no own transaction belongs that anybody waits for. */
  sendWithBranch(connection: SipConnection, request: SipRequest, branch: string): void {
    const via: SipHeaders = [['Via', `SIP/2.0/WS ${this.#host};branch=${branch}`]]
    connection.send(writeSip({ ...request, headers: [...via, ['Max-Forwards', '70'], ...request.headers] }))
  }

  take(response: SipResponse): void {
    const branch = /;\s*branch=([^\s;,]+)/i.exec(header(response, 'via') ?? '')?.[1] ?? ''
    const isCancel = /\bCANCEL\s*$/.test(header(response, 'cseq') ?? '')
    const pending = this.#pending.get(branch)
    if (!pending || isCancel) return
    if (response.status >= 200) {
      clearTimeout(pending.timer)
      this.#pending.delete(branch)
    } else if (pending.isInvite) {
      // It rings: from here on whoever rings decides how long, not the transaction.
      clearTimeout(pending.timer)
    }
    pending.listener(response)
  }

  close(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer)
    this.#pending.clear()
  }
}
