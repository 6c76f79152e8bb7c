import { attachmentHandlers } from './attachments.ts'
import { boardHandlers } from './board.ts'
import { callHandlers } from './calls.ts'
import { directoryHandlers } from './directory.ts'
import { draftHandlers } from './drafts.ts'
import { handoverHandlers } from './handover.ts'
import { type CoreParts, implementer } from './implementer.ts'
import { ledgerHandlers } from './ledger.ts'
import { outboxHandlers } from './outbox.ts'
import { ownHandlers } from './own.ts'
import { recordingHandlers } from './recording.ts'
import { sessionHandlers } from './session.ts'
import { settingsHandlers } from './settings.ts'
import { takeBackHandlers } from './take-back.ts'
import { ticketHandlers } from './tickets.ts'

/** All verbs of the bridge. */
export function coreRouter(parts: CoreParts) {
  const os = implementer(parts)
  return os.router({
    session: sessionHandlers(os, parts),
    calls: callHandlers(os, parts),
    ledger: ledgerHandlers(os, parts),
    tickets: ticketHandlers(os, parts),
    attachments: attachmentHandlers(os, parts),
    drafts: draftHandlers(os, parts),
    directory: directoryHandlers(os, parts),
    outbox: outboxHandlers(os, parts),
    board: boardHandlers(os, parts),
    own: ownHandlers(os, parts),
    settings: settingsHandlers(os, parts),
    takeBack: takeBackHandlers(os, parts),
    recording: recordingHandlers(os, parts),
    handover: handoverHandlers(os, parts),
  })
}
export type CoreRouter = ReturnType<typeof coreRouter>
