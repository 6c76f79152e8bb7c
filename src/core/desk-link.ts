import type { ContractRouterClient } from '@orpc/contract'
import type { Wire } from '#wire/contract.ts'

/**
 * The core's way to one desk: the wire's own typed client. `access` answers the current access token or null;
 * the link adds it and the wire version to each request. Network failures throw `DeskUnreachable`.
 */
export type DeskClient = ContractRouterClient<Wire>

export interface DeskLink {
  readonly address: string
  client(access: () => string | null): DeskClient
  /**
   * A file of the desk from byte `from` on, as long as it is still the one named by `etag` (strong, quoted). Throws the
   * wire's own errors and `DeskUnreachable`; so does reading the body.
   */
  download(
    path: string,
    access: string | null,
    part: { from: number; etag: string },
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>
  /** Ends open streams and idle connections. */
  close(): void
}

/** Nobody answered, the connection broke, or the answer was not of the wire (a proxy's page, a 5xx). */
export class DeskUnreachable extends Error {
  override readonly name = 'DeskUnreachable'
  readonly why: 'refused' | 'timeout' | 'dns' | 'tls' | 'cut' | 'notADesk' | 'failing'
  constructor(why: DeskUnreachable['why'], options?: ErrorOptions) {
    super(`the desk is unreachable: ${why}`, options)
    this.why = why
  }
}
