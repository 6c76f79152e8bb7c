import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ownState } from '#domain/call/own-state.ts'
import { callId } from '#domain/ids.ts'

/** Parts of the phone's snapshot: the dispatcher's own state, and what the desk's rules made of the calls. */
export const ownParts = {
  own: ownState,
  doNotDisturb: z.boolean(),
  /** Answered by policy, not by a person. */
  autoAnswered: z.array(callId),
  /** They ring without a sound: silenced, refused before, or the rules say so. */
  quiet: z.array(callId),
}

/** The dispatcher's own state; what is asked for in a call is taken after it. */
export const phoneOwn = {
  goAvailable: oc.output(z.object({})),
  goAway: oc.input(z.object({ reason: z.string().min(1).max(64) })).output(z.object({})),
  /** New calls are refused as the policy says; those that are there stay. */
  setDoNotDisturb: oc.input(z.object({ on: z.boolean() })).output(z.object({})),
  /** The call is written up. */
  wrapUpDone: oc.output(z.object({})),
  /** More time for writing, as much as the policy gives at once. */
  wrapUpMore: oc.output(z.object({})),
}
