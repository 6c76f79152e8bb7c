import { implement, ORPCError } from '@orpc/server'
import { bridge } from '#bridge/contract.ts'
import type { Attachments } from '../attachments/attachments.ts'
import type { Calls } from '../calls/calls.ts'
import type { Consents } from '../calls/consents.ts'
import type { DeafTimes } from '../calls/deaf-times.ts'
import type { Ledger } from '../calls/ledger.ts'
import type { Handover } from '../handover/handover.ts'
import type { Settings } from '../settings/settings.ts'
import type { DeskSession } from '../sync/desk-session.ts'
import type { Presence } from '../sync/presence.ts'
import type { ConversationShelf } from '../take-back/conversation-shelf.ts'
import { type Lease, usableWithoutLease } from '../trust/lease.ts'
import type { Workstation } from '../workstation.ts'

/** What the handlers of every subject work with. */
export interface CoreParts {
  work: Workstation
  calls: Calls
  attachments: Attachments
  ledger: Ledger
  deafTimes: DeafTimes
  settings: Settings
  desk: DeskSession
  presence: Presence
  lease: Lease
  conversations: ConversationShelf
  consents: Consents
  handover: Handover
  /** Aborted when the core closes: streams end. */
  closing: AbortSignal
}

/**
 * The bridge's implementer with the one place where surprises are caught: logged once, and told to the window by a
 * reference alone. Declared errors pass.
 */
export function implementer({ work, lease }: CoreParts) {
  return implement(bridge).use(async ({ next, path }) => {
    if (lease.ended && !usableWithoutLease(path)) throw new ORPCError('LEASE_ENDED', { status: 403 })
    try {
      return await next()
    } catch (error) {
      if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') throw error
      const reference = work.ports.log.surprise(`bridge.${path.join('.')}`, error)
      throw new ORPCError('INTERNAL_SERVER_ERROR', { message: 'surprise', data: { reference } })
    }
  })
}
export type Implementer = ReturnType<typeof implementer>
