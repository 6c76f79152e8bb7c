import type { ClientLink, ClientOptions } from '@orpc/client'
import { RPCLink, type RPCLinkOptions } from '@orpc/client/message-port'

type NoContext = Record<never, never>
type Port = RPCLinkOptions<NoContext>['port']

/** A call was under way when the far end was replaced; whether it took effect is not known. */
export class LinkReplaced extends Error {
  override readonly name = 'LinkReplaced'
}

type Current = { readonly link: RPCLink<NoContext>; readonly gone: AbortController }

/**
 * One link for the life of the window over ports that come and go: after a restart of the core the shell hands out
 * a new port. Calls made before the first port wait for it; calls under way at a change reject with `LinkReplaced`.
 */
export class ReplaceableLink implements ClientLink<NoContext> {
  readonly #attached = new Set<() => void>()
  #current: Current | null = null

  get isAttached(): boolean {
    return this.#current !== null
  }

  attach(port: Port & { start?: () => void; close?: () => void }): void {
    this.detach()
    this.#current = { link: new RPCLink({ port }), gone: new AbortController() }
    port.start?.()
    for (const listener of [...this.#attached]) listener()
  }

  detach(): void {
    const before = this.#current
    this.#current = null
    before?.gone.abort(new LinkReplaced('The far end was replaced'))
  }

  /** Told at every new port; the way to stop is answered. */
  onAttached(listener: () => void): () => void {
    const own = () => listener()
    this.#attached.add(own)
    return () => {
      this.#attached.delete(own)
    }
  }

  async call(path: readonly string[], input: unknown, options: ClientOptions<NoContext>): Promise<unknown> {
    const current = this.#current ?? (await this.#nextPort(options.signal))
    const { gone } = current
    const signal = options.signal ? AbortSignal.any([options.signal, gone.signal]) : gone.signal
    // The peer of a dead port never answers: the race lets the caller know.
    return await new Promise((resolve, reject) => {
      const stop = () => reject(gone.signal.reason)
      gone.signal.addEventListener('abort', stop, { once: true })
      current.link
        .call(path, input, { ...options, signal })
        .then(resolve, reject)
        .finally(() => gone.signal.removeEventListener('abort', stop))
    })
  }

  #nextPort(signal: AbortSignal | undefined): Promise<Current> {
    return new Promise((resolve, reject) => {
      const stop = this.onAttached(() => {
        stop()
        signal?.removeEventListener('abort', aborted)
        resolve(this.#current!)
      })
      const aborted = () => {
        stop()
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', aborted, { once: true })
    })
  }
}
