import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import type { Bridge } from '#bridge/contract.ts'
import type { Activity } from './core-messages.ts'

type Client = ContractRouterClient<Bridge>

/** What the shell has to know of a core's work. It listens by the same bridge as a window, on a port of its own. */
export type CoreActivity = {
  /** The present state; null when the core has not told everything yet. */
  now(): Promise<Activity | null>
  stop(): void
}

/**
 * Watches calls, changes on their way and the dispatcher's own state. `serve` gives a port to the core;
 * `ringing` hears how many calls ring, at each change; `surprise` what broke.
 */
export function watchActivity(
  serve: (port: import('node:worker_threads').MessagePort) => void,
  ringing: (count: number) => void,
  surprise: (error: unknown) => void,
): CoreActivity {
  const { port1, port2 } = new MessageChannel()
  serve(port2)
  const client: Client = createORPCClient(new RPCLink({ port: port1 }))
  const over = new AbortController()
  let calls: number | null = null
  let rings = 0
  let pending: number | null = null
  let signedIn: boolean | null = null
  let away: boolean | null = null

  const follow = async <News>(open: () => Promise<AsyncIterable<News>>, heard: (news: News) => void) => {
    try {
      for await (const news of await open()) heard(news)
    } catch (error) {
      if (!over.signal.aborted) surprise(error)
    }
  }
  const { signal } = over
  void follow(
    () => client.calls.watch(undefined, { signal }),
    (news) => {
      if (news.type !== 'calls') return
      calls = news.calls.filter(({ state }) => state !== 'over').length
      const count = news.calls.filter(({ state }) => state === 'ringing').length
      if (count !== rings) ringing(count)
      rings = count
    },
  )
  void follow(
    () => client.session.watch(undefined, { signal }),
    (status) => {
      pending = status.pending
      signedIn = status.user !== null
    },
  )
  void follow(
    () => client.own.watch(undefined, { signal }),
    ({ report }) => {
      away = report?.own.state === 'away'
    },
  )

  return {
    async now() {
      if (calls === null || pending === null || signedIn === null) return null
      if (signedIn && away === null) return null
      const { drafts } = await client.drafts.list()
      return { calls, drafts: drafts.length, pending, away: !signedIn || away === true }
    },
    stop() {
      over.abort()
      port1.close()
    },
  }
}
