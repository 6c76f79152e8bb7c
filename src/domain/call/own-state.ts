import { z } from 'zod'
import { callId } from '../ids.ts'
import { instant } from '../instant.ts'

/** What the person asked to be when no call keeps them. */
export const wanted = z.discriminatedUnion('is', [
  z.object({ is: z.literal('available') }),
  /** A code of the company's own list: lunch, training, paperwork. */
  z.object({ is: z.literal('away'), reason: z.string().min(1).max(64) }),
])
export type Wanted = z.infer<typeof wanted>

/**
 *   available ◀──goAvailable / goAway──▶ away           what is asked for is taken at once …
 *       └────────────callBegan──────────┘ │
 *                       ▼                 │
 *                     busy ──callsOver──▶ wrapUp ──wrapUpDone, time out──▶ wanted
 *                       └──callsOver, nothing to wrap up──────────────────▶ wanted
 * … or after the call: what is asked for in `busy` is kept in `wanted`. A call in `away` or `wrapUp` is `busy` too.
 */
export const ownState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('available'), since: instant, wanted }),
  z.object({ state: z.literal('away'), since: instant, wanted }),
  z.object({ state: z.literal('busy'), since: instant, wanted }),
  z.object({ state: z.literal('wrapUp'), since: instant, wanted, callId, until: instant }),
])
export type OwnState = z.infer<typeof ownState>

export type OwnEvent =
  | { type: 'goAvailable'; at: number }
  | { type: 'goAway'; at: number; reason: string }
  | { type: 'callBegan'; at: number }
  /** `wrapUp`: an answered call that has to be written down, and how long that may take. */
  | { type: 'callsOver'; at: number; wrapUp: { callId: z.infer<typeof callId>; ms: number } | null }
  | { type: 'wrapUpDone'; at: number }
  | { type: 'wrapUpMore'; at: number; ms: number }
  | { type: 'tick'; at: number }

type Steps<State extends OwnState['state']> = {
  readonly [Type in OwnEvent['type']]?: (
    own: Extract<OwnState, { state: State }>,
    event: Extract<OwnEvent, { type: Type }>,
  ) => OwnState
}

const free = (wanted: Wanted, since: number): OwnState => ({ state: wanted.is, since, wanted })
const away = (reason: string): Wanted => ({ is: 'away', reason })
const available: Wanted = { is: 'available' }
const busy = (own: OwnState, { at }: { at: number }): OwnState => ({
  state: 'busy',
  since: at,
  wanted: own.wanted,
})

const table: { readonly [State in OwnState['state']]: Steps<State> } = {
  available: {
    goAway: (_own, { at, reason }) => free(away(reason), at),
    callBegan: busy,
  },
  away: {
    goAvailable: (_own, { at }) => free(available, at),
    goAway: (own, { at, reason }) =>
      own.wanted.is === 'away' && own.wanted.reason === reason ? own : free(away(reason), at),
    callBegan: busy,
  },
  busy: {
    goAvailable: (own) => ({ ...own, wanted: available }),
    goAway: (own, { reason }) => ({ ...own, wanted: away(reason) }),
    callsOver: (own, { at, wrapUp }) =>
      wrapUp === null
        ? free(own.wanted, at)
        : { state: 'wrapUp', since: at, wanted: own.wanted, callId: wrapUp.callId, until: at + wrapUp.ms },
  },
  wrapUp: {
    // Asking for the next state is the word that the writing is done.
    goAvailable: (_own, { at }) => free(available, at),
    goAway: (_own, { at, reason }) => free(away(reason), at),
    callBegan: busy,
    wrapUpDone: (own, { at }) => free(own.wanted, at),
    wrapUpMore: (own, { ms }) => ({ ...own, until: own.until + ms }),
    tick: (own, { at }) => (at >= own.until ? free(own.wanted, own.until) : own),
  },
}

/** Folds one event into the dispatcher's own state; what the table does not hold changes nothing. */
export function nextOwn(own: OwnState, event: OwnEvent): OwnState {
  // The table pairs state and event with their own step; TypeScript cannot follow that through two lookups.
  const step = table[own.state][event.type] as ((own: OwnState, event: OwnEvent) => OwnState) | undefined
  return step === undefined ? own : step(own, event)
}
