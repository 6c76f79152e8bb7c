import { attachments } from './attachments.ts'
import { board } from './board.ts'
import { calls } from './calls.ts'
import { directory } from './directory.ts'
import { drafts } from './drafts.ts'
import { handover } from './handover.ts'
import { ledger } from './ledger.ts'
import { outbox } from './outbox.ts'
import { own } from './own.ts'
import { recording } from './recording.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { takeBack } from './take-back.ts'
import { tickets } from './tickets.ts'

/** Window ⇄ core: one object of schemas, served alike on a message port and on the loopback socket. */
export const bridge = {
  session,
  calls,
  ledger,
  tickets,
  attachments,
  drafts,
  directory,
  outbox,
  board,
  own,
  settings,
  takeBack,
  recording,
  handover,
}
export type Bridge = typeof bridge
