import type { Unsubscribe } from '#shared/emitter.ts'

/**
 * How the nodes of one desk wake each other after a commit. Rings may be lost, doubled or late: the feed is the truth
 * and every node looks at it by itself as well; a ring only spares the wait until then.
 */
export interface Doorbell {
  /** Something was committed through this node. Never throws, never waits. */
  ring(): void
  /** Another node committed something. */
  onRing(listener: () => void): Unsubscribe
  /** While true, rings of all nodes are expected here and looking may be rarer. */
  readonly joined: boolean
  close(): Promise<void>
}

/** No doorbell: every node finds the commits of others by looking often. */
export const noDoorbell: Doorbell = {
  ring: () => undefined,
  onRing: () => () => undefined,
  joined: false,
  close: async () => undefined,
}
